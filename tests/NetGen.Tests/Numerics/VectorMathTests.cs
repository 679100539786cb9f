using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class VectorMathTests
{
    private const double LeastNormal = 1.1754943508222875E-38;
    private const double LeastNormalDouble = 2.2250738585072014E-308;

    [Fact]
    public void Exp_is_right_at_special_values()
    {
        Assert.Equal(1f, VectorMath.Exp(0f));
        Assert.Equal(1f, VectorMath.Exp(-0f));
        Assert.Equal(1f, VectorMath.Exp(float.Epsilon));
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(88.73f));
        Assert.True(float.IsFinite(VectorMath.Exp(88.72f)));
        AssertPositiveZero(VectorMath.Exp(float.NegativeInfinity));
        AssertPositiveZero(VectorMath.Exp(-104f));
        Assert.Equal((float)Math.Exp(-100), VectorMath.Exp(-100f));
        Assert.Equal(float.Epsilon, VectorMath.Exp(-103.9f));
        Assert.True(float.IsNaN(VectorMath.Exp(float.NaN)));

        Assert.Equal(1.0, VectorMath.Exp(-0.0));
        Assert.Equal(double.PositiveInfinity, VectorMath.Exp(709.79));
        Assert.True(double.IsFinite(VectorMath.Exp(709.78)));
        Assert.Equal(Math.Exp(-740), VectorMath.Exp(-740.0));
        Assert.Equal(double.Epsilon, VectorMath.Exp(-745.1));
        AssertPositiveZero(VectorMath.Exp(-745.2));
        AssertPositiveZero(VectorMath.Exp(double.NegativeInfinity));
        Assert.True(double.IsNaN(VectorMath.Exp(double.NaN)));
    }

    [Fact]
    public void Log_is_right_at_special_values()
    {
        AssertPositiveZero(VectorMath.Log(1f));
        Assert.Equal(float.NegativeInfinity, VectorMath.Log(0f));
        Assert.Equal(float.NegativeInfinity, VectorMath.Log(-0f));
        Assert.Equal(float.PositiveInfinity, VectorMath.Log(float.PositiveInfinity));
        Assert.Equal((float)Math.Log(float.Epsilon), VectorMath.Log(float.Epsilon));
        Assert.True(float.IsNaN(VectorMath.Log(-float.Epsilon)));
        Assert.True(float.IsNaN(VectorMath.Log(float.NegativeInfinity)));
        Assert.True(float.IsNaN(VectorMath.Log(float.NaN)));

        AssertPositiveZero(VectorMath.Log(1.0));
        Assert.Equal(double.NegativeInfinity, VectorMath.Log(-0.0));
        Assert.Equal(double.PositiveInfinity, VectorMath.Log(double.PositiveInfinity));
        Assert.Equal(Math.Log(double.Epsilon), VectorMath.Log(double.Epsilon));
        Assert.True(double.IsNaN(VectorMath.Log(-1.0)));
        Assert.True(double.IsNaN(VectorMath.Log(double.NaN)));
    }

    [Fact]
    public void The_logarithm_of_a_normal_number_has_the_bits_of_the_generic_form()
    {
        Check(double.MaxValue);
        Check(2.2250738585072014E-308);
        Check(Math.BitDecrement(1.0));
        Check(1);
        Check(Math.BitIncrement(1.0));
        foreach (double root in new[] { Math.Sqrt(0.5), Math.Sqrt(2) })
        {
            Check(Math.BitDecrement(root));
            Check(root);
            Check(Math.BitIncrement(root));
        }

        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            Check(random.NextDouble());
            Check((1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-1022, 1024)));
        }

        static void Check(double x) => Assert.Equal(
            BitConverter.DoubleToInt64Bits(VectorMath.Log(x)), BitConverter.DoubleToInt64Bits(Elementary.LogOfNormal(x)));
    }

    [Fact]
    public void Sigmoid_is_right_at_special_values()
    {
        Assert.Equal(0.5f, VectorMath.Sigmoid(0f));
        Assert.Equal(0.5f, VectorMath.Sigmoid(-0f));
        Assert.Equal(1f, VectorMath.Sigmoid(float.PositiveInfinity));
        Assert.Equal(1f, VectorMath.Sigmoid(float.MaxValue));
        AssertPositiveZero(VectorMath.Sigmoid(float.NegativeInfinity));
        Assert.True(float.IsNaN(VectorMath.Sigmoid(float.NaN)));

        Assert.Equal(0.5, VectorMath.Sigmoid(-0.0));
        Assert.Equal(1.0, VectorMath.Sigmoid(double.PositiveInfinity));
        AssertPositiveZero(VectorMath.Sigmoid(double.NegativeInfinity));
        Assert.True(double.IsNaN(VectorMath.Sigmoid(double.NaN)));
    }

    [Fact]
    public void Sigmoid_gives_0_only_for_subnormal_results()
    {
        Within(2.41, Math.Exp((float)-87.3), VectorMath.Sigmoid(-87.3f), -87.3f);
        WithinDouble(4, Math.Exp(-708.3), VectorMath.Sigmoid(-708.3), -708.3);
        AssertPositiveZero(VectorMath.Sigmoid(-87.69f));
        AssertPositiveZero(VectorMath.Sigmoid(-100f));
        AssertPositiveZero(VectorMath.Sigmoid(-708.75));
        AssertPositiveZero(VectorMath.Sigmoid(-740.0));
    }

    [Fact]
    public void Tanh_is_right_at_special_values()
    {
        foreach (float x in (float[])[0, -0f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-20f])
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(VectorMath.Tanh(x)));
        }

        foreach (double x in (double[])[0, -0.0, double.Epsilon, -1e-310, 1e-20])
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(VectorMath.Tanh(x)));
        }

        Assert.Equal(1f, VectorMath.Tanh(float.PositiveInfinity));
        Assert.Equal(-1f, VectorMath.Tanh(float.NegativeInfinity));
        Assert.Equal(1f, VectorMath.Tanh(9.02f));
        Assert.Equal(-1.0, VectorMath.Tanh(double.MinValue));
        Assert.Equal(1.0, VectorMath.Tanh(19.1));
        Assert.True(float.IsNaN(VectorMath.Tanh(float.NaN)));
        Assert.True(double.IsNaN(VectorMath.Tanh(double.NaN)));
    }

    [Fact]
    public void Floats_stay_within_the_documented_error()
    {
        foreach (float x in Inputs.Create<float>(100_000))
        {
            Within(1.07, Math.Exp(x), VectorMath.Exp(x), x);
            Within(0.85, Math.Log(x), VectorMath.Log(x), x);
            float sigmoid = VectorMath.Sigmoid(x);
            Within(2.41, sigmoid == 0 && ExactSigmoid(x) < LeastNormal ? 0 : ExactSigmoid(x), sigmoid, x);
            Within(2.50, Math.Tanh(x), VectorMath.Tanh(x), x);
        }
    }

    [Fact]
    public void Doubles_stay_near_the_platform_functions()
    {
        // The platform's own error comes on top of the documented one.
        foreach (double x in Inputs.Create<double>(100_000))
        {
            WithinDouble(2.1, Math.Exp(x), VectorMath.Exp(x), x);
            WithinDouble(1.9, Math.Log(x), VectorMath.Log(x), x);
            double sigmoid = VectorMath.Sigmoid(x);
            WithinDouble(4, sigmoid == 0 && ExactSigmoid(x) < LeastNormalDouble ? 0 : ExactSigmoid(x), sigmoid, x);
            WithinDouble(3.2, Math.Tanh(x), VectorMath.Tanh(x), x);
        }
    }

    [Fact]
    public void Sigmoid_and_tanh_stay_in_their_ranges()
    {
        foreach (float x in Inputs.Create<float>(100_000))
        {
            if (!float.IsNaN(x))
            {
                Assert.InRange(VectorMath.Sigmoid(x), 0f, 1f);
                Assert.InRange(VectorMath.Tanh(x), -1f, 1f);
                Assert.Equal(-VectorMath.Tanh(x), VectorMath.Tanh(-x));
            }
        }
    }

    private static double ExactSigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private static void Within(double ulps, double exact, float actual, float x)
    {
        if ((float)exact == actual || (double.IsNaN(exact) && float.IsNaN(actual)))
        {
            return;
        }

        double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23);
        double error = Math.Abs(actual - exact) / ulp;
        Assert.True(error <= ulps, $"f({x:R}) is {exact:R}, here {actual:R}: {error} ulp");
    }

    private static void WithinDouble(double ulps, double expected, double actual, double x)
    {
        if (expected == actual || (double.IsNaN(expected) && double.IsNaN(actual)))
        {
            return;
        }

        double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(expected), -1022) - 52);
        Assert.True(Math.Abs(actual - expected) <= ulps * ulp, $"f({x:R}) is {expected:R}, here {actual:R}");
    }

    private static void AssertPositiveZero(double value) => Assert.Equal(0L, BitConverter.DoubleToInt64Bits(value));
}
