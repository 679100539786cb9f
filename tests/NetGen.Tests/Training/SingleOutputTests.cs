namespace NetGen.Tests.Training;

/// <summary>Labels of two classes and networks with a single output.</summary>
public class SingleOutputTests
{
    private static readonly float[] _features = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly int[] _labels = [0, 1, 1, 1];

    [Theory]
    [InlineData(CostFunction.Quadratic)]
    [InlineData(CostFunction.BinaryCrossEntropy)]
    public void One_sigmoid_output_learns_labels_of_two_classes(CostFunction cost)
    {
        var network = Network(cost);
        DataSet<float> data = DataSet.FromLabels(_features, 2, _labels, 2);
        TrainingHistory history = network.Train(
            data, new TrainingOptions { Epochs = 2000, MiniBatchSize = 2, LearningRate = 3 }, validation: data);
        Assert.Equal(1, history.Epochs[^1].Validation!.Accuracy);
        Assert.Equal(0, network.Classify([0, 0]));
        Assert.Equal(1, network.Classify([1, 0]));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_labels_are_the_targets(bool bytes, bool shuffled)
    {
        var labeled = Network(CostFunction.BinaryCrossEntropy);
        var targeted = Network(CostFunction.BinaryCrossEntropy);
        float[] targets = [.. _labels.Select(label => (float)label)];
        byte[] features = [.. _features.Select(feature => (byte)feature)];
        DataSet<float> labels = bytes ? DataSet.FromLabels(features, 2, 1f, _labels, 2) : DataSet.FromLabels(_features, 2, _labels, 2);
        DataSet<float> same = DataSet.FromTargets(_features, 2, targets, 1);
        (labels, same) = shuffled ? (labels.Shuffle(2), same.Shuffle(2)) : (labels, same);
        var options = new TrainingOptions { Epochs = 3, MiniBatchSize = 3 };
        TrainingHistory expected = targeted.Train(same, options, validation: same);
        TrainingHistory actual = labeled.Train(labels, options, validation: labels);
        Assert.True(targeted.Parameters.BitwiseEquals(labeled.Parameters));
        Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingCost), actual.Epochs.Select(epoch => epoch.TrainingCost));
        Assert.Equal(expected.Epochs.Select(epoch => epoch.Validation!.Cost), actual.Epochs.Select(epoch => epoch.Validation!.Cost));

        // The data set itself still has one-hot targets.
        Assert.Equal(2, labels.TargetSize);
    }

    [Fact]
    public void Accuracy_counts_outputs_from_one_half_on_as_class_1()
    {
        var network = Network(CostFunction.BinaryCrossEntropy);
        DataSet<float> data = DataSet.FromLabels(_features, 2, _labels, 2);

        // Of zero parameters each output is ½; a negative bias makes it less, and NaN makes it none.
        network.Parameters.Clear();
        Assert.Equal(3, network.Evaluate(data).Correct);
        network.SetBiases(1, [-1]);
        Assert.Equal(1, network.Evaluate(data).Correct);
        network.SetBiases(1, [float.NaN]);
        Assert.Equal(0, network.Evaluate(data).Correct);
    }

    [Fact]
    public void Labels_that_are_all_0_stay_0()
    {
        var network = Network(CostFunction.BinaryCrossEntropy);
        network.Parameters.Clear();
        network.SetBiases(1, [-20]);
        Evaluation evaluation = network.Evaluate(DataSet.FromLabels(_features, 2, new int[4], 1));
        Assert.Equal(4, evaluation.Correct);
        Assert.InRange(evaluation.Cost, 0, 1e-6);
    }

    [Theory]
    [InlineData(1, Activation.Sigmoid, 3, "found 2 inputs and labels of 3 classes. Labels of 3 classes need a network with 3 outputs.")]
    [InlineData(
        1,
        Activation.Tanh,
        2,
        "Labels of two classes need a network with two outputs, or with one that is sigmoid or has the hinge cost; this one has")]
    [InlineData(1, Activation.Identity, 2, "Numbers to be learned as they are come from DataSet.FromTargets.")]
    [InlineData(4, Activation.Sigmoid, 3, "If there are more classes than the labels show, say how many when the data set is made.")]
    [InlineData(2, Activation.Softmax, 5, "Labels of 5 classes need a network with 5 outputs.")]
    public void Labels_that_do_not_fit_the_outputs_are_refused_with_what_to_do(
        int outputs, Activation activation, int classes, string message)
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([2, outputs], [activation]), seed: 1);
        DataSet<float> data = DataSet.FromLabels(_features, 2, _labels, classes);
        foreach (ArgumentException exception in new[]
        {
            Assert.Throws<ArgumentException>("data", () => network.Evaluate(data)),
            Assert.Throws<ArgumentException>("training", () => network.Train(data, new TrainingOptions())),
        })
        {
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Softmax_over_a_single_output_is_no_network()
    {
        var exception = Assert.Throws<ArgumentException>(
            "activations", () => new NetworkTopology([2, 3, 1], [Activation.Sigmoid, Activation.Softmax]));
        Assert.StartsWith(
            "Activation 1 is Softmax over a single output, which is always 1. "
            + "Use Sigmoid for one probability, or two or more outputs for classes.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(2, new NetworkTopology([2, 1, 2], [Activation.Sigmoid, Activation.Softmax]).OutputSize);
    }

    private static ReferenceNetwork<float> Network(CostFunction cost) =>
        ReferenceNetwork<float>.Create(new NetworkTopology([2, 3, 1], [Activation.Sigmoid, Activation.Sigmoid], cost), seed: 1);
}
