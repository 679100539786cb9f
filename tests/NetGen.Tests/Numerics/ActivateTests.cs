using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class ActivateTests
{
    /// <summary>Every activation that takes each unit by itself.</summary>
    public static TheoryData<Activation> Elementwise => [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise)];

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void In_place_gives_the_bits_of_the_scalar_function_for_every_count(Activation activation)
    {
        foreach (double alpha in ActivationTraits.HasAlpha(activation) ? (double[])[0.01, -1.5] : [0])
        {
            ActivationRegistry.Use<bool, InPlaceUse>(activation, alpha, default);
        }
    }

    [Fact]
    public void ReLU_keeps_NaN_and_gives_positive_zero()
    {
        ReLU relu = default;
        Assert.Equal(2.5f, Activate.Apply(relu, 2.5f));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Activate.Apply(relu, -0f)));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Activate.Apply(relu, float.NegativeInfinity)));
        Assert.Equal(float.PositiveInfinity, Activate.Apply(relu, float.PositiveInfinity));
        Assert.True(float.IsNaN(Activate.Apply(relu, float.NaN)));
        Assert.Equal(0f, Activate.Derivative(relu, 0f));
        Assert.Equal(1f, Activate.Derivative(relu, float.Epsilon));
    }

    [Fact]
    public void LeakyReLU_follows_its_formula_at_z()
    {
        var leaky = new LeakyReLU(0.25);
        Assert.Equal(2.5f, Activate.Apply(leaky, 2.5f));
        Assert.Equal(-0.625f, Activate.Apply(leaky, -2.5f));
        Assert.Equal(double.NegativeInfinity, Activate.Apply(leaky, double.NegativeInfinity));
        Assert.True(double.IsNaN(Activate.Apply(leaky, double.NaN)));
        Assert.Equal(1.0, Activate.Derivative(leaky, double.Epsilon));
        Assert.Equal(0.25, Activate.Derivative(leaky, 0.0));
        Assert.Equal(0.25, Activate.Derivative(leaky, -2.5));
        Assert.Equal(3.0, Activate.Apply(new LeakyReLU(-1.5), -2.0));
    }

    /// <summary>Values of z Φ(z) from tables of the normal distribution: Φ(1) = 0.841344746068543, Φ(-2) = 0.0227501319481792.</summary>
    [Fact]
    public void GELU_follows_its_formula_at_z()
    {
        GELU gelu = default;
        Assert.Equal(0.0, Activate.Apply(gelu, 0.0));
        Assert.Equal(0.841344746068543, Activate.Apply(gelu, 1.0), 1e-15);
        Assert.Equal(-0.0455002638963584, Activate.Apply(gelu, -2.0), 1e-16);
        Assert.Equal(0.841344746f, Activate.Apply(gelu, 1f), 1e-7f);
        Assert.Equal(0.5, Activate.Derivative(gelu, 0.0));

        // Φ(1) + φ(1), with the density φ(1) = e^(-1/2) / √(2π).
        Assert.Equal(0.841344746068543 + (Math.Exp(-0.5) / Math.Sqrt(2 * Math.PI)), Activate.Derivative(gelu, 1.0), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Derivatives_agree_with_differences(Activation activation)
    {
        ScalarActivation<double> function = Find<double>(activation);
        for (double z = -3.05; z < 3; z += 0.1)
        {
            double difference = (function.Apply(z + 1e-5) - function.Apply(z - 1e-5)) / 2e-5;
            double derivative = function.Derivative(z, function.Apply(z));
            Assert.Equal(difference, derivative, 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void An_activation_has_the_function_of_its_name(Activation activation)
    {
        Type? function = typeof(Activate).Assembly.GetType("NetGen.CompilerServices." + activation);
        Assert.NotNull(function);
        Assert.Contains(typeof(IActivationFunction), function.GetInterfaces());
        Assert.Equal([typeof(float), function], Find<float>(activation).GetType().GetGenericArguments());
    }

    /// <summary>The table that the generator reads says the same as the functions that the library runs.</summary>
    [Theory]
    [MemberData(nameof(Elementwise))]
    public void What_derivatives_need_is_told_twice_alike(Activation activation) => Assert.Equal(
        ActivationTraits.DifferentiatesWeightedInput(activation),
        ActivationRegistry.Use<bool, DifferentiatesWeightedInputUse>(activation, 0, default));

    /// <summary>Kernels may leave −0 as it is before these; before others they must not.</summary>
    [Theory]
    [MemberData(nameof(Elementwise))]
    public void The_sign_of_zero_matters_where_it_is_said_to(Activation activation)
    {
        ScalarActivation<double> function = Find<double>(activation);
        Assert.Equal(
            ActivationTraits.IgnoresSignOfZero(activation),
            BitConverter.DoubleToInt64Bits(function.Apply(0.0)) == BitConverter.DoubleToInt64Bits(function.Apply(-0.0)));
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void A_parameter_has_a_default_and_an_effect(Activation activation)
    {
        double alpha = ActivationTraits.DefaultAlpha(activation);
        LayerTopology layer = new NetworkTopology([1, 1], [activation]).Layers[0];
        LayerTopology other = new NetworkTopology([1, 1], [activation], alphas: [0.75]).Layers[0];
        Assert.Equal(alpha, layer.Alpha);
        Assert.Equal(alpha, new DenseAttribute(1, activation).Alpha);
        Assert.Equal(
            ActivationTraits.HasAlpha(activation),
            ActivationRegistry.Find<double>(layer).Apply(-1) != ActivationRegistry.Find<double>(other).Apply(-1));
        Assert.Equal(ActivationTraits.HasAlpha(activation), alpha != 0);
    }

    [Fact]
    public void Softmax_and_unknown_activations_have_no_function_of_a_unit()
    {
        LayerTopology layer = new NetworkTopology([2, 3], [Activation.Softmax]).Layers[0];
        Assert.Throws<ArgumentException>("activation", () => ActivationRegistry.Find<float>(layer));
        Assert.Throws<ArgumentException>("activations", () => new NetworkTopology([2, 3], [(Activation)99]));
    }

    [Fact]
    public void To_another_span_gives_the_bits_of_in_place()
    {
        float[] z = Inputs.Create<float>();
        float[] before = [.. z];
        var a = new float[z.Length];
        float[] inPlace = [.. z];
        Activate.ApplyTo<GELU, float>(default, z, a);
        Activate.ApplyInPlace(default(GELU), inPlace.AsSpan());
        EqualityAssert.SameBits<float>(inPlace, a, "activations");
        EqualityAssert.SameBits<float>(before, z, "weighted inputs");
    }

    private static ScalarActivation<T> Find<T>(Activation activation)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        ActivationRegistry.Find<T>(new NetworkTopology([1, 1], [activation]).Layers[0]);

    private static void CheckInPlace<TFunction>(TFunction function)
        where TFunction : struct, IActivationFunction
    {
        float[] inputs = Inputs.Create<float>();
        for (int count = 0; count <= 100; count++)
        {
            float[] values = inputs[..(count + 4)];
            Activate.ApplyInPlace(function, values.AsSpan(0, count));
            for (int i = 0; i < values.Length; i++)
            {
                float expected = i < count ? Activate.Apply(function, inputs[i]) : inputs[i];
                Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(values[i]));
            }
        }

        double[] wide = Inputs.Create<double>();
        for (int count = 0; count <= 60; count++)
        {
            double[] values = wide[..(count + 2)];
            Activate.ApplyInPlace(function, values.AsSpan(0, count));
            for (int i = 0; i < values.Length; i++)
            {
                double expected = i < count ? Activate.Apply(function, wide[i]) : wide[i];
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(values[i]));
            }
        }
    }

    private readonly struct InPlaceUse : IActivationUse<bool>
    {
        public bool With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction
        {
            CheckInPlace(function);
            return true;
        }
    }

    private readonly struct DifferentiatesWeightedInputUse : IActivationUse<bool>
    {
        public bool With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => TFunction.DifferentiatesWeightedInput;
    }
}
