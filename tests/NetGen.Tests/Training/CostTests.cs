using NetGen.Metrics;

namespace NetGen.Tests.Training;

/// <summary>Costs in training and use: which targets labels become, which classes outputs stand for, and what files say.</summary>
public class CostTests
{
    private static readonly float[] Corners = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly int[] Xor = [0, 1, 1, 0];

    /// <summary>Labels 0 and 1 are the targets −1 and 1; the sign of the output is the class.</summary>
    [Fact]
    public void One_output_with_the_hinge_cost_learns_labels()
    {
        DataSet<float> data = DataSet.FromLabels(Corners, 2, Xor, 2);
        SignNet network = SignNet.Create(3);
        network.ClassNames = ["equal", "different"];
        network.Train(data, new TrainingOptions { Epochs = 500, MiniBatchSize = 4, LearningRate = 0.5 });
        Evaluation evaluation = network.Evaluate(data);
        Assert.Equal(4, evaluation.Correct);
        Assert.Equal(0, evaluation.Cost);
        Assert.Equal(1, network.EvaluateClassification(data).Accuracy);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        for (int i = 0; i < Xor.Length; i++)
        {
            float[] input = Corners[(2 * i)..(2 * (i + 1))];
            Assert.Equal(Xor[i], network.Classify(input));
            Assert.Equal(Xor[i], network.ToInference().Classify(input));
            Assert.Equal(Xor[i], reference.Classify(input));
            Prediction prediction = network.Predict(input);
            Assert.Equal((Xor[i], network.ClassNames[Xor[i]], null), (prediction.Label, prediction.Name, prediction.Probability));
        }
    }

    [Theory]
    [InlineData(0f, 1)]
    [InlineData(float.Epsilon, 1)]
    [InlineData(-float.Epsilon, 0)]
    [InlineData(float.NaN, -1)]
    public void The_class_of_one_output_with_the_hinge_cost_is_its_sign(float output, int expected)
    {
        SignNet network = SignNet.Create(1);
        network.SetWeights(1, new float[8]);
        network.SetBiases(1, [output]);
        Assert.Equal(expected, network.Classify([1, 1]));
        Assert.Equal(expected, ReferenceNetwork<float>.CopyOf(network).Classify([1, 1]));
    }

