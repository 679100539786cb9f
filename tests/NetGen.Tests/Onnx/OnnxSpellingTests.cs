namespace NetGen.Tests.Onnx;

/// <summary>Models as tf2onnx, skl2onnx and others write them become the networks that they are.</summary>
public sealed class OnnxSpellingTests
{
    [Fact]
    public void Dense_layers_of_Keras()
    {
        NetworkModel model = OnnxSpellings.Keras().Read();
        Assert.Equal("3-2-2 ReLU, Softmax; CategoricalCrossEntropy; Single", model.Topology.ToString());
        Assert.Equal([0.5f, 0.25f, -0.75f, -1, 2, 1.5f], model.ValuesOf<float>(0));
        Assert.Equal([0.5f, -0.25f], model.ValuesOf<float>(1));
        Assert.Equal([1f, 0.5f, -2, 0.125f], model.ValuesOf<float>(2));
        Assert.Empty(model.Notes);
        CheckWithOnnxRuntime(OnnxSpellings.Keras(), model, [-1, 1, 3]);
    }

    [Fact]
    public void Batch_normalization_of_Keras_goes_into_the_layer()
    {
        NetworkModel model = OnnxSpellings.KerasBatchNormalization().Read();
        Assert.Equal("3-2-2 SiLU, Tanh; Quadratic; Single", model.Topology.ToString());
        Assert.Equal([0.625f, 0.3125f, -0.9375f, -0.5f, 1, 0.75f], model.ValuesOf<float>(0));
        Assert.Equal([0.1f, -0.3f], model.ValuesOf<float>(1));
        Assert.Equal(
            "Scaling after layers was computed into their weights and biases, in double, and rounded once.", Assert.Single(model.Notes));
        CheckWithOnnxRuntime(OnnxSpellings.KerasBatchNormalization(), model, [-1, 3]);
    }

    [Fact]
    public void Normalization_of_Keras_becomes_Standardize()
    {
        NetworkModel model = OnnxSpellings.KerasNormalization().Read();
        Assert.Equal("3-2 Standardize, GELU; Quadratic; Single", model.Topology.ToString());
        Assert.Equal([1f, 2, 3], model.ValuesOf<float>(0));
        Assert.Equal([2f, 4, 0.25f], model.ValuesOf<float>(1));
        CheckWithOnnxRuntime(OnnxSpellings.KerasNormalization(), model, [-1, 3]);
    }

    [Fact]
    public void Classifiers_of_scikit_learn()
    {
        NetworkModel model = OnnxSpellings.SklearnClassifier().Read();
        Assert.Equal("3-2-3 Standardize, ReLU, Softmax; CategoricalCrossEntropy; Single", model.Topology.ToString());
        Assert.Equal([1f, 2, 3], model.ValuesOf<float>(0));
        Assert.Equal([2f, 0.5f, 0.1f], model.ValuesOf<float>(1));
        Assert.Equal(["3", "5", "8"], model.ClassNames);
        Assert.Contains("Of 2 outputs, 'output_probability' was taken.", model.Notes);
        CheckWithOnnxRuntime(OnnxSpellings.SklearnClassifier().Output("probabilities"), model, [-1, 3], "probabilities");

        model = OnnxSpellings.SklearnStringClassifier().Read();
        Assert.Equal(["a", "b", "c"], model.ClassNames);
    }

    [Fact]
    public void Two_classes_of_scikit_learn_are_one_output()
    {
        NetworkModel model = OnnxSpellings.SklearnBinaryClassifier().Read();
        Assert.Equal("3-2-1 Standardize, ReLU, Sigmoid; Quadratic; Single", model.Topology.ToString());
        Assert.Equal(["ham", "spam"], model.ClassNames);
        CheckWithOnnxRuntime(OnnxSpellings.SklearnBinaryClassifier().Output("probabilities"), model, [-1, 3], "probabilities");
    }

    [Fact]
    public void Regressors_of_scikit_learn()
    {
        NetworkModel model = OnnxSpellings.SklearnRegressor().Read();
        Assert.Equal("3-2-1 Standardize, ReLU, Identity; Quadratic; Single", model.Topology.ToString());
        Assert.Null(model.ClassNames);
        CheckWithOnnxRuntime(OnnxSpellings.SklearnRegressor(), model, [-1, 3]);
    }

    [Fact]
    public void A_vector_after_its_weights()
    {
        NetworkModel model = OnnxSpellings.Vector().Read();
        Assert.Equal("3-2 Softsign; Quadratic; Double", model.Topology.ToString());
        Assert.Equal([0.1, 0.2, 0.3, -0.4, -0.5, -0.6], model.ValuesOf<double>(0));
        Assert.Equal([-0.7, -1.0 / 3], model.ValuesOf<double>(1));
    }

    [Fact]
    public void Weights_of_16_bits_and_factors()
    {
        NetworkModel model = OnnxSpellings.HalfPrecision().Read();
        Assert.Equal("3-2 LeakyReLU(0.3); Quadratic; Single", model.Topology.ToString());
        Assert.Equal([0.25f, -0.5f, 0.125f, 1, 0.75f, 1.5f], model.ValuesOf<float>(0));
        Assert.Equal([1f, 1], model.ValuesOf<float>(1));
        Assert.Equal(2, model.Notes.Count);
    }

    [Fact]
    public void Weights_that_nodes_compute_from_constants()
    {
        NetworkModel model = OnnxSpellings.ConstantNodes().Read();
        Assert.Equal("3-2 LogSoftmax; NegativeLogLikelihood; Single", model.Topology.ToString());
        Assert.Equal([0.5f, -1, 0.25f, 2, 1.5f, 3], model.ValuesOf<float>(0));
    }

    [Fact]
    public void Images_that_are_scaled_and_flattened()
    {
        NetworkModel model = OnnxSpellings.DividedByShape().Read();
        Assert.Equal("3-2 Standardize, Identity; Quadratic; Single", model.Topology.ToString());
        Assert.Equal([0f, 0, 0], model.ValuesOf<float>(0));
        Assert.Equal([1f / 255, 1f / 255, 1f / 255], model.ValuesOf<float>(1));
        CheckWithOnnxRuntime(OnnxSpellings.DividedByShape(), model, [-1, 1, 3, 1]);
    }

    private static void CheckWithOnnxRuntime(OnnxBuilder builder, NetworkModel model, int[] shape, string? output = null)
    {
        const int Count = 20;
        ReferenceNetwork<float> network = model.ToReferenceNetwork<float>();
        float[] inputs = OnnxNetworks.Inputs<float>(Count * network.Topology.InputSize, 5);
        var outputs = new float[Count * network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        float[] expected = OnnxRuntimeModel.Run(builder.Build(), inputs, [Count, .. shape[1..]], output);
        Assert.Equal(expected.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[i], outputs[i], 2e-6f * (1 + Math.Abs(expected[i])));
        }
    }
}
