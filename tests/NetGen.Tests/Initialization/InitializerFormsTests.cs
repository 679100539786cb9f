using System.Numerics;

namespace NetGen.Tests.Initialization;

/// <summary>
/// Uniform, orthogonal and constant parameters, and those from functions. The pinned numbers come from a separate implementation in another
/// language.
/// </summary>
public class InitializerFormsTests
{
    private static readonly NetworkTopology Wide = new(
        [300, 400], [Activation.LeakyReLU], numericType: NumericType.Double, alphas: [0.5]);

    /// <summary>Each initializer with its name.</summary>
    public static TheoryData<string> Names => [.. Initializers.Keys];

    private static readonly Dictionary<string, Initializer> Initializers = new()
    {
        ["LeCunNormal"] = Initializer.LeCunNormal,
        ["LeCunUniform"] = Initializer.LeCunUniform,
        ["GlorotNormal"] = Initializer.GlorotNormal,
        ["GlorotUniform"] = Initializer.GlorotUniform,
        ["HeNormal"] = Initializer.HeNormal,
        ["HeUniform"] = Initializer.HeUniform,
        ["Orthogonal(1)"] = Initializer.Orthogonal(),
        ["Orthogonal(1.5)"] = Initializer.Orthogonal(1.5),
        ["Zeros"] = Initializer.Zeros,
        ["Constant(0.1, -0.3)"] = Initializer.Constant(0.1, -0.3),
        ["Scaled"] = Initializer.Scaled,
        ["Large"] = Initializer.Large,
        ["Default"] = Initializer.Default,
    };

