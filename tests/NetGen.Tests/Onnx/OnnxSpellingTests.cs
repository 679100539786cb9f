using NetGen.Models.Onnx;
using static NetGen.Tests.Onnx.OnnxBuilder;

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
        Assert.Equal(new NetGen.Models.ModelOutput("output_probability", IsSecondOfTwo: false), model.Output);
        CheckWithOnnxRuntime(OnnxSpellings.SklearnClassifier().Output("probabilities"), model, [-1, 3], "probabilities");

        model = OnnxSpellings.SklearnStringClassifier().Read();
        Assert.Equal(["a", "b", "c"], model.ClassNames);
        CheckWithOnnxRuntime(OnnxSpellings.SklearnStringClassifier().Output("probabilities"), model, [-1, 3], "probabilities");
    }

    [Fact]
    public void Two_classes_of_scikit_learn_are_one_output()
    {
        NetworkModel model = OnnxSpellings.SklearnBinaryClassifier().Read();
        Assert.Equal("3-2-1 Standardize, ReLU, Sigmoid; Quadratic; Single", model.Topology.ToString());
        Assert.Equal(["ham", "spam"], model.ClassNames);
        Assert.Equal(new NetGen.Models.ModelOutput("both", IsSecondOfTwo: true), model.Output);
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
    public void Logistic_regressions_of_scikit_learn()
    {
        NetworkModel model = OnnxSpellings.LogisticRegression(3).Read();
        Assert.Equal("3-3 Standardize, Softmax; CategoricalCrossEntropy; Single", model.Topology.ToString());
        Assert.Equal([0.5f, -1, 0.25f, 2, -0.75f, 1.5f, 0.75f, -0.5f, 1], model.ValuesOf<float>(2));
        Assert.Equal(["3", "5", "8"], model.ClassNames);
        CheckWithOnnxRuntime(OnnxSpellings.LogisticRegression(3).Output("probabilities"), model, [-1, 3], "probabilities");

        model = OnnxSpellings.LogisticRegression(2).Read();
        Assert.Equal("3-1 Standardize, Sigmoid; Quadratic; Single", model.Topology.ToString());
        Assert.Equal([0.5f, -1, 0.25f], model.ValuesOf<float>(2));
        Assert.Equal([0.125f], model.ValuesOf<float>(3));
        Assert.Equal(["7", "9"], model.ClassNames);
        Assert.Equal(new NetGen.Models.ModelOutput("output_probability", IsSecondOfTwo: true), model.Output);
        CheckWithOnnxRuntime(
            OnnxSpellings.LogisticRegression(2).Output("probabilities"), model, [-1, 3], "probabilities", isSecondOfTwo: true);
    }

    [Fact]
    public void Linear_regressions_of_scikit_learn()
    {
        NetworkModel model = OnnxSpellings.LinearRegression().Read();
        Assert.Equal("3-2 Identity; Quadratic; Single", model.Topology.ToString());
        CheckWithOnnxRuntime(OnnxSpellings.LinearRegression(), model, [-1, 3]);
    }

    /// <summary>Scores as they are, and a probability of each class by itself.</summary>
    [Theory]
    [InlineData("NONE", "Identity")]
    [InlineData("LOGISTIC", "Sigmoid")]
    public void Linear_classifiers_without_softmax(string transform, string activation)
    {
        OnnxBuilder builder = new OnnxBuilder(15)
            .Input("X", [-1, 2])
            .Node("ai.onnx.ml", "LinearClassifier", ["X"], ["label", "scores"],
                Attribute("coefficients", 1f, 2, 3, -4, -5, 6), Attribute("intercepts", 0.5f, 1, -1.5f),
                Attribute("classlabels_strings", "a", "b", "c"), Attribute("post_transform", transform))
            .Output("scores");
        NetworkModel model = builder.Read();
        Assert.Equal($"2-3 {activation}; Quadratic; Single", model.Topology.ToString());
        Assert.Equal(["a", "b", "c"], model.ClassNames);
        CheckWithOnnxRuntime(builder, model, [-1, 2]);
    }

    /// <summary>An encoder gives a value for each key, in whatever order it has them.</summary>
    [Theory]
    [InlineData("1, 0", "no, yes", "yes, no")]
    [InlineData("0, 1", "no, yes", "no, yes")]
    [InlineData("4, 7", "no, yes", null)]
    [InlineData("", "no, yes", null)]
    public void Names_of_classes_are_put_in_the_order_of_the_classes(string keys, string values, string? expected)
    {
        long[] numbers = [.. keys.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        NetworkModel model = new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4))
            .Node("MatMul", ["x", "w"], ["z"])
            .Node("Softmax", ["z"], ["scores"])
            .Node("ArgMax", ["z"], ["number"], Attribute("axis", 1))
            .Node("ai.onnx.ml", "LabelEncoder", ["number"], ["label"],
                Attribute("keys_int64s", numbers), Attribute("values_strings", values.Split(", ")))
            .Output("label", OnnxType.String)
            .Output("scores")
            .Read();
        Assert.Equal(expected?.Split(", "), model.ClassNames);
        Assert.Equal(expected is null, model.Notes.Any(note => note.StartsWith("The keys of a LabelEncoder", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_choice_of_a_class_at_the_end_is_left_out_with_a_note()
    {
        NetworkModel model = new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4))
            .Node("MatMul", ["x", "w"], ["z"])
            .Node("ArgMax", ["z"], ["number"], Attribute("axis", 1))
            .Output("number", OnnxType.Int64)
            .Read();
        Assert.Equal(["The choice of a class at the end was left out: the network gives the scores."], model.Notes);
    }

    /// <summary>Names that are there twice are left out, and the note says that.</summary>
    [Fact]
    public void Names_of_classes_that_are_equal_are_left_out()
    {
        NetworkModel model = new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4))
            .Node("MatMul", ["x", "w"], ["z"])
            .Node("ai.onnx.ml", "ZipMap", ["z"], ["map"], Attribute("classlabels_strings", "a", "a"))
            .Output("map", OnnxType.Undefined)
            .Read();
        Assert.Null(model.ClassNames);
        Assert.Contains("The names of classes were left out. Expected a different name for each class; 'a' is there twice.", model.Notes);
        Assert.Contains("The map of classes to scores at the end was left out: the network gives the scores.", model.Notes);
    }

    [Theory]
    [InlineData(18)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(26)]
    public void Images_of_the_exporter_of_PyTorch_2(int opset)
    {
        NetworkModel model = OnnxSpellings.TorchDynamo(opset).Read();
        Assert.Equal("3-2-2 ReLU, Softmax; CategoricalCrossEntropy; Single", model.Topology.ToString());
        Assert.Empty(model.Notes);
        CheckWithOnnxRuntime(OnnxSpellings.TorchDynamo(opset), model, [-1, 1, 3, 1]);
    }

    [Theory]
    [InlineData(20, "HardSwish")]
    [InlineData(24, "SiLU")]
    [InlineData(25, "HardSwish")]
    [InlineData(26, "HardSwish")]
    public void Activations_of_newer_operators(int opset, string last)
    {
        NetworkModel model = OnnxSpellings.NewActivations(opset).Read();
        Assert.Equal($"2-2-2-2-2 GELU, GELUTanh, Mish, {last}; Quadratic; Single", model.Topology.ToString());
        CheckWithOnnxRuntime(OnnxSpellings.NewActivations(opset), model, [-1, 2]);
    }

    /// <remarks>ONNX Runtime has no Softsign of double.</remarks>
    [Fact]
    public void A_vector_after_its_weights()
    {
        NetworkModel model = OnnxSpellings.Vector().Read();
        Assert.Equal("3-2 Softsign; Quadratic; Double", model.Topology.ToString());
        Assert.Equal([0.1, 0.2, 0.3, -0.4, -0.5, -0.6], model.ValuesOf<double>(0));
        Assert.Equal([-0.7, -1.0 / 3], model.ValuesOf<double>(1));
    }

    /// <remarks>ONNX Runtime would compute in 16 bits.</remarks>
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
        CheckWithOnnxRuntime(OnnxSpellings.ConstantNodes(), model, [-1, 3]);
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

    private static void CheckWithOnnxRuntime(
        OnnxBuilder builder, NetworkModel model, int[] shape, string? output = null, bool isSecondOfTwo = false)
    {
        const int Count = 20;
        ReferenceNetwork<float> network = model.ToReferenceNetwork<float>();
        float[] inputs = OnnxNetworks.Inputs<float>(Count * network.Topology.InputSize, 5);
        var outputs = new float[Count * network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        float[] expected = OnnxRuntimeModel.Run(builder.Build(), inputs, [Count, .. shape[1..]], output);
        expected = isSecondOfTwo ? [.. expected.Where((_, i) => i % 2 == 1)] : expected;
        Assert.Equal(expected.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[i], outputs[i], 2e-6f * (1 + Math.Abs(expected[i])));
        }
    }
}