    /// <summary>Of several outputs, that of the sample's class has the target 1 and all others −1: as from targets that say so.</summary>
    [Fact]
    public void Several_outputs_with_the_hinge_cost_learn_labels()
    {
        var random = new SeededRandom(5);
        float[] inputs = [.. Enumerable.Range(0, 40 * 6).Select(_ => (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 5)];
        float[] targets = [.. labels.SelectMany(label => Enumerable.Range(0, 5).Select(unit => unit == label ? 1f : -1f))];
        var options = new TrainingOptions { Epochs = 3, Seed = 2 };
        HingeNet byLabels = HingeNet.Create(1);
        HingeNet byTargets = HingeNet.Create(1);
        byLabels.Train(DataSet.FromLabels(inputs, 6, labels, 5), options);
        byTargets.Train(DataSet.FromTargets(inputs, 6, targets, 5), options);
        EqualityAssert.SameParameters(byTargets, byLabels, "targets and labels");
    }

    [Fact]
    public void A_data_set_with_other_targets_is_refused_by_the_hinge_cost()
    {
        DataSet<float> data = DataSet.FromTargets(Corners, 2, new float[] { 1, -1, 0, 1 }, 1);
        var exception = Assert.Throws<ArgumentException>("training", () => SignNet.Create(1).Train(data));
        Assert.StartsWith(
            "The cost Hinge takes the targets -1 and 1; that of sample 2, output 0, is 0.", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The probability that a prediction has is e to the power of the output, and the class that of the largest.</summary>
    [Fact]
    public void Predictions_of_log_softmax_have_probabilities()
    {
        LogSoftmaxNet network = LogSoftmaxNet.Create(4);
        float[] input = [.. Enumerable.Range(0, 12).Select(i => i / 12f)];
        var outputs = new float[10];
        network.FeedForward(input, outputs);
        Prediction prediction = network.Predict(input);
        Assert.Equal(network.Classify(input), prediction.Label);
        Assert.Equal(outputs.Max(), outputs[prediction.Label]);
        Assert.Equal(Math.Exp(outputs[prediction.Label]), prediction.Probability);
        Assert.Equal(1, outputs.Sum(output => Math.Exp(output)), 1e-6);
    }

    /// <summary>The negative log-likelihood after log softmax is the cross-entropy after softmax: same costs, same training.</summary>
    [Fact]
    public void The_negative_log_likelihood_trains_as_the_cross_entropy_does()
    {
        Activation[] activations = [Activation.Tanh, Activation.Softmax];
        var softmax = ReferenceNetwork<double>.Create(new NetworkTopology([6, 9, 5], activations, numericType: NumericType.Double), 7);
        var log = ReferenceNetwork<double>.Create(
            new NetworkTopology([6, 9, 5], [Activation.Tanh, Activation.LogSoftmax], numericType: NumericType.Double), 7);
        Assert.Equal(CostFunction.NegativeLogLikelihood, log.Topology.Cost);
        (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(softmax.Topology, 8, new Random(2));
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(softmax.TrainMiniBatch(inputs, targets, 0.5), log.TrainMiniBatch(inputs, targets, 0.5));
        }

        Assert.Equal(softmax.Parameters.Packed.ToArray(), log.Parameters.Packed.ToArray());
    }

    /// <summary>Label smoothing counts wherever the cost is computed; targets that are smoothed by hand give the same.</summary>
    [Fact]
    public void Label_smoothing_applies_to_reported_costs_too()
    {
        SmoothingNet network = SmoothingNet.Create(2);
        float[] inputs = [.. Enumerable.Range(0, 7).Select(i => i / 7f)];
        var plain = ReferenceNetwork<float>.Create(
            NetworkTopology.FromLayers(
                [7],
                [new DropoutAttribute(0.25), new DenseAttribute(12, Activation.ReLU), new DenseAttribute(3, Activation.Softmax)]),
            2);
        float off = MathF.FusedMultiplyAdd(0, 0.9f, (float)(0.1 / 3));
        float on = MathF.FusedMultiplyAdd(1, 0.9f, (float)(0.1 / 3));
        float expected = plain.Cost(inputs, [off, on, off]);
        Assert.Equal(expected, network.Cost(inputs, [0, 1, 0]));
        Assert.Equal(expected, network.Evaluate(DataSet.FromLabels(inputs, 7, new[] { 1 }, 3)).Cost);
        Assert.NotEqual(expected, plain.Cost(inputs, [0, 1, 0]));
    }

    [Fact]
    public void Topologies_have_the_parameters_of_their_cost()
    {
        Assert.Equal("7-20-3 ReLU, Identity; Huber(0.25); Single", HuberNet.Topology.ToString());
        Assert.Equal(
            "7-12-3 Dropout(0.25), ReLU, Softmax; CategoricalCrossEntropy(LabelSmoothing 0.1); Single", SmoothingNet.Topology.ToString());
        Assert.Equal((0.25, 0.0), (HuberNet.Topology.Delta, HuberNet.Topology.LabelSmoothing));
        Assert.Equal((0.0, 0.2), (SmoothingSigmoidNet.Topology.Delta, SmoothingSigmoidNet.Topology.LabelSmoothing));

        // Where the cost has no such parameter, its value makes no difference.
        Activation[] sigmoid = [Activation.Sigmoid];
        Assert.Equal(new NetworkTopology([2, 1], sigmoid), new NetworkTopology([2, 1], sigmoid, delta: 3, labelSmoothing: 0.5));
        Assert.NotEqual(
            new NetworkTopology([2, 1], sigmoid, CostFunction.Huber), new NetworkTopology([2, 1], sigmoid, CostFunction.Huber, delta: 3));
        Assert.NotEqual(
            new NetworkTopology([2, 1], sigmoid, CostFunction.BinaryCrossEntropy),
            new NetworkTopology([2, 1], sigmoid, CostFunction.BinaryCrossEntropy, labelSmoothing: 0.5));
        Assert.NotEqual(HuberNet.Topology.GetHashCode(), new NetworkTopology(
            [7, 20, 3], [Activation.ReLU, Activation.Identity], CostFunction.Huber).GetHashCode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(double.NaN)]
    public void A_delta_that_is_not_positive_and_finite_is_refused(double delta)
    {
        var exception = Assert.Throws<ArgumentException>(
            nameof(delta), () => new NetworkTopology([2, 1], [Activation.Identity], CostFunction.Huber, delta: delta));
        Assert.StartsWith(
            FormattableString.Invariant($"Delta is {delta}; it must be a positive, finite number of float."),
            exception.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            nameof(delta), () => NetworkTopology.FromLayers([2], [new DenseAttribute(1)], CostFunction.Huber, delta: delta));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_label_smoothing_outside_0_to_1_is_refused(double smoothing)
    {
        Assert.Throws<ArgumentException>(
            "labelSmoothing", () => new NetworkTopology([2, 2], [Activation.Softmax], labelSmoothing: smoothing));
        LayerAttribute[] layers = [new DenseAttribute(2, Activation.Softmax)];
        Assert.Throws<ArgumentException>(
            "labelSmoothing", () => NetworkTopology.FromLayers([2], layers, labelSmoothing: smoothing));
    }

    [Fact]
    public void A_checkpoint_is_of_one_cost_with_its_parameters()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("training");
        DataSet<float> data = DataSet.FromTargets(new float[14], 7, new float[6], 3);
        using (var trainer = new Trainer<float>(HuberNet.Create(1), data))
        {
            trainer.RunStep();
            trainer.Save(path);
        }

        using (Trainer.Resume(HuberNet.Create(1), path, data))
        {
        }

        var other = ReferenceNetwork<float>.Create(
            new NetworkTopology([7, 20, 3], [Activation.ReLU, Activation.Identity], CostFunction.Huber), 1);
        var exception = Assert.Throws<InvalidDataException>(() => Trainer.Resume(other, path, data));
        Assert.Contains("expected the cost of the network, Huber(1); found 'Huber(0.25)'", exception.Message, StringComparison.Ordinal);
    }
}
