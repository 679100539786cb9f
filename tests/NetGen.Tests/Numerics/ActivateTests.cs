using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class ActivateTests
{
    [Fact]
    public void In_place_gives_the_bits_of_the_scalar_function_for_every_count()
    {
        CheckInPlace<Identity>();
        CheckInPlace<Sigmoid>();
        CheckInPlace<Tanh>();
        CheckInPlace<ReLU>();
    }

    [Fact]
    public void ReLU_keeps_NaN_and_gives_positive_zero()
    {
        Assert.Equal(2.5f, Activate.Apply<ReLU>(2.5f));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Activate.Apply<ReLU>(-0f)));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Activate.Apply<ReLU>(float.NegativeInfinity)));
        Assert.Equal(float.PositiveInfinity, Activate.Apply<ReLU>(float.PositiveInfinity));
        Assert.True(float.IsNaN(Activate.Apply<ReLU>(float.NaN)));
        Assert.Equal(0f, Activate.Derivative<ReLU>(0f));
        Assert.Equal(1f, Activate.Derivative<ReLU>(float.Epsilon));
    }

    [Fact]
    public void Derivatives_agree_with_differences()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            for (double z = -3.05; z < 3; z += 0.1)
            {
                double difference = (Activate.Apply(activation, z + 1e-5) - Activate.Apply(activation, z - 1e-5)) / 2e-5;
                double derivative = Activate.Derivative(activation, Activate.Apply(activation, z));
                Assert.Equal(difference, derivative, 1e-8);
            }
        }
    }

    [Fact]
    public void Every_activation_has_the_function_of_its_name()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Type? function = typeof(Activate).Assembly.GetType("NetGen.Numerics." + activation);
            Assert.NotNull(function);
            Assert.Contains(typeof(IActivationFunction), function.GetInterfaces());
            Type[] arguments = ActivationRegistry.Find<float>(activation).GetType().GetGenericArguments();
            Assert.Equal([typeof(float), function], arguments);
        }
    }

    [Fact]
    public void An_unknown_activation_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Activate.Apply((Activation)99, 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Activate.Derivative((Activation)(-1), 1.0));
    }

    private static void CheckInPlace<TFunction>()
        where TFunction : struct, IActivationFunction
    {
        float[] inputs = Inputs.Create<float>();
        for (int count = 0; count <= 100; count += 4)
        {
            float[] values = inputs[..(count + 4)];
            Activate.ApplyInPlace<TFunction>(ref values[0], (nuint)count);
            for (int i = 0; i < values.Length; i++)
            {
                float expected = i < count ? Activate.Apply<TFunction>(inputs[i]) : inputs[i];
                Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(values[i]));
            }
        }

        double[] wide = Inputs.Create<double>();
        for (int count = 0; count <= 60; count += 2)
        {
            double[] values = wide[..(count + 2)];
            Activate.ApplyInPlace<TFunction>(ref values[0], (nuint)count);
            for (int i = 0; i < values.Length; i++)
            {
                double expected = i < count ? Activate.Apply<TFunction>(wide[i]) : wide[i];
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(values[i]));
            }
        }
    }
}