    [Theory]
    [InlineData("LeCunNormal", "BF676310 3EDF44A8 3E922161 3F1D1A2F 3D4FF048 3F5D3C6B", "3C4AC44B 3F7B6754")]
    [InlineData("LeCunUniform", "BED8AABA 3E51108B 3E9922C7 3F24A23C 3D08EB9E 3F11AD20", "3C1C1B7D 3F418D5F")]
    [InlineData("GlorotUniform", "BEED58C1 3E6504D1 3EA7C07E 3F3458E3 3D15FD20 3F1F9492", "3C3441DD 3F5F7EB0")]
    [InlineData("HeUniform", "BF1934E6 3E93D4BD 3ED8911A 3F68D3C7 3D41A279 3F4E0471", "3C5CC4E8 3F88DCB2")]
    public void The_network_of_a_seed_is_pinned(string name, string first, string second)
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializers[name], 5, [3, 2, 1]);
        (float[] biases, float[] weights) = Read(parameters, 0);
        Assert.Equal([0, 0], biases);
        Assert.Equal(first, Hex(weights));
        Assert.Equal(second, Hex(Read(parameters, 1).Weights));
    }

    /// <summary>Rows first, then, in a layer of more units than inputs, columns.</summary>
    [Fact]
    public void The_orthogonal_network_of_a_seed_is_pinned()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.Orthogonal(), 5, [3, 2, 3]);
        Assert.Equal("BF5DC61E 3ED5FE0F 3E8C0F31 3EBBF096 3E251A82 3F6A8664", Hex(Read(parameters, 0).Weights));
        Assert.Equal("3C0B3FA2 BF79C975 3F2CA64A 3E2B2A87 BF3D019F 3E10D9FC", Hex(Read(parameters, 1).Weights));
    }

    /// <summary>The variance of 120,000 uniform deviates is known to about 0.3 % (one standard deviation).</summary>
    [Theory]
    [InlineData("LeCunNormal", 1.0 / 300, false)]
    [InlineData("LeCunUniform", 1.0 / 300, true)]
    [InlineData("GlorotUniform", 2.0 / 700, true)]
    [InlineData("HeUniform", 2 / (1.25 * 300), true)]
    public void Weights_have_the_variance_and_the_bounds_of_the_formula(string name, double variance, bool isUniform)
    {
        double[] weights = Read(Draw<double>(Initializers[name], 4, Wide), 0).Weights;
        Assert.InRange(weights.Average(weight => weight * weight) / variance, 0.98, 1.02);
        Assert.InRange(weights.Average() / Math.Sqrt(variance), -0.02, 0.02);
        double bound = Math.Sqrt(3 * variance);
        double largest = weights.Max(Math.Abs);
        Assert.True(isUniform ? largest <= bound * (1 + 1e-15) && largest > 0.999 * bound : largest > 3.5 * Math.Sqrt(variance));
    }

    /// <summary>α counts as a slope in LeakyReLU alone.</summary>
    [Fact]
    public void The_parameter_of_other_activations_changes_no_weights()
    {
        foreach (string name in (string[])["HeNormal", "HeUniform"])
        {
            NetworkTopology elu = new([7, 5], [Activation.ELU], alphas: [0.5]);
            NetworkTopology relu = new([7, 5], [Activation.ReLU]);
            Assert.Equal(
                Read(Draw<float>(Initializers[name], 3, relu), 0).Weights, Read(Draw<float>(Initializers[name], 3, elu), 0).Weights);
        }
    }

    [Theory]
    [InlineData(40, 30, 1.0)]
    [InlineData(30, 40, 1.5)]
    [InlineData(50, 50, 1.0)]
    [InlineData(1, 7, 1.0)]
    [InlineData(100, 1, 2.0)]
    public void Orthogonal_rows_or_columns_are_orthogonal_to_rounding(int inputs, int outputs, double gain)
    {
        NetworkTopology topology = new([inputs, outputs], [Activation.Tanh], numericType: NumericType.Double);
        (double[] biases, double[] weights) = Read(Draw<double>(Initializer.Orthogonal(gain), 9, topology), 0);
        Assert.All(biases, bias => Assert.Equal(0, bias));
        bool rows = outputs <= inputs;
        for (int i = 0; i < Math.Min(inputs, outputs); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, Math.Max(inputs, outputs)).Sum(k => Component(i, k) * Component(j, k));
                Assert.Equal(i == j ? gain * gain : 0, product, 1e-14);
            }
        }

        double Component(int vector, int k) => rows ? weights[(vector * inputs) + k] : weights[(k * inputs) + vector];
    }

    /// <summary>
    /// Of 4,000 matrices of 2 x 2, half are rotations and half reflections, and the first row points into each quadrant equally often: each
    /// count is off by 3.5 standard deviations at most.
    /// </summary>
    [Fact]
    public void All_orthogonal_matrices_are_equally_probable()
    {
        NetworkTopology topology = new([2, 2], [Activation.Tanh], numericType: NumericType.Double);
        double[][] matrices =
            [.. Enumerable.Range(0, 4000).Select(seed => Read(Draw<double>(Initializer.Orthogonal(), seed, topology), 0).Weights)];
        Assert.InRange(matrices.Count(m => (m[0] * m[3]) - (m[1] * m[2]) > 0), 1890, 2110);
        Assert.All(
            matrices.GroupBy(m => (m[0] > 0, m[1] > 0)).Select(group => group.Count()), count => Assert.InRange(count, 905, 1095));
    }

    [Fact]
    public void Constants_fill_all_weights_and_all_biases()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.Large, 1, [3, 2, 1]);
        Initializer.Constant(0.1, -0.3).Initialize(parameters, 1);
        Assert.All(Read(parameters, 0).Weights, weight => Assert.Equal(0.1f, weight));
        Assert.All(Read(parameters, 1).Biases, bias => Assert.Equal(-0.3f, bias));
        Initializer.Zeros.Initialize(parameters, 1);
        Assert.All([.. Read(parameters, 0).Weights, .. Read(parameters, 0).Biases], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_function_draws_biases_then_weights_of_layer_after_layer()
    {
        Initializer own = Initializer.Create(
            (layer, random) => random.NextNormal() / layer.InputSize, (layer, random) => layer.Index + random.NextDouble());
        ParameterBuffer<double> parameters = Draw<double>(own, 3, [70, 40, 2]);
        var expected = new SeededRandom(3);
        int[] fanIn = [70, 40];
        for (int layer = 0; layer < 2; layer++)
        {
            (double[] biases, double[] weights) = Read(parameters, layer);
            Assert.All(biases, bias => Assert.Equal(layer + expected.NextDouble(), bias));
            Assert.All(weights, weight => Assert.Equal(expected.NextNormal() / fanIn[layer], weight));
        }

        Initializer weightsAlone = Initializer.Create((layer, _) => layer.Activation == Activation.Sigmoid ? 0.5 : 0);
        (double[] zeros, double[] halves) = Read(Draw<double>(weightsAlone, 3, [4, 3]), 0);
        Assert.All(zeros, bias => Assert.Equal(0, bias));
        Assert.All(halves, weight => Assert.Equal(0.5, weight));
    }

    [Fact]
    public void Wrong_numbers_are_refused_with_their_place()
    {
        Assert.Throws<ArgumentNullException>("weight", () => Initializer.Create(null!));
        Assert.Throws<ArgumentOutOfRangeException>("weight", () => Initializer.Constant(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("bias", () => Initializer.Constant(0, 1e300));
        Assert.Throws<ArgumentOutOfRangeException>("gain", () => Initializer.Orthogonal(0));
        Assert.Throws<ArgumentOutOfRangeException>("gain", () => Initializer.Orthogonal(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("gain", () => Initializer.Orthogonal(double.PositiveInfinity));
        Initializer wrong = Initializer.Create((layer, _) => layer.Index == 1 ? double.NaN : 1);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Draw<float>(wrong, 1, [3, 2, 1]));
        Assert.Equal(
            "The initializer's function gives NaN for a weight of layer 1, 2 -> 1 Sigmoid. Return a finite number that float can hold.",
            exception.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_initializer_prints_its_name(string name) => Assert.Equal(name, Initializers[name].ToString());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bits_and_float_is_the_rounded_double_network(string name)
    {
        ParameterBuffer<double> wide = Draw<double>(Initializers[name], -9, [70, 33, 2]);
        ParameterBuffer<double> again = Draw<double>(Initializers[name], -9, [70, 33, 2]);
        ParameterBuffer<float> single = Draw<float>(Initializers[name], -9, [70, 33, 2]);
        for (int layer = 0; layer < 2; layer++)
        {
            (double[] biases, double[] weights) = Read(wide, layer);
            Assert.Equal(weights, Read(again, layer).Weights);
            Assert.Equal(biases.Select(value => (float)value), Read(single, layer).Biases);
            Assert.Equal(weights.Select(value => (float)value), Read(single, layer).Weights);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_generated_network_starts_as_the_reference_does(string name)
    {
        DotLayerNet network = DotLayerNet.Create(11, Initializers[name]);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.Create(DotLayerNet.Topology, 11, Initializers[name]);
        foreach (LayerTopology layer in DotLayerNet.Topology.Layers)
        {
            Assert.Equal(Read(reference.Parameters, layer.Index), Read(network.Parameters, layer.Index), Same);
        }

        static bool Same((float[] Biases, float[] Weights) left, (float[] Biases, float[] Weights) right) =>
            left.Biases.AsSpan().SequenceEqual(right.Biases) && left.Weights.AsSpan().SequenceEqual(right.Weights);
    }

    private static ParameterBuffer<T> Draw<T>(Initializer initializer, long seed, int[] sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NumericType type = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        var activations = new Activation[sizes.Length - 1];
        Array.Fill(activations, Activation.Sigmoid);
        return Draw<T>(initializer, seed, new NetworkTopology(sizes, activations, CostFunction.Quadratic, type));
    }

    private static ParameterBuffer<T> Draw<T>(Initializer initializer, long seed, NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = new ParameterBuffer<T>(topology);
        initializer.Initialize(parameters, seed);
        return parameters;
    }

    private static (T[] Biases, T[] Weights) Read<T>(ParameterBuffer<T> parameters, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LayerTopology shape = parameters.Topology.Layers[layer];
        var biases = new T[shape.OutputSize];
        var weights = new T[shape.OutputSize * shape.InputSize];
        parameters.GetBiases(layer, biases);
        parameters.GetWeights(layer, weights);
        return (biases, weights);
    }

    private static string Hex(float[] values) =>
        string.Join(' ', values.Select(value => $"{BitConverter.SingleToUInt32Bits(value):X8}"));
}
