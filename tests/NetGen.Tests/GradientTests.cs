using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Tests;

/// <summary>
/// The reference against mathematics: finite differences, and the four equations of the book written down naively. The only tests with
/// tolerances; everything else compares bits.
/// </summary>
public class GradientTests
{
    // Of Huber; half of the differences are larger.
    private const double Delta = 0.3;

    // The unit roundoff of float.
    private const double SingleRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// Sizes, activations and cost: every hidden activation with every output activation and each of its costs, and the dot form.
    /// </summary>
    public static TheoryData<int[], Activation[], CostFunction> Networks
    {
        get
        {
            var data = new TheoryData<int[], Activation[], CostFunction>();
            foreach (Activation hidden in Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise))
            {
                foreach (CostFunction cost in Enum.GetValues<CostFunction>())
                {
                    foreach (Activation output in Enum.GetValues<Activation>().Where(output => CostTraits.IsValid(cost, output)))
                    {
                        data.Add([6, cost == CostFunction.Quadratic ? 5 : 9, 3], [hidden, output], cost);
                    }
                }
            }

            data.Add([70, 3, 20, 2], [Activation.Tanh, Activation.ReLU, Activation.Identity], CostFunction.Quadratic);
            data.Add([5, 70, 2], [Activation.Tanh, Activation.Sigmoid], CostFunction.BinaryCrossEntropy);
            data.Add([5, 70, 2], [Activation.GELU, Activation.Softmax], CostFunction.CategoricalCrossEntropy);
            data.Add([70, 3, 20, 2], [Activation.LeakyReLU, Activation.GELU, Activation.LeakyReLU], CostFunction.Quadratic);
            data.Add([40, 33, 17, 4], [Activation.Sigmoid, Activation.Tanh, Activation.Sigmoid], CostFunction.BinaryCrossEntropy);
            data.Add([40, 33, 21], [Activation.Sigmoid, Activation.Softmax], CostFunction.CategoricalCrossEntropy);
            data.Add([1, 1], [Activation.Tanh], CostFunction.Quadratic);
            return data;
        }
    }

    /// <summary>
    /// A central difference of width 2h is off by C‴ h²/6 and by rounding of about 1e-15 / h in costs of the size of 1 to 10: with h = 1e-5
    /// some 1e-10 each. The tolerance leaves a factor of 100, and is still 1e5 times smaller than a typical gradient.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void The_gradient_is_that_of_finite_differences(int[] sizes, Activation[] activations, CostFunction cost)
    {
        const double H = 1e-5;
        ReferenceNetwork<double> network = Create<double>(sizes, activations, cost);
        (double[] input, double[] target) = SampleAwayFromKinks(NaiveOf(network), cost, new Random(3));
        var gradient = new ParameterBuffer<double>(network.Topology);
        network.Backprop(input, target, gradient);
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            CompareDifferences(layer.InputSize * layer.OutputSize, network.GetWeights, network.SetWeights, gradient.GetWeights);
            CompareDifferences(layer.OutputSize, network.GetBiases, network.SetBiases, gradient.GetBiases);

            void CompareDifferences(int length, Reader get, Writer set, Reader getGradient)
            {
                var values = new double[length];
                var actual = new double[length];
                get(layer.Index, values);
                getGradient(layer.Index, actual);
                for (int i = 0; i < length; i++)
                {
                    double value = values[i];
                    values[i] = value + H;
                    set(layer.Index, values);
                    double above = network.Cost(input, target);
                    values[i] = value - H;
                    set(layer.Index, values);
                    double below = network.Cost(input, target);
                    values[i] = value;
                    set(layer.Index, values);
                    AssertNear((above - below) / (2 * H), actual[i], 1e-8, $"layer {layer.Index}, element {i}");
                }
            }
        }
    }

    /// <summary>
    /// Both sides round each of some hundred operations to 1.1e-16, on numbers of the size of 1 to 10, and training repeats that a few
    /// times: 1e-12 at most, so 1e-11 holds and any wrong term shows.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void In_double_the_reference_does_what_the_four_equations_say(int[] sizes, Activation[] activations, CostFunction cost) =>
        CompareWithNaive(Create<double>(sizes, activations, cost), 1e-11);

    /// <summary>
    /// A result goes through at most some 150 operations one after another, each rounded to 6e-8: 9e-6 on numbers of the size of 1. In
    /// training the errors of 8 steps add up, but roundings mostly cancel; 2e-5 is twice the bound of one step.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void In_float_the_reference_stays_near_the_four_equations(int[] sizes, Activation[] activations, CostFunction cost) =>
        CompareWithNaive(Create<float>(sizes, activations, cost), 2e-5);

    /// <summary>
    /// The bound is computed beside the network: a weighted input of n terms is off by (n + 2) u Σ|w a| and by what the activations
    /// before bring in; slopes and the roundings of activations themselves are those of <see cref="MaxSlope"/> and
    /// <see cref="OwnRoundings"/>.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void In_float_every_output_lies_within_the_bound_of_rounding(int[] sizes, Activation[] activations, CostFunction cost)
    {
        ReferenceNetwork<float> network = Create<float>(sizes, activations, cost);
        NaiveNetwork naive = NaiveOf(network);
        var random = new Random(4);
        for (int round = 0; round < 20; round++)
        {
            (float[] input, _) = EqualityAssert.Samples<float>(network.Topology, 1, random);
            double[] a = ToDouble(input);
            double error = 0;
            double[][] zs = naive.WeightedInputs(a);
            for (int layer = 0; layer < zs.Length; layer++)
            {
                double[] next = naive.Activate(layer, zs[layer]);
                double largest = Enumerable.Range(0, next.Length).Max(j =>
                    Math.Abs(naive.Biases[layer][j]) + a.Select((value, k) => Math.Abs(naive.Weights[layer][j, k] * value)).Sum());
                double slope = Enumerable.Range(0, next.Length).Max(j => a.Select((_, k) => Math.Abs(naive.Weights[layer][j, k])).Sum());
                error = (slope * error) + ((a.Length + 2) * SingleRoundoff * (largest + (slope * error)));
                error = (MaxSlope(network.Topology.Layers[layer]) * error)
                    + (OwnRoundings(activations[layer], zs[layer]) * SingleRoundoff * next.Max(Math.Abs));
                a = next;
            }

            var output = new float[network.Topology.OutputSize];
            network.FeedForward(input, output);
            for (int j = 0; j < output.Length; j++)
            {
                Assert.True(Math.Abs(output[j] - a[j]) <= error, $"Output {j} is {output[j]:R}; expected {a[j]:R} ± {error:R}.");
            }
        }
    }

    // That of softmax, whatever way all z move by at most 1, is at most 1/2, and that of its logarithm at most 2. Those of others change by
    // less than 1 % between these z.
    private static double MaxSlope(LayerTopology layer)
    {
        if (!ActivationTraits.IsElementwise(layer.Activation))
        {
            return layer.Activation == Activation.Softmax ? 0.5 : 2;
        }

        ScalarActivation<double> function = ActivationRegistry.Find<double>(layer);
        return 1.01 * Enumerable.Range(-1000, 2001).Max(i => Math.Abs(function.Derivative(i / 100.0, function.Apply(i / 100.0))));
    }

    // Softmax: of z - max z, by which e^u is then off as a factor, of e^u, of the sum and of the quotient.
    private static double OwnRoundings(Activation activation, double[] z) =>
        ActivationTraits.IsElementwise(activation) ? 4 : z.Max() - z.Min() + z.Length + 6;

    private delegate void Reader(int layer, Span<double> destination);

    private delegate void Writer(int layer, ReadOnlySpan<double> source);

    private static void CompareWithNaive<T>(ReferenceNetwork<T> network, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NaiveNetwork naive = NaiveOf(network);
        NetworkTopology topology = network.Topology;
        var random = new Random(5);
        for (int step = 0; step < 8; step++)
        {
            (T[][] inputs, T[][] targets) = MiniBatch<T>(naive, topology.Cost, 1 + (step % 4), random);
            double[] output = naive.FeedForward(ToDouble(inputs[0]));
            var actual = new T[topology.OutputSize];
            network.FeedForward(inputs[0], actual);
            Compare(output, actual, "output");
            AssertNear(
                naive.Cost(ToDouble(inputs[0]), ToDouble(targets[0])),
                double.CreateChecked(network.Cost(inputs[0], targets[0])),
                tolerance,
                "cost");

            var gradient = new ParameterBuffer<T>(topology);
            network.Backprop(inputs[0], targets[0], gradient);
            (double[][,] nablaW, double[][] nablaB) = naive.Backprop(ToDouble(inputs[0]), ToDouble(targets[0]));
            CompareParameters(
                nablaW, nablaB, (layer, to) => gradient.GetWeights(layer, to), (layer, to) => gradient.GetBiases(layer, to), "gradient");

            double rate = 0.25;
            naive.UpdateMiniBatch([.. inputs.Select(ToDouble)], [.. targets.Select(ToDouble)], rate);
            network.TrainMiniBatch(inputs.SelectMany(x => x).ToArray(), targets.SelectMany(y => y).ToArray(), T.CreateChecked(rate));
            CompareParameters(
                naive.Weights,
                naive.Biases,
                (layer, to) => network.GetWeights(layer, to),
                (layer, to) => network.GetBiases(layer, to),
                $"parameters after step {step}");
        }

        void CompareParameters(double[][,] weights, double[][] biases, Action<int, T[]> getWeights, Action<int, T[]> getBiases, string what)
        {
            foreach (LayerTopology layer in topology.Layers)
            {
                var actual = new T[layer.InputSize * layer.OutputSize];
                getWeights(layer.Index, actual);
                Compare([.. weights[layer.Index].Cast<double>()], actual, $"{what}, weights of layer {layer.Index}");
                actual = new T[layer.OutputSize];
                getBiases(layer.Index, actual);
                Compare(biases[layer.Index], actual, $"{what}, biases of layer {layer.Index}");
            }
        }

        void Compare(double[] expected, T[] actual, string what)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                AssertNear(expected[i], double.CreateChecked(actual[i]), tolerance, $"{what}, element {i}");
            }
        }
    }

    private static (T[][] Inputs, T[][] Targets) MiniBatch<T>(NaiveNetwork naive, CostFunction cost, int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double[] Input, double[] Target)[] samples = [.. Enumerable.Range(0, count).Select(_ => SampleAwayFromKinks(naive, cost, random))];
        return ([.. samples.Select(sample => Convert(sample.Input))], [.. samples.Select(sample => Convert(sample.Target))]);

        static T[] Convert(double[] values) => [.. values.Select(T.CreateChecked)];
    }

    // No weighted input is near 0, where the slope of ReLU jumps, or ±3, where that of HardSigmoid does, nor is the cost near a place where
    // its slope jumps; numbers with few bits, so that float holds them exactly.
    private static (double[] Input, double[] Target) SampleAwayFromKinks(NaiveNetwork naive, CostFunction cost, Random random)
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            double[] input = [.. Enumerable.Range(0, naive.Weights[0].GetLength(1)).Select(_ => random.Next(-1024, 1025) / 1024.0)];
            double[] target = [.. naive.Biases[^1].Select(_ => random.Next(1, 1024) / 1024.0)];
            target = cost == CostFunction.Hinge ? [.. target.Select(y => y < 0.5 ? -1.0 : 1.0)] : target;
            if (naive.WeightedInputs(input).SelectMany(z => z).All(z => Math.Abs(z) > 2e-3 && Math.Abs(Math.Abs(z) - 3) > 2e-3)
                && naive.DistanceFromKink(input, target) > 2e-3)
            {
                return (input, target);
            }
        }

        throw new InvalidOperationException("No sample keeps away from 0.");
    }

    private static ReferenceNetwork<T> Create<T>(int[] sizes, Activation[] activations, CostFunction cost)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NumericType type = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        double[] alphas = [.. activations.Select((_, layer) => layer % 2 == 0 ? 0.3 : -0.2)];
        return ReferenceNetwork<T>.Create(new NetworkTopology(sizes, activations, cost, type, alphas, Delta), seed: 6);
    }

    private static NaiveNetwork NaiveOf<T>(ReferenceNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        var weights = new double[topology.Layers.Count][,];
        var biases = new double[topology.Layers.Count][];
        foreach (LayerTopology layer in topology.Layers)
        {
            var w = new T[layer.InputSize * layer.OutputSize];
            var b = new T[layer.OutputSize];
            network.GetWeights(layer.Index, w);
            network.GetBiases(layer.Index, b);
            weights[layer.Index] = new double[layer.OutputSize, layer.InputSize];
            biases[layer.Index] = ToDouble(b);
            for (int i = 0; i < w.Length; i++)
            {
                weights[layer.Index][i / layer.InputSize, i % layer.InputSize] = double.CreateChecked(w[i]);
            }
        }

        return new NaiveNetwork(
            weights,
            biases,
            [.. topology.Layers.Select(layer => layer.Activation)],
            [.. topology.Layers.Select(layer => layer.Alpha)],
            topology.Cost,
            topology.Delta);
    }

    private static double[] ToDouble<T>(T[] values)
        where T : unmanaged, INumberBase<T> => [.. values.Select(double.CreateChecked)];

    private static void AssertNear(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
            $"{what}: {actual:R}; expected {expected:R} ± {tolerance:R}, relative where above 1.");
}
