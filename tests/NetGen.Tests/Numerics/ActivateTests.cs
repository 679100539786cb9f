using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class ActivateTests
{
    /// <summary>Every activation that takes each unit by itself.</summary>
    public static TheoryData<Activation> Elementwise => [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise)];

    [Fact]
    public void In_place_gives_the_bits_of_the_scalar_function_for_every_count()
    {
        CheckInPlace(default(Identity));
        CheckInPlace(default(Sigmoid));
        CheckInPlace(default(Tanh));
        CheckInPlace(default(ReLU));
        CheckInPlace(new LeakyReLU(0.01));
        CheckInPlace(new LeakyReLU(-1.5));
        CheckInPlace(default(GELU));
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
    [Fact]
    public void What_derivatives_need_is_told_twice_alike()
    {
        Check<Identity>(Activation.Identity);
        Check<Sigmoid>(Activation.Sigmoid);
        Check<Tanh>(Activation.Tanh);
        Check<ReLU>(Activation.ReLU);
        Check<LeakyReLU>(Activation.LeakyReLU);
        Check<GELU>(Activation.GELU);

        static void Check<TFunction>(Activation activation)
            where TFunction : struct, IActivationFunction =>
            Assert.Equal(ActivationTraits.DifferentiatesWeightedInput(activation), TFunction.DifferentiatesWeightedInput);
    }

    [Fact]
    public void Softmax_and_unknown_activations_have_no_function_of_a_unit()
    {
        LayerTopology layer = new NetworkTopology([2, 3], [Activation.Softmax]).Layers[0];
        Assert.Throws<ArgumentException>("layer", () => ActivationRegistry.Find<float>(layer));
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
}
