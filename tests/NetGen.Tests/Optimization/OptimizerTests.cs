using System.Globalization;
using System.Numerics;

namespace NetGen.Tests.Optimization;

/// <summary>Optimizers as values, and the steps they make.</summary>
public class OptimizerTests
{
    private static readonly NetworkTopology Topology = new([3, 20, 2], [Activation.Tanh, Activation.Identity]);
    private static readonly NetworkTopology DoubleTopology =
        new([3, 20, 2], [Activation.Tanh, Activation.Identity], numericType: NumericType.Double);

    /// <summary>Each optimizer with decay, by its name.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, Optimizer> All { get; } = new()
    {
        ["Sgd"] = Optimizer.Sgd(0.3, 0.02),
        ["Momentum"] = Optimizer.Momentum(0.3, 0.8, 0.02),
        ["Nesterov"] = Optimizer.Nesterov(0.3, 0.8, 0.02),
        ["Adam"] = Optimizer.Adam(0.03, 0.8, 0.95, 1e-6, 0.02),
        ["AdamW"] = Optimizer.AdamW(0.03, 0.8, 0.95, 1e-6, 0.02),
        ["Adagrad"] = Optimizer.Adagrad(0.03, 1e-6, 0.02),
        ["RMSprop"] = Optimizer.RMSprop(0.03, 0.95, 1e-6, 0, 0.02),
        ["RMSprop with momentum"] = Optimizer.RMSprop(0.03, 0.95, 1e-6, 0.8, 0.02),
        ["NAdam"] = Optimizer.NAdam(0.03, 0.8, 0.95, 1e-6, 0.01, 0.02),
        ["Rprop"] = Optimizer.Rprop(0.03, 0.4, 1.3, 0.02, 0.05, 0.02),
    };

    [Fact]
    public void They_are_equal_by_value()
    {
        Assert.Equal(Optimizer.Adam(), Optimizer.Adam(0.001, 0.9, 0.999, 1e-8, 0));
        Assert.NotEqual(Optimizer.Adam(), Optimizer.Adam(epsilon: 1e-7));
        Assert.NotEqual(Optimizer.Adam(weightDecay: 0.01), Optimizer.AdamW());
        Assert.NotEqual(Optimizer.Momentum(0.1), Optimizer.Nesterov(0.1));
        Assert.NotEqual(Optimizer.Sgd(), Optimizer.Sgd(3));
        Assert.Equal(Optimizer.NAdam(), Optimizer.NAdam(0.002, 0.9, 0.999, 1e-8, 0.004, 0));
        Assert.NotEqual(Optimizer.NAdam(), Optimizer.NAdam(momentumDecay: 0));
        Assert.NotEqual(Optimizer.RMSprop(), Optimizer.RMSprop(momentum: 0.9));
        Assert.Equal(Optimizer.Sgd(3, 0.5), Optimizer.Sgd(3).WithWeightDecay(0.5));
    }

