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
