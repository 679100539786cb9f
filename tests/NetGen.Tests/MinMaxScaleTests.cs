namespace NetGen.Tests;

/// <summary>Networks that scale their inputs to the range from 0 to 1.</summary>
public class MinMaxScaleTests
{
    // The third feature never varies.
    private static readonly DataSet<float> _data = DataSet.FromLabels(
        [1f, 100, 7, 3, 300, 7, 5, -100, 7, 7, 500, 7], featureCount: 3, labels: new[] { 0, 1, 0, 1 }, classCount: 2);

    [Fact]
    public void Fitting_takes_smallest_value_and_range_of_each_feature()
    {
        MinMaxNet network = MinMaxNet.Create(1);
        Assert.Equal(["MinMaxScale", "Dense", "Dense"], MinMaxNet.Topology.Layers.Select(layer => layer.Kind));
        Assert.Equal([1f, 1, 1], Block(network, "min_max_scale.inverse_range"));
        network.Train(_data, new TrainingOptions { Epochs = 1 });
        Assert.Equal([1f, -100, 7], Block(network, "min_max_scale.minimum"));
        Assert.Equal([(float)(1 / 6.0), (float)(1 / 600.0), 1], Block(network, "min_max_scale.inverse_range"));
    }

    [Fact]
    public void Every_operation_gives_the_bits_of_the_reference()
    {
        MinMaxNet network = MinMaxNet.Create(1);
        network.FitScaling(_data);
        EqualityAssert.MatchesReference(network, [1, 2, 5, 13, 40], 10, new Random(1));
    }

    [Fact]
    public void Outputs_are_those_of_a_plain_network_for_scaled_features()
    {
        MinMaxNet network = MinMaxNet.Create(1);
        network.FitScaling(_data);
        UnscaledNet plain = UnscaledNet.Create(1);
        var expected = new float[2];
        var actual = new float[2];
        network.FeedForward([4, 500, 7], actual);
        plain.FeedForward([(4 - 1f) * (1 / 6f), (500 + 100f) * (float)(1 / 600.0), 0], expected);
        EqualityAssert.SameBits<float>(expected, actual, "outputs");
    }

    [Fact]
    public void A_file_of_the_other_kind_is_refused_and_missing_features_are()
    {
        using var file = new MemoryStream();
        MinMaxNet.Create(1).Save(file);
        file.Position = 0;
        Assert.Equal([0f, 0, 0], Block(MinMaxNet.Load(file), "min_max_scale.minimum"));
        Assert.Throws<ArgumentException>("network", () => MinMaxNet.Create(1).FillMissing(new float[3]));
        Assert.Throws<ArgumentException>("network", () => UnscaledNet.Create(1).FitScaling(_data));
    }

    private static float[] Block(INetwork<float> network, string name)
    {
        var values = new float[3];
        network.Parameters.CopyTo(name, values);
        return values;
    }
}

[Network(InputShape = [3]), MinMaxScale, Dense(4, Activation.Tanh), Dense(2, Activation.Softmax)]
internal sealed partial class MinMaxNet;

[Network(3, 4, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class UnscaledNet;
