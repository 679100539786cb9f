namespace NetGen.Tests.Initialization;

/// <summary>The expected numbers come from a separate implementation in another language.</summary>
public class InitializerTests
{
    private static readonly Activation[] _activations = [Activation.Sigmoid, Activation.Sigmoid];

    [Fact]
    public void The_scaled_network_of_a_seed_is_pinned()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.Scaled, 5, NumericType.Single, 3, 2, 1);
        Assert.Equal("BFC86311 3F415B1E", Biases(parameters, 0));
        Assert.Equal("3E922161 3F1D1A2F 3D4FF048 3F5D3C6B 3C258EF2 3F4D452C", Weights(parameters, 0));
        Assert.Equal("BFC29C6B", Biases(parameters, 1));
        Assert.Equal("BF6E5ED0 BF0EAA3F", Weights(parameters, 1));
    }

    [Fact]
    public void The_large_network_of_a_seed_is_pinned()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.Large, 5, NumericType.Single, 3, 2, 1);
        Assert.Equal("BFC86311 3F415B1E", Biases(parameters, 0));
        Assert.Equal("3EFD1AF2 3F880DF8 3DB41482 3FBF9894 3C8F60B5 3FB1C4EB", Weights(parameters, 0));
        Assert.Equal("BFC29C6B", Biases(parameters, 1));
        Assert.Equal("BFA88DA5 BF49C241", Weights(parameters, 1));
    }

    [Fact]
    public void The_scaled_network_in_double_is_pinned()
    {
        ParameterBuffer<double> parameters = Draw<double>(Initializer.Scaled, 5, NumericType.Double, 3, 2, 1);
        Assert.Equal("BFF90C622BDDD747 3FE82B63B2AD2EA3", Biases(parameters, 0));
        Assert.Equal(
            "3FD2442C1CA3D9CE 3FE3A345D41B4781 3FA9FE090CD710E5 3FEBA78D619568BB 3F84B1DE318380B3 3FE9A8A57E137DBE",
            Weights(parameters, 0));
        Assert.Equal("BFF8538D5780A309", Biases(parameters, 1));
        Assert.Equal("BFEDCBD9FF6E5C03 BFE1D547DD0BF1F1", Weights(parameters, 1));
    }

    [Fact]
    public void The_network_of_a_seed_by_Glorot_is_pinned()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.GlorotNormal, 5, NumericType.Single, 3, 2, 1);
        Assert.Equal("00000000 00000000", Biases(parameters, 0));
        Assert.Equal("BF7D78C2 3EF493FB 3EA013EC 3F2C18D0 3D63C90B 3F725A16", Weights(parameters, 0));
        Assert.Equal("00000000", Biases(parameters, 1));
        Assert.Equal("3C6A2289 3F9125E0", Weights(parameters, 1));
    }

    [Fact]
    public void The_network_of_a_seed_by_He_is_pinned()
    {
        ParameterBuffer<float> parameters = Draw<float>(Initializer.HeNormal, 5, NumericType.Single, 3, 2, 1);
        Assert.Equal("00000000 00000000", Biases(parameters, 0));
        Assert.Equal("BFA39D83 3F1DDFDC 3ECEA8DA 3F5E2D19 3D9308E8 3F9C6FFF", Weights(parameters, 0));
        Assert.Equal("00000000", Biases(parameters, 1));
        Assert.Equal("3C8F60B5 3FB1C4EB", Weights(parameters, 1));
    }

    [Fact]
    public void The_slope_of_leaky_units_counts_in_the_network_by_He()
    {
        var topology = new NetworkTopology([3, 2, 1], [Activation.LeakyReLU, Activation.LeakyReLU], alphas: [0.5, 0.5]);
        ParameterBuffer<float> parameters = Draw<float>(Initializer.HeNormal, 5, topology);
        Assert.Equal("BF92578B 3F0D350B 3EB8D789 3F46B86C 3D83830D 3F8BEC04", Weights(parameters, 0));
        Assert.Equal("3C803DB0 3F9F006A", Weights(parameters, 1));
    }

    [Fact]
    public void The_default_changes_with_the_layer_and_goes_on_drawing()
    {
        ParameterBuffer<float> rectified = Draw<float>(
            Initializer.Default, 5, new NetworkTopology([3, 2, 1], [Activation.ReLU, Activation.Sigmoid]));
        Assert.Equal("00000000 00000000", Biases(rectified, 0));
        Assert.Equal("BFA39D83 3F1DDFDC 3ECEA8DA 3F5E2D19 3D9308E8 3F9C6FFF", Weights(rectified, 0));
        Assert.Equal("3C8F60B5", Biases(rectified, 1));
        Assert.Equal("3F7B6754 BF899C5B", Weights(rectified, 1));

        ParameterBuffer<float> softmax = Draw<float>(
            Initializer.Default, 5, new NetworkTopology([3, 2, 2], [Activation.Sigmoid, Activation.Softmax]));
        Assert.Equal("BFC86311 3F415B1E", Biases(softmax, 0));
        Assert.Equal("3E922161 3F1D1A2F 3D4FF048 3F5D3C6B 3C258EF2 3F4D452C", Weights(softmax, 0));
        Assert.Equal("00000000 00000000", Biases(softmax, 1));
        Assert.Equal("BF899C5B BF6E5ED0 BF0EAA3F 3F6AAD10", Weights(softmax, 1));
    }

    [Theory]
    [InlineData(Activation.Sigmoid, nameof(Initializer.Scaled))]
    [InlineData(Activation.ReLU, nameof(Initializer.HeNormal))]
    [InlineData(Activation.LeakyReLU, nameof(Initializer.HeNormal))]
    [InlineData(Activation.GELU, nameof(Initializer.HeNormal))]
    [InlineData(Activation.ELU, nameof(Initializer.HeNormal))]
    [InlineData(Activation.GELUTanh, nameof(Initializer.HeNormal))]
    [InlineData(Activation.SiLU, nameof(Initializer.HeNormal))]
    [InlineData(Activation.Softplus, nameof(Initializer.HeNormal))]
    [InlineData(Activation.HardSwish, nameof(Initializer.HeNormal))]
    [InlineData(Activation.Mish, nameof(Initializer.HeNormal))]
    [InlineData(Activation.SELU, nameof(Initializer.LeCunNormal))]
    [InlineData(Activation.HardSigmoid, nameof(Initializer.Scaled))]
    [InlineData(Activation.Softsign, nameof(Initializer.GlorotNormal))]
    [InlineData(Activation.Tanh, nameof(Initializer.GlorotNormal))]
    [InlineData(Activation.Identity, nameof(Initializer.GlorotNormal))]
    [InlineData(Activation.Softmax, nameof(Initializer.GlorotNormal))]
    [InlineData(Activation.LogSoftmax, nameof(Initializer.GlorotNormal))]
    public void The_default_is_that_of_the_activation(Activation activation, string name)
    {
        Initializer expected = name switch
        {
            nameof(Initializer.Scaled) => Initializer.Scaled,
            nameof(Initializer.HeNormal) => Initializer.HeNormal,
            nameof(Initializer.LeCunNormal) => Initializer.LeCunNormal,
            _ => Initializer.GlorotNormal,
        };
        NetworkTopology topology = !ActivationTraits.IsElementwise(activation)
            ? new([70, 33], [activation])
            : new([70, 33, 2], [activation, Activation.Identity]);
        ParameterBuffer<float> byName = Draw<float>(expected, 6, topology);
        ParameterBuffer<float> byDefault = Draw<float>(Initializer.Default, 6, topology);
        Assert.Equal(Biases(byName, 0), Biases(byDefault, 0));
        Assert.Equal(Weights(byName, 0), Weights(byDefault, 0));
    }

    [Theory]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.LeakyReLU)]
    [InlineData(Activation.GELU)]
    [InlineData(Activation.ELU)]
    [InlineData(Activation.Softplus)]
    [InlineData(Activation.Mish)]
    public void By_default_outputs_that_could_stay_off_start_active(Activation activation)
    {
        var topology = new NetworkTopology([70, 33], [activation], numericType: NumericType.Double, alphas: [0]);
        (double[] biases, double[] weights) = Read(Draw<double>(Initializer.Default, 6, topology), 0);
        var random = new SeededRandom(6);
        Assert.All(biases, bias => Assert.Equal(1.5, bias));
        Assert.All(weights, weight => Assert.Equal(random.NextNormal() / (3 * Math.Sqrt(70 / 2.0)), weight));
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Softsign)]
    [InlineData(Activation.HardSigmoid)]
    public void By_default_other_outputs_are_drawn_as_hidden_units_are(Activation activation)
    {
        var output = new NetworkTopology([70, 33], [activation]);
        var hidden = new NetworkTopology([70, 33, 2], [activation, activation]);
        (float[] biases, float[] weights) = Read(Draw<float>(Initializer.Default, 6, output), 0);
        (float[] hiddenBiases, float[] hiddenWeights) = Read(Draw<float>(Initializer.Default, 6, hidden), 0);
        Assert.Equal(hiddenBiases, biases);
        Assert.Equal(hiddenWeights, weights);
    }

    /// <summary>The variance of 120,000 deviates is known to about 0.4 % (one standard deviation).</summary>
    [Fact]
    public void Weights_have_the_variance_of_the_formula()
    {
        var leaky = new NetworkTopology([300, 400], [Activation.LeakyReLU], numericType: NumericType.Double, alphas: [0.5]);
        Assert.InRange(Variance(Initializer.Large) / 1, 0.98, 1.02);
        Assert.InRange(Variance(Initializer.Scaled) / (1 / 300.0), 0.98, 1.02);
        Assert.InRange(Variance(Initializer.GlorotNormal) / (2 / 700.0), 0.98, 1.02);
        Assert.InRange(Variance(Initializer.HeNormal) / (2 / (1.25 * 300)), 0.98, 1.02);

        double Variance(Initializer initializer) =>
            Read(Draw<double>(initializer, 4, leaky), 0).Weights.Average(weight => weight * weight);
    }

    [Fact]
    public void Biases_that_are_not_drawn_are_set_to_zero()
    {
        var parameters = new ParameterBuffer<float>(new NetworkTopology([3, 2, 1], _activations));
        Initializer.Large.Initialize(parameters, 1);
        Initializer.HeNormal.Initialize(parameters, 1);
        Assert.Equal("00000000 00000000", Biases(parameters, 0));
        Assert.Equal("00000000", Biases(parameters, 1));
    }

    [Fact]
    public void Float_and_double_networks_of_a_seed_differ_by_rounding_only()
    {
        ParameterBuffer<float> single = Draw<float>(Initializer.Scaled, -9, NumericType.Single, 70, 33, 2);
        ParameterBuffer<double> twice = Draw<double>(Initializer.Scaled, -9, NumericType.Double, 70, 33, 2);
        for (int layer = 0; layer < 2; layer++)
        {
            (float[] biases, float[] weights) = Read(single, layer);
            (double[] exactBiases, double[] exactWeights) = Read(twice, layer);
            Assert.Equal(exactBiases.Select(value => (float)value), biases);
            Assert.Equal(exactWeights.Select(value => (float)value), weights);
        }
    }

    [Fact]
    public void Weights_are_divided_by_the_square_root_of_the_fan_in_and_biases_are_not()
    {
        ParameterBuffer<double> large = Draw<double>(Initializer.Large, 8, NumericType.Double, 70, 33, 2);
        ParameterBuffer<double> scaled = Draw<double>(Initializer.Scaled, 8, NumericType.Double, 70, 33, 2);
        int[] fanIn = [70, 33];
        for (int layer = 0; layer < 2; layer++)
        {
            (double[] biases, double[] weights) = Read(scaled, layer);
            (double[] largeBiases, double[] largeWeights) = Read(large, layer);
            Assert.Equal(largeBiases, biases);
            Assert.Equal(largeWeights.Select(value => value / Math.Sqrt(fanIn[layer])), weights);
        }
    }

    /// <summary>Whole and half panels of weights, and a layer in dot form.</summary>
    [Fact]
    public void Layers_are_drawn_one_after_another_in_row_major_order()
    {
        ParameterBuffer<double> parameters = Draw<double>(Initializer.Large, 3, NumericType.Double, 70, 40, 2);
        ParameterBuffer<double> dot = Draw<double>(Initializer.Large, 3, NumericType.Double, 70, 2, 5);
        foreach (ParameterBuffer<double> drawn in new[] { parameters, dot })
        {
            var random = new SeededRandom(3);
            for (int layer = 0; layer < 2; layer++)
            {
                (double[] biases, double[] weights) = Read(drawn, layer);
                Assert.All(biases, bias => Assert.Equal(random.NextNormal(), bias));
                Assert.All(weights, weight => Assert.Equal(random.NextNormal(), weight));
            }
        }
    }

    [Fact]
    public void Another_seed_gives_another_network() =>
        Assert.NotEqual(
            Weights(Draw<float>(Initializer.Scaled, 1, NumericType.Single, 3, 2, 1), 0),
            Weights(Draw<float>(Initializer.Scaled, 2, NumericType.Single, 3, 2, 1), 0));

    [Fact]
    public void Null_parameters_are_refused()
    {
        Assert.Throws<ArgumentNullException>("parameters", () => Initializer.Default.Initialize<float>(null!, 1));
        Assert.Throws<ArgumentNullException>("parameters", () => Initializer.Large.Initialize<double>(null!, 1));
    }

    private static ParameterBuffer<T> Draw<T>(Initializer initializer, long seed, NumericType numericType, params int[] sizes)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        return Draw<T>(initializer, seed, new NetworkTopology(sizes, _activations, CostFunction.Quadratic, numericType));
    }

    private static ParameterBuffer<T> Draw<T>(Initializer initializer, long seed, NetworkTopology topology)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var parameters = new ParameterBuffer<T>(topology);
        initializer.Initialize(parameters, seed);
        return parameters;
    }

    private static (T[] Biases, T[] Weights) Read<T>(ParameterBuffer<T> parameters, int layer)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        LayerTopology shape = parameters.Topology.Layers[layer];
        var biases = new T[shape.OutputSize];
        var weights = new T[shape.OutputSize * shape.InputSize];
        parameters.GetBiases(layer, biases);
        parameters.GetWeights(layer, weights);
        return (biases, weights);
    }

    private static string Biases(ParameterBuffer<float> parameters, int layer) => Hex(Read(parameters, layer).Biases);

    private static string Weights(ParameterBuffer<float> parameters, int layer) => Hex(Read(parameters, layer).Weights);

    private static string Biases(ParameterBuffer<double> parameters, int layer) => Hex(Read(parameters, layer).Biases);

    private static string Weights(ParameterBuffer<double> parameters, int layer) => Hex(Read(parameters, layer).Weights);

    private static string Hex(float[] values) =>
        string.Join(' ', values.Select(value => $"{BitConverter.SingleToUInt32Bits(value):X8}"));

    private static string Hex(double[] values) =>
        string.Join(' ', values.Select(value => $"{BitConverter.DoubleToUInt64Bits(value):X16}"));
}
