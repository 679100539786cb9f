using NetGen.Tests.Data;

namespace NetGen.Tests.Training;

/// <summary>Targets that are scaled for training, and networks that give the numbers as they are.</summary>
public class TargetScaleTests
{
    // Means 3 and 200, deviations 2 and 0.
    private static readonly DataSet<double> _data = DataSet.FromTargets<double>(
        [0, 0, 0, 1, 1, 0, 1, 1], featureCount: 2, [1, 200, 1, 200, 5, 200, 5, 200], targetCount: 2);

    [Fact]
    public void The_scale_is_that_of_each_target()
    {
        var scale = TargetScale.Of(_data);
        Assert.Equal([3, 200], scale.Means);
        Assert.Equal([2, 1], scale.Deviations);
        DataSet<double> scaled = scale.Apply(_data);
        Assert.Equal([[-1, 0], [-1, 0], [1, 0], [1, 0]], scaled.Targets());
        Assert.Equal(_data.Inputs(), scaled.Inputs());
        Assert.Equal([[1, 200], [1, 200], [5, 200], [5, 200]], _data.Targets());
    }

    /// <summary>A part of a data set has the scale of its own samples, and its samples keep their order, weights and names.</summary>
    [Fact]
    public void A_part_in_another_order_is_scaled_as_it_is()
    {
        DataSet<double> part = _data.WithFeatureNames(["a", "b"]).Shuffle(2).Slice(1, 2).WithSampleWeights([2, 3]);
        var scale = TargetScale.Of(part);
        double[][] targets = part.Targets();
        Assert.Equal((targets[0][0] + targets[1][0]) / 2, scale.Means[0]);
        DataSet<double> scaled = scale.Apply(part);
        Assert.Equal(part.Inputs(), scaled.Inputs());
        Assert.Equal(["a", "b"], scaled.FeatureNames!);
        Assert.Equal(3, scaled.GetSampleWeight(1));
        Assert.Equal(
            targets.Select(target => (target[0] - scale.Means[0]) / scale.Deviations[0]), scaled.Targets().Select(target => target[0]));
    }

    [Fact]
    public void A_network_with_the_scale_in_its_last_layer_gives_the_numbers_as_they_are()
    {
        var scale = TargetScale.Of(_data);
        RuntimeNetwork<double> network = Create([2, 4, 2], Activation.Identity);
        network.Train(scale.Apply(_data), new TrainingOptions { Epochs = 400, MiniBatchSize = 4, Optimizer = Optimizer.Adam(0.02) });
        double[] scaled = network.FeedForward(_data);
        scale.FoldInto(network);
        double[] outputs = network.FeedForward(_data);
        double[] restored = [.. scaled];
        scale.Restore<double>(restored);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal((scaled[i] * scale.Deviations[i % 2]) + scale.Means[i % 2], restored[i]);
            Assert.Equal(restored[i], outputs[i], 1e-12 * Math.Abs(restored[i]));
        }

        Assert.True(network.EvaluateRegression(_data).Outputs[0].R2 > 0.99);
    }

    [Fact]
    public void In_float_the_last_layer_is_rounded_once()
    {
        DataSet<float> data = DataSet.FromTargets<float>([1, 2, 3], featureCount: 1, [100_000.1f, 250_000.7f, 180_000], targetCount: 1);
        var scale = TargetScale.Of(data);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(
            new NetworkTopology([1, 3, 1], [Activation.Tanh, Activation.Identity]), 1);
        RuntimeNetwork<float> before = network.Clone();
        scale.FoldInto(network);
        var weights = new float[3];
        var expected = new float[3];
        network.GetWeights(1, weights);
        before.GetWeights(1, expected);
        Assert.Equal(expected.Select(weight => (float)(weight * scale.Deviations[0])), weights);
        network.GetWeights(0, weights);
        before.GetWeights(0, expected);
        Assert.Equal(expected, weights);
        var bias = new float[1];
        before.GetBiases(1, bias);
        float scaled = (float)((bias[0] * scale.Deviations[0]) + scale.Means[0]);
        network.GetBiases(1, bias);
        Assert.Equal(scaled, bias[0]);
    }

    [Fact]
    public void What_cannot_be_scaled_is_refused()
    {
        var scale = TargetScale.Of(_data);
        DataSet<double> labels = DataSet.FromLabels<double>([1, 2], 1, new[] { 0, 1 }, 2);
        DataSet<double> one = DataSet.FromTargets<double>([1, 2], 1, [1, 2], 1);
        Assert.Throws<ArgumentException>("data", () => TargetScale.Of(labels));
        Assert.Throws<ArgumentException>("data", () => TargetScale.Of(DataSet.FromInputs([1.0], 1)));
        Assert.Throws<ArgumentException>("data", () => TargetScale.Of(_data.Slice(0, 0)));
        Assert.Throws<ArgumentException>("data", () => scale.Apply(labels));
        Assert.Throws<ArgumentException>("data", () => scale.Apply(one));
        Assert.Throws<ArgumentNullException>("data", () => TargetScale.Of<float>(null!));
        Assert.Throws<ArgumentException>("outputs", () => scale.Restore<double>(new double[3]));
        Assert.Throws<ArgumentException>("network", () => scale.FoldInto(Create([2, 4, 1], Activation.Identity)));
        var exception = Assert.Throws<ArgumentException>("network", () => scale.FoldInto(Create([2, 4, 2], Activation.Tanh)));
        Assert.Contains("call Restore", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_too_large_leave_the_network_as_it_was()
    {
        var scale = TargetScale.Of(DataSet.FromTargets<double>([1, 2], 1, [1e300, 2e300], 1));
        var network = RuntimeNetwork<float>.Create(new NetworkTopology([1, 1], [Activation.Identity]), 1);
        RuntimeNetwork<float> before = network.Clone();
        Assert.Throws<ArgumentException>("network", () => scale.FoldInto(network));
        Assert.True(before.Parameters.BitwiseEquals(network.Parameters));

        var tiny = TargetScale.Of(DataSet.FromTargets<double>([1, 2], 1, [1e-60, 2e-60], 1));
        DataSet<float> data = DataSet.FromTargets<float>([1], 1, [3], 1);
        Assert.Throws<ArgumentException>("data", () => tiny.Apply(data));
    }

    private static RuntimeNetwork<double> Create(int[] sizes, Activation output) => RuntimeNetwork<double>.Create(
        new NetworkTopology(
            sizes, [.. Enumerable.Repeat(Activation.Tanh, sizes.Length - 2), output], numericType: NumericType.Double),
        seed: 1);
}
