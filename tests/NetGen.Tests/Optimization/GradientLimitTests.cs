using System.Globalization;
using NetGen.Tests.Training;

namespace NetGen.Tests.Optimization;

/// <summary>L1, clipping and max-norm: as properties of optimizers, and the steps that follow from them.</summary>
public class GradientLimitTests
{
    private static readonly NetworkTopology Topology = new([3, 2], [Activation.Identity]);

    // Rows of three weights, then biases, as a gradient and as parameters; all computed exactly.
    private static readonly float[] Gradient = [1, -2, 0.5f, 0, 4, -0.25f, 8, -1];
    private static readonly float[] Start = [0.5f, -1, 0, 2, -2, 1, -0.5f, 1];

    [Fact]
    public void They_are_part_of_the_value_and_of_the_text()
    {
        Optimizer plain = Optimizer.Momentum(0.1);
        Optimizer limited = plain with { ClipNorm = 0.5, ClipValue = 0.25, L1Decay = 0.125, MaxNorm = 3 };
        Assert.Equal(limited, Optimizer.Momentum(0.1) with { MaxNorm = 3, L1Decay = 0.125, ClipValue = 0.25, ClipNorm = 0.5 });
        Assert.NotEqual(plain, plain with { MaxNorm = 3 });
        Assert.NotEqual(limited, limited with { ClipNorm = 1 });
        Assert.Equal(plain, limited with { ClipNorm = null, ClipValue = null, L1Decay = 0, MaxNorm = null });
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("Momentum(0.1, 0.9, 0) with { ClipValue = 0.5 }", (plain with { ClipValue = 0.5 }).ToString());
            Assert.Equal(
                "Momentum(0.1, 0.9, 0) with { L1Decay = 0.125, ClipNorm = 0.5, ClipValue = 0.25, MaxNorm = 3 }", limited.ToString());
            Assert.Contains("L1 = 0.5, L2 = 0,", new TrainingOptions { L1 = 0.5 }.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_by_name()
    {
        foreach (double wrong in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("L1Decay", () => Optimizer.Sgd() with { L1Decay = wrong });
            Assert.Throws<ArgumentOutOfRangeException>("L1", () => new TrainingOptions { L1 = wrong });
        }

        foreach (double wrong in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("ClipNorm", () => Optimizer.Sgd() with { ClipNorm = wrong });
            Assert.Throws<ArgumentOutOfRangeException>("ClipValue", () => Optimizer.Sgd() with { ClipValue = wrong });
            Assert.Throws<ArgumentOutOfRangeException>("MaxNorm", () => Optimizer.Sgd() with { MaxNorm = wrong });
        }

        Optimizer large = Optimizer.Sgd() with { MaxNorm = 1e60 };
        Optimizer small = Optimizer.Sgd() with { L1Decay = 1e-60 };
        Assert.Throws<ArgumentOutOfRangeException>("MaxNorm", () => large.CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("L1Decay", () => small.CreateState<float>(Topology));
        var exception = Assert.Throws<ArgumentException>("L1Decay", () => Optimizer.AdamW() with { L1Decay = 1 });
        Assert.Contains("AdamW", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Optimizer.AdamW(), Optimizer.AdamW() with { L1Decay = 0 });
    }

    [Fact]
    public void L1_adds_the_sign_of_weights_to_their_gradient() => AssertStep(
        Optimizer.Sgd(0.5) with { L1Decay = 2 }, 4, [1 + 8, -2 - 8, 0.5f, 8, 4 - 8, -0.25f + 8, 8, -1], 0.125f);

    [Fact]
    public void Clipping_by_value_bounds_the_averaged_gradient() => AssertStep(
        Optimizer.Sgd(0.5) with { ClipValue = 0.25 }, 4, [1, -1, 0.5f, 0, 1, -0.25f, 1, -1], 0.125f);

    /// <summary>Of a gradient with norm 10 over two samples; a smaller one stays as it is.</summary>
    [Fact]
    public void Clipping_by_norm_scales_the_whole_gradient()
    {
        float[] gradient = [1, -5, 3, 0, 4, -7, 0, 0];
        Assert.Equal(100, gradient.Sum(value => value * value));
        float factor = (float)(2.5 / (5 + 1e-6));
        float[] scaled = [.. gradient.Select(value => value * factor)];
        Assert.Equal(Stepped(Optimizer.Sgd(0.5), scaled, 2), Stepped(Optimizer.Sgd(0.5) with { ClipNorm = 2.5 }, gradient, 2));
        Assert.Equal(Stepped(Optimizer.Sgd(0.5), gradient, 2), Stepped(Optimizer.Sgd(0.5) with { ClipNorm = 5.01 }, gradient, 2));
    }

    /// <summary>The gradient that is handed in stays as it was.</summary>
    [Fact]
    public void The_norm_comes_before_the_value_and_L1_last()
    {
        var optimizer = Optimizer.Sgd(1) with { ClipNorm = 50, ClipValue = 20, L1Decay = 3 };
        float[] gradient = [60, 80, 0, 0, 0, 0, 0, 0];
        float factor = (float)(50 / (100 + 1e-6));
        float[] adjusted = [20 + 3, 20 - 3, 0, 3, -3, 3, 0, 0];
        Assert.True(60 * factor > 20);
        Assert.Equal(Stepped(Optimizer.Sgd(1), adjusted, 1), Stepped(optimizer, gradient, 1));
    }

    [Fact]
    public void Max_norm_scales_the_weights_of_each_unit()
    {
        float[] still = new float[8];
        float[] weights = [3, 0, -4, 1, 2, -2, 100, -100];
        Assert.Equal([.. weights], Stepped(Optimizer.Sgd(1) with { MaxNorm = 5 }, still, 1, weights));
        float factor = 2f / 3;
        Assert.Equal(
            [3 * (2f / 5), 0, -4 * (2f / 5), factor, 2 * factor, -2 * factor, 100, -100],
            Stepped(Optimizer.Sgd(1) with { MaxNorm = 2 }, still, 1, weights));
        Assert.Equal(
            [3 * (4f / 5), 0, -4 * (4f / 5), 1, 2, -2, 100, -100], Stepped(Optimizer.Adam(1) with { MaxNorm = 4 }, still, 1, weights));
    }

    /// <summary>In all forms of layers, of both precisions: no unit is left out, and none is scaled twice.</summary>
    [Fact]
    public void Max_norm_holds_for_every_unit_of_generated_networks()
    {
        AssertNorms<float>(DigitNet.Create(1));
        AssertNorms<float>(ManyPanelsNet.Create(1));
        AssertNorms<float>(DotNet.Create(1));
        AssertNorms<float>(TinyNet.Create(1));
        AssertNorms<double>(ManyPanelsDoubleNet.Create(1));
        AssertNorms<double>(NarrowDoubleNet.Create(1));
        AssertNorms<double>(DotDoubleNet.Create(1));
    }

    /// <summary>In every form of layer, with every rule and limit.</summary>
    [Fact]
    public void Generated_networks_give_the_bits_of_the_reference()
    {
        Func<double, Optimizer>[] rules =
        [
            rate => Optimizer.Adagrad(rate, weightDecay: 0.1), rate => Optimizer.NAdam(rate), rate => Optimizer.Rprop(rate),
            rate => Optimizer.RMSprop(rate, momentum: 0.5) with { L1Decay = 0.1, ClipValue = 0.01, MaxNorm = 0.5 },
            rate => Optimizer.Sgd(rate) with { ClipNorm = 0.1, MaxNorm = 0.7 },
        ];
        foreach (Func<double, Optimizer> rule in rules)
        {
            Check<float>(TanhNet.Create(1), rule);
            Check<float>(DotErrorNet.Create(1), rule);
            Check<float>(ManyPanelsNet.Create(1), rule);
            Check<double>(DotDoubleNet.Create(1), rule);
            Check<double>(NarrowDoubleNet.Create(1), rule);
        }

        static void Check<T>(ITrainableNetwork<T> network, Func<double, Optimizer> rule)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
            EqualityAssert.MatchesReference(network, [], 0, new Random(1), large: true, rule: rule);
    }

    /// <summary>λ/n, also beside L2, in the trainer as in a loop of one's own.</summary>
    [Fact]
    public void L1_of_the_options_is_the_decay_of_the_optimizer()
    {
        DataSet<float> data = TrainingCase.Samples<float>(16, 4, 22);
        TanhNet expected = TanhNet.Create(1);
        TanhNet actual = TanhNet.Create(1);
        var options = new TrainingOptions { Epochs = 2, MiniBatchSize = 5, LearningRate = 0.1 };
        expected.Train(data, options with { Optimizer = Optimizer.Sgd(weightDecay: 1.5 / 22) with { L1Decay = 0.7 / 22 } });
        actual.Train(data, options with { L1 = 0.7, L2 = 1.5 });
        EqualityAssert.SameParameters<float>(expected, actual, "L1");
        TanhNet plain = TanhNet.Create(1);
        plain.Train(data, options with { L2 = 1.5 });
        Assert.False(plain.Parameters.BitwiseEquals(actual.Parameters));
        foreach (Optimizer optimizer in new[] { Optimizer.Sgd() with { L1Decay = 0.1 }, Optimizer.AdamW() })
        {
            var exception = Assert.Throws<ArgumentException>(
                "options", () => TanhNet.Create(1).Train(data, options with { Optimizer = optimizer, L1 = 0.5 }));
            Assert.Contains($"L1 = 0.5 and the optimizer {optimizer}", exception.Message, StringComparison.Ordinal);
        }
    }

    // The adjusted gradient gives the step of plain descent, times the rate over the samples.
    private static void AssertStep(Optimizer optimizer, int count, float[] adjusted, float step)
    {
        float[] expected = [.. Start.Zip(adjusted, (parameter, gradient) => parameter - (step * gradient))];
        Assert.Equal(expected, Stepped(optimizer, Gradient, count));
    }

    private static float[] Stepped(Optimizer optimizer, float[] gradient, int count, float[]? start = null)
    {
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
        network.Parameters.CopyFrom(start ?? Start);
        var sums = new ParameterBuffer<float>(Topology);
        sums.CopyFrom(gradient);
        var one = new ParameterBuffer<float>(Topology);
        one.CopyFrom(start ?? Start);
        network.ApplyGradient(sums, count, optimizer.CreateState<float>(Topology));
        optimizer.CreateState<float>(Topology).ApplyGradient(one, sums, count);
        Assert.True(network.Parameters.BitwiseEquals(one));
        var kept = new float[gradient.Length];
        sums.CopyTo(kept);
        Assert.Equal(gradient, kept);
        var values = new float[gradient.Length];
        one.CopyTo(values);
        return values;
    }

    private static void AssertNorms<T>(ITrainableNetwork<T> network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] before = [.. Norms(network)];
        double limit = before.Order().ElementAt(before.Length / 3);
        OptimizerState<T> state = (Optimizer.Sgd(1) with { MaxNorm = limit }).CreateState<T>(network.Topology);
        network.ApplyGradient(new ParameterBuffer<T>(network.Topology), 1, state);
        Assert.All(before.Zip(Norms(network)), pair => Assert.Equal(Math.Min(pair.First, limit), pair.Second, 1e-5 * limit));
    }

    private static IEnumerable<double> Norms<T>(INetwork<T> network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in network.Topology.ParameterBlocks.Where(block => block.Decays))
        {
            var values = new T[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            foreach (T[] row in values.Chunk((int)block.Count / block.Shape[0]))
            {
                yield return Math.Sqrt(row.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));
            }
        }
    }
}
