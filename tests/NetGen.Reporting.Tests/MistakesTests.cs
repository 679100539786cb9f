namespace NetGen.Reporting.Tests;

/// <summary>The samples that a network gets most wrong.</summary>
public class MistakesTests
{
    [Fact]
    public void The_surest_mistake_comes_first()
    {
        IReadOnlyList<Mistake> found = Mistakes.Find(TrainedNetwork.Copying(), TrainedNetwork.Samples(), count: 5, imageWidth: 2);
        Assert.Equal([(3, "b & c", "<b>a</b>"), (5, "\"d\"", "<b>a</b>")], found.Select(one => (one.Index, one.Actual, one.Predicted)));
        Assert.Equal(0.9f - 0.1f, found[0].Size, 6);
        Assert.Equal([0.6f, 0, 0.4f, 0], found[1].Image!.Values.Select(value => (float)value));
        Assert.Equal((2, 2), (found[1].Image!.Width, found[1].Image!.Height));
    }

    [Fact]
    public void No_more_are_kept_than_asked_for()
    {
        Mistake one = Assert.Single(Mistakes.Find(TrainedNetwork.Copying(), TrainedNetwork.Samples(), count: 1, imageWidth: null));
        Assert.Equal(3, one.Index);
        Assert.Null(one.Image);
    }

    [Fact]
    public void Numbers_are_wrong_by_their_largest_error()
    {
        DataSet<float> data = DataSet.FromTargets<float>([1, 0, 0, 0, 0, 1, 0, 0], featureCount: 4, [1, 0, 0.5f, 0, -2, 0], targetCount: 3);
        IReadOnlyList<Mistake> found = Mistakes.Find(TrainedNetwork.Copying(), data, count: 5, imageWidth: null);
        Assert.Equal([(1, 3.0), (0, 0.5)], found.Select(one => (one.Index, one.Size)));
        Assert.Equal(("0, -2, 0", "0, 1, 0"), (found[0].Actual, found[0].Predicted));
    }

    /// <summary>The output of a hinge goes over at 0, that of a sigmoid at a half.</summary>
    [Theory]
    [InlineData(CostFunction.Hinge, Activation.Identity, 0.25, 0.75)]
    [InlineData(CostFunction.BinaryCrossEntropy, Activation.Sigmoid, 0.0622, 0.1792)]
    public void A_single_output_is_as_wrong_as_it_is_far_from_the_border(
        CostFunction cost, Activation activation, double first, double second)
    {
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([1, 1], [activation], cost), seed: 1);
        network.SetWeights(0, [1]);
        network.SetBiases(0, [0]);
        DataSet<float> data = DataSet.FromLabels([0.25f, 0.75f, -1], featureCount: 1, labels: new[] { 0, 0, 0 }, classCount: 2);
        IReadOnlyList<Mistake> found = Mistakes.Find(network, data, count: 5, imageWidth: null);
        Assert.Equal([1, 0], found.Select(one => one.Index));
        Assert.Equal(second, found[0].Size, 4);
        Assert.Equal(first, found[1].Size, 4);
    }

    [Fact]
    public void An_actual_class_that_is_not_a_number_is_the_worst()
    {
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        network.SetBiases(0, [0, float.NaN, 0]);
        IReadOnlyList<Mistake> found = Mistakes.Find(network, TrainedNetwork.Samples(), count: 100, imageWidth: null);
        Assert.Equal([1, 3, 4], found.Where(one => double.IsPositiveInfinity(one.Size)).Select(one => one.Index));
    }

    [Fact]
    public void Outputs_that_are_not_a_number_are_the_worst()
    {
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        network.SetBiases(0, [float.NaN, float.NaN, float.NaN]);
        IReadOnlyList<Mistake> found = Mistakes.Find(network, TrainedNetwork.Samples(), count: 100, imageWidth: null);
        Assert.Equal(6, found.Count);
        Assert.All(found, one => Assert.Equal(("nothing", double.PositiveInfinity), (one.Predicted, one.Size)));
    }
}