    [Fact]
    public void They_print_as_they_are_made_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("Sgd(default, 0)", Optimizer.Sgd().ToString());
            Assert.Equal("Momentum(0.1, 0.9, 0.5)", Optimizer.Momentum(0.1, weightDecay: 0.5).ToString());
            Assert.Equal("Adam(0.001, 0.9, 0.999, 1E-08, 0)", Optimizer.Adam().ToString());
            Assert.Equal("Adagrad(0.01, 1E-10, 0)", Optimizer.Adagrad().ToString());
            Assert.Equal("RMSprop(0.01, 0.99, 1E-08, 0, 0)", Optimizer.RMSprop().ToString());
            Assert.Equal("NAdam(0.002, 0.9, 0.999, 1E-08, 0.004, 0)", Optimizer.NAdam().ToString());
            Assert.Equal("Rprop(0.01, 0.5, 1.2, 1E-06, 50, 0)", Optimizer.Rprop().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        foreach (double wrong in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => Optimizer.Sgd(wrong));
            Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => Optimizer.AdamW(wrong));
            Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.Adam(epsilon: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.Adagrad(epsilon: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.RMSprop(epsilon: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.NAdam(epsilon: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("etaMinus", () => Optimizer.Rprop(etaMinus: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("etaPlus", () => Optimizer.Rprop(etaPlus: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("minStep", () => Optimizer.Rprop(minStep: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("maxStep", () => Optimizer.Rprop(maxStep: wrong));
        }

        foreach (double wrong in new[] { -0.1, 1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>("momentum", () => Optimizer.Momentum(1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>("momentum", () => Optimizer.Nesterov(1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>("beta1", () => Optimizer.Adam(beta1: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("beta2", () => Optimizer.AdamW(beta2: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("alpha", () => Optimizer.RMSprop(alpha: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("momentum", () => Optimizer.RMSprop(momentum: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("beta1", () => Optimizer.NAdam(beta1: wrong));
            Assert.Throws<ArgumentOutOfRangeException>("beta2", () => Optimizer.NAdam(beta2: wrong));
        }

        Assert.Throws<ArgumentOutOfRangeException>("etaMinus", () => Optimizer.Rprop(etaMinus: 1));
        Assert.Throws<ArgumentOutOfRangeException>("etaPlus", () => Optimizer.Rprop(etaPlus: 1));
        Assert.Throws<ArgumentOutOfRangeException>("maxStep", () => Optimizer.Rprop(minStep: 0.1, maxStep: 0.05));

        foreach (double wrong in new[] { -0.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => Optimizer.Sgd(1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>("momentumDecay", () => Optimizer.NAdam(momentumDecay: wrong));
        }
    }

    /// <summary>A number that float cannot tell from zero would be a division by zero, or no step at all.</summary>
    [Fact]
    public void Numbers_too_small_or_too_large_for_float_are_refused()
    {
        _ = Optimizer.Adam(epsilon: 1e-60).CreateState<double>(DoubleTopology);
        _ = Optimizer.Sgd(1e-60).CreateState<double>(DoubleTopology);
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.Adam(epsilon: 1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.Adagrad(epsilon: 1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.RMSprop(epsilon: 1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Optimizer.NAdam(epsilon: 1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("minStep", () => Optimizer.Rprop(minStep: 1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("maxStep", () => Optimizer.Rprop(maxStep: 1e60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => Optimizer.Sgd(1e-60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => Optimizer.Sgd(1e60).CreateState<float>(Topology));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => Optimizer.Sgd(1, 1e60).CreateState<float>(Topology));
        Assert.Throws<ArgumentException>("topology", () => Optimizer.Sgd().CreateState<double>(Topology));
        OptimizerState<float> state = Optimizer.Sgd().CreateState<float>(Topology);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => state.LearningRate = 1e60);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => state.LearningRate = double.NaN);
    }

    /// <summary>The formulas of the documentation, written out here once more.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_follow_the_formulas(string name)
    {
        Optimizer optimizer = All[name];
        ReferenceNetwork<double> network = ReferenceNetwork<double>.Create(DoubleTopology, 1);
        OptimizerState<double> state = optimizer.CreateState<double>(DoubleTopology);
        var random = new Random(2);
        var first = new double[DoubleTopology.ParameterCount];
        var second = new double[DoubleTopology.ParameterCount];
        double[] decays = [.. DoubleTopology.ParameterBlocks.SelectMany(block =>
            Enumerable.Repeat(block.Name.EndsWith("weight", StringComparison.Ordinal) ? 0.02 : 0, (int)block.Count))];
        for (int step = 1; step <= 20; step++)
        {
            (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(DoubleTopology, 4, random);
            var gradient = new ParameterBuffer<double>(DoubleTopology);
            network.Backprop(inputs, targets, gradient);
            double[] g = ValuesOf(gradient);
            double[] expected = ValuesOf(network.Parameters);
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] = Formula(name, expected[i], g[i] / 4, decays[i], ref first[i], ref second[i], step);
            }

            network.TrainMiniBatch(inputs, targets, state);
            Assert.Equal(step, state.StepCount);
            Assert.All(ValuesOf(network.Parameters).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-13));
        }
    }

    /// <summary>The rate of the state is the one that counts, from step to step; a reset forgets all else.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_learning_rate_can_change_and_a_reset_starts_anew(string name)
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(Topology, 4, new Random(3));
        ReferenceNetwork<float> expected = ReferenceNetwork<float>.Create(Topology, 1);
        OptimizerState<float> own = All[name].CreateState<float>(Topology);
        expected.TrainMiniBatch(inputs, targets, own);

        ReferenceNetwork<float> other = ReferenceNetwork<float>.Create(Topology, 1);
        OptimizerState<float> state = All[name].CreateState<float>(Topology);
        double rate = state.LearningRate;
        state.LearningRate = rate / 2;
        other.TrainMiniBatch(inputs, targets, state);
        Assert.False(expected.Parameters.BitwiseEquals(other.Parameters));
        ReferenceNetwork<float> again = ReferenceNetwork<float>.Create(Topology, 1);
        state.Reset();
        Assert.Equal(0, state.StepCount);
        state.LearningRate = rate;
        again.TrainMiniBatch(inputs, targets, state);
        Assert.True(expected.Parameters.BitwiseEquals(again.Parameters));
    }

    /// <summary>Where a gradient stays zero, what is kept decays to zero, not to a subnormal number that stays for ever.</summary>
    [Theory]
    [InlineData("Momentum")]
    [InlineData("Nesterov")]
    [InlineData("Adam")]
    [InlineData("RMSprop")]
    [InlineData("RMSprop with momentum")]
    [InlineData("NAdam")]
    [InlineData("Rprop")]
    public void State_never_is_subnormal(string name)
    {
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
        OptimizerState<float> state = All[name].WithWeightDecay(0).CreateState<float>(Topology);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(Topology, 4, new Random(3));
        var gradient = new ParameterBuffer<float>(Topology);
        network.Backprop(inputs, targets, gradient);
        network.ApplyGradient(gradient, 4, state);
        gradient.Clear();
        for (int i = 0; i < 2000; i++)
        {
            network.ApplyGradient(gradient, 4, state);
            Assert.All(state.Buffers, buffer => Assert.DoesNotContain(buffer.Values.Packed.ToArray(), float.IsSubnormal));
        }

        Assert.Equal(-1, state.Buffers[0].Values.Packed.IndexOfAnyExcept(0f));
    }

    /// <summary>The first step size is the rate at which a parameter first has a gradient, within the bounds.</summary>
    [Theory]
    [InlineData(0.25, 0.25)]
    [InlineData(9, 1)]
    [InlineData(1e-4, 0.125)]
    public void Resilient_steps_begin_with_the_learning_rate(double rate, double size)
    {
        var topology = new NetworkTopology([2, 1], [Activation.Identity]);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(topology, 1);
        network.Parameters.Clear();
        OptimizerState<float> state = Optimizer.Rprop(rate, minStep: 0.125, maxStep: 1).CreateState<float>(topology);
        var gradient = new ParameterBuffer<float>(topology);
        gradient.CopyFrom("layers.0.weight", [3e-9f, 0]);
        state.ApplyGradient(network.Parameters, gradient, 1);
        Assert.Equal([-(float)size, 0, 0], ValuesOf(network.Parameters));
        gradient.CopyFrom("layers.0.weight", [0, -7]);
        state.ApplyGradient(network.Parameters, gradient, 1);
        Assert.Equal([-(float)size, (float)size, 0], ValuesOf(network.Parameters));
    }

    /// <summary>Kernels rely on what a step has prepared, so no other step may come between.</summary>
    [Fact]
    public void A_state_is_for_one_network_and_one_step_at_a_time()
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(Topology, 4, new Random(3));
        foreach (Optimizer optimizer in All.Values.Append(Optimizer.Sgd()))
        {
            OptimizerState<float> state = optimizer.CreateState<float>(Topology);
            ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
            ReferenceNetwork<float> other = ReferenceNetwork<float>.Create(Topology, 2);
            var gradient = new ParameterBuffer<float>(Topology);
            network.TrainMiniBatch(inputs, targets, state);
            Assert.Throws<ArgumentException>("optimizer", () => other.TrainMiniBatch(inputs, targets, state));
            Assert.Throws<ArgumentException>("optimizer", () => state.ApplyGradient(other.Parameters, gradient, 4));
            Assert.Equal(1, state.StepCount);

            state.Begin(network.Parameters, 4, 1);
            Assert.Throws<InvalidOperationException>(() => network.TrainMiniBatch(inputs, targets, state));
            Assert.Throws<InvalidOperationException>(() => state.ApplyGradient(network.Parameters, gradient, 4));
            state.End();
            state.ApplyGradient(network.Parameters, gradient, 4);
            Assert.Equal(2, state.StepCount);
            state.Reset();
            other.TrainMiniBatch(inputs, targets, state);
        }
    }

    /// <summary>So far that what is kept is infinite, and the parameter stands still.</summary>
    [Fact]
    public void What_an_optimizer_keeps_is_checked_as_well()
    {
        var topology = new NetworkTopology([1, 1], [Activation.Identity]);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(topology, 1);
        network.Parameters.Clear();
        DataSet<float> data = DataSet.FromTargets<float>([1e21f], 1, [1f], 1);
        var exception = Assert.Throws<TrainingDivergedException>(
            () => network.Train(data, new TrainingOptions { Optimizer = Optimizer.Adam(), Epochs = 2 }));
        Assert.Contains("the optimizer's meanSquare of layers.0.weight", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_descent_is_the_step_with_a_learning_rate()
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(Topology, 7, new Random(3));
        ReferenceNetwork<float> expected = ReferenceNetwork<float>.Create(Topology, 1);
        ReferenceNetwork<float> actual = ReferenceNetwork<float>.Create(Topology, 1);
        OptimizerState<float> state = Optimizer.Sgd(0.3).CreateState<float>(Topology);
        expected.TrainMiniBatch(inputs, targets, 0.3f);
        actual.TrainMiniBatch(inputs, targets, state);
        Assert.True(expected.Parameters.BitwiseEquals(actual.Parameters));
    }

    private static double Formula(string name, double w, double g, double decay, ref double first, ref double second, int step)
    {
        switch (name)
        {
            case "Sgd":
                return w - (0.3 * (g + (decay * w)));
            case "Momentum":
                first = (0.8 * first) + g + (decay * w);
                return w - (0.3 * first);
            case "Nesterov":
                first = (0.8 * first) + g + (decay * w);
                return w - (0.3 * (g + (decay * w) + (0.8 * first)));
            case "Adam":
                return w - Adam(g + (decay * w), ref first, ref second, step);
            case "Adagrad":
                first += Math.Pow(g + (decay * w), 2);
                return w - (0.03 * (g + (decay * w)) / (Math.Sqrt(first) + 1e-6));
            case "RMSprop" or "RMSprop with momentum":
                first = (0.95 * first) + (0.05 * Math.Pow(g + (decay * w), 2));
                second = (name == "RMSprop" ? 0 : 0.8 * second) + ((g + (decay * w)) / (Math.Sqrt(first) + 1e-6));
                return w - (0.03 * second);
            case "NAdam":
                return w - NAdam(g + (decay * w), ref first, ref second, step);
            case "Rprop":
                return w - Rprop(g + (decay * w), ref first, ref second, step);
            default:
                return w - (0.03 * decay * w) - Adam(g, ref first, ref second, step);
        }
    }

    private static double Adam(double g, ref double mean, ref double meanSquare, int step)
    {
        mean = (0.8 * mean) + (0.2 * g);
        meanSquare = (0.95 * meanSquare) + (0.05 * g * g);
        double corrected = mean / (1 - Math.Pow(0.8, step));
        return 0.03 * corrected / (Math.Sqrt(meanSquare / (1 - Math.Pow(0.95, step))) + 1e-6);
    }

    private static double NAdam(double g, ref double mean, ref double meanSquare, int step)
    {
        double product = 1;
        for (int i = 1; i <= step; i++)
        {
            product *= MomentumOf(i);
        }

        mean = (0.8 * mean) + (0.2 * g);
        meanSquare = (0.95 * meanSquare) + (0.05 * g * g);
        double next = MomentumOf(step + 1);
        double change = (next * mean / (1 - (product * next))) + ((1 - MomentumOf(step)) * g / (1 - product));
        return 0.03 * change / (Math.Sqrt(meanSquare / (1 - Math.Pow(0.95, step))) + 1e-6);

        static double MomentumOf(int step) => 0.8 * (1 - (0.5 * Math.Pow(0.96, 0.01 * step)));
    }

    private static double Rprop(double g, ref double last, ref double size, int step)
    {
        size = step == 1 ? 0.03 : size;
        int turn = Math.Sign(g * last);
        size = Math.Clamp(turn > 0 ? 1.3 * size : turn < 0 ? 0.4 * size : size, 0.02, 0.05);
        last = turn < 0 ? 0 : g;
        return Math.Sign(last) * size;
    }

    private static T[] ValuesOf<T>(ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[parameters.Topology.ParameterCount];
        parameters.CopyTo(values);
        return values;
    }
}
