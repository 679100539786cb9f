using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class ErfTests
{
    private const double LeastNormal = 1.1754943508222875E-38;

    /// <summary>z, erf z, Φ(z), z Φ(z) and its derivative, to 17 digits, computed with 50.</summary>
    private static readonly double[][] Exact =
    [
        [-36.5, -1, 5.5447257130748446e-292, -2.0238248852723183e-290, -7.3869525384597987e-289],
        [-12.5, -1, 3.7325642988777134e-36, -4.6657053735971417e-35, -5.8316685544801554e-34],
        [-8, -1, 6.2209605742717841e-16, -4.9767684594174273e-15, -3.979607261086796e-14],
        [-4.25, -0.99999999814942586, 1.068852577493442e-5, -4.5426234543471287e-5, -0.0001921156795251866],
        [-2, -0.99532226501895273, 0.022750131948179207, -0.045500263896358414, -0.085231801078196897],
        [-1, -0.84270079294971487, 0.15865525393145705, -0.15865525393145705, -0.083315470587686298],
        [-0.75, -0.71115563365351513, 0.2266273523768682, -0.16997051428265115, 0.00077427826076489563],
        [-0.125, -0.14031620480133382, 0.45026177516988711, -0.056282721896235888, 0.40078206430179342],
        [9.313225746154785e-10, 1.050884991041862e-9, 0.50000000037154395, 4.6566128765376653e-10, 0.5000000007430879],
        [0.125, 0.14031620480133382, 0.54973822483011289, 0.068717278103764112, 0.59921793569820658],
        [0.75, 0.71115563365351513, 0.7733726476231318, 0.58002948571734885, 0.9992257217392351],
        [1, 0.84270079294971487, 0.84134474606854295, 0.84134474606854295, 1.0833154705876863],
        [2, 0.99532226501895273, 0.97724986805182079, 1.9544997361036416, 1.0852318010781969],
        [4.25, 0.99999999814942586, 0.99998931147422507, 4.2499545737654565, 1.0001921156795252],
        [8, 1, 0.99999999999999938, 7.999999999999995, 1.0000000000000398],
        [12.5, 1, 1, 12.5, 1],
    ];

    [Fact]
    public void Doubles_are_near_the_exact_results()
    {
        foreach (double[] row in Exact)
        {
            double z = row[0];
            Within(1.1, row[1], VectorMath.Erf(z), z);
            Within(5, row[2], NormalCdf(z), z);
            Within(6, row[3], Gelu(z), z);
            Assert.Equal(row[4], GeluDerivative(z), 6e-16);
        }
    }

    [Fact]
    public void The_derivative_is_accurate_far_below_0()
    {
        foreach (double[] row in Exact[..5])
        {
            Within(8, row[4], GeluDerivative(row[0]), row[0]);
        }
    }

    [Fact]
    public void Floats_are_near_the_doubles()
    {
        foreach (float x in Inputs.Create<float>(100_000))
        {
            WithinSingle(1.1, VectorMath.Erf((double)x), VectorMath.Erf(x), x);
            double cdf = NormalCdf((double)x);
            WithinSingle(5, cdf < LeastNormal ? 0 : cdf, NormalCdf(x), x);
            WithinSingle(6, cdf < LeastNormal ? 0 : Gelu((double)x), Gelu(x), x);
            if (float.IsNaN(x))
            {
                Assert.True(float.IsNaN(GeluDerivative(x)));
            }
            else
            {
                Assert.Equal(GeluDerivative((double)x), GeluDerivative(x), 4e-7);
            }
        }
    }

    [Fact]
    public void Erf_is_right_at_special_values()
    {
        Same(0f, VectorMath.Erf(0f));
        Same(-0f, VectorMath.Erf(-0f));
        Same(float.Epsilon, VectorMath.Erf(float.Epsilon));
        Assert.Equal(1f, VectorMath.Erf(float.PositiveInfinity));
        Assert.Equal(-1f, VectorMath.Erf(float.NegativeInfinity));
        Assert.Equal(1f, VectorMath.Erf(3.93f));
        Assert.True(VectorMath.Erf(3.8f) < 1);
        Assert.True(float.IsNaN(VectorMath.Erf(float.NaN)));

        Same(0.0, VectorMath.Erf(0.0));
        Same(-0.0, VectorMath.Erf(-0.0));
        Same(-double.Epsilon, VectorMath.Erf(-double.Epsilon));
        Assert.Equal(1.0, VectorMath.Erf(double.PositiveInfinity));
        Assert.Equal(-1.0, VectorMath.Erf(double.MinValue));
        Assert.Equal(1.0, VectorMath.Erf(5.93));
        Assert.True(VectorMath.Erf(5.8) < 1);
        Assert.True(double.IsNaN(VectorMath.Erf(double.NaN)));
    }

    [Fact]
    public void Erf_is_odd_and_stays_in_its_range()
    {
        foreach (float x in Inputs.Create<float>(100_000))
        {
            if (!float.IsNaN(x))
            {
                Assert.InRange(VectorMath.Erf(x), -1f, 1f);
                Same(-VectorMath.Erf(x), VectorMath.Erf(-x));
                Same(-VectorMath.Erf((double)x), VectorMath.Erf(-(double)x));
            }
        }
    }

    [Fact]
    public void Distribution_and_gelu_are_right_at_special_values()
    {
        Same(0.5f, NormalCdf(0f));
        Same(0.5, NormalCdf(-0.0));
        Same(1f, NormalCdf(float.PositiveInfinity));
        Same(0.0, NormalCdf(double.NegativeInfinity));
        Assert.True(NormalCdf(-12.949952f) >= 1.17549435e-38f);
        Same(0f, NormalCdf(-12.949953f));
        Assert.True(NormalCdf(-37.51937934714449) >= 2.2250738585072E-308);
        Same(0.0, NormalCdf(-37.5193793471446));
        Assert.True(float.IsNaN(NormalCdf(float.NaN)));

        Same(-0f, Gelu(-0f));
        Same(-0f, Gelu(float.NegativeInfinity));
        Same(double.PositiveInfinity, Gelu(double.PositiveInfinity));
        Assert.True(double.IsNaN(Gelu(double.NaN)));

        Same(0.5f, GeluDerivative(-0f));
        Same(0f, GeluDerivative(float.NegativeInfinity));
        Same(1.0, GeluDerivative(double.PositiveInfinity));
        Assert.True(double.IsNaN(GeluDerivative(double.NaN)));
    }

    [Fact]
    public void Log_of_one_plus_keeps_the_relative_accuracy_of_small_numbers()
    {
        (double X, double Exact)[] rows =
        [
            (1e-20, 1e-20), (0.001, 0.00099950033308353319), (0.1, 0.095310179804324865), (0.25, 0.22314355131420976),
            (0.5, 0.40546510810816438), (0.75, 0.55961578793542269), (1, 0.69314718055994531),
        ];
        foreach ((double x, double exact) in rows)
        {
            Within(1, exact, LogOnePlus(x), x);
            WithinSingle(1, LogOnePlus((double)(float)x), LogOnePlus((float)x), (float)x);
        }

        Same(0.0, LogOnePlus(0.0));
        Same(float.Epsilon, LogOnePlus(float.Epsilon));
        Assert.True(float.IsNaN(LogOnePlus(float.NaN)));
        Assert.True(double.IsNaN(LogOnePlus(double.NaN)));
    }

    private static float NormalCdf(float z) => Elementary.NormalCdf<V1<float>, float>(new(z)).Value;

    private static double NormalCdf(double z) => Elementary.NormalCdf<V1<double>, double>(new(z)).Value;

    private static float Gelu(float z) => Elementary.Gelu<V1<float>, float>(new(z)).Value;

    private static double Gelu(double z) => Elementary.Gelu<V1<double>, double>(new(z)).Value;

    private static float GeluDerivative(float z) => Elementary.GeluDerivative<V1<float>, float>(new(z)).Value;

    private static double GeluDerivative(double z) => Elementary.GeluDerivative<V1<double>, double>(new(z)).Value;

    private static float LogOnePlus(float x) => Elementary.LogOnePlus<V1<float>, float>(new(x)).Value;

    private static double LogOnePlus(double x) => Elementary.LogOnePlus<V1<double>, double>(new(x)).Value;

    private static void WithinSingle(double ulps, double exact, float actual, float x)
    {
        if ((float)exact != actual && !(double.IsNaN(exact) && float.IsNaN(actual)))
        {
            double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23);
            Assert.True(Math.Abs(actual - exact) <= ulps * ulp, $"f({x:R}) is {exact:R}, here {actual:R}");
        }
    }

    private static void Within(double ulps, double exact, double actual, double x)
    {
        double ulp = Math.ScaleB(1, Math.ILogB(exact) - 52);
        Assert.True(Math.Abs(actual - exact) <= ulps * ulp, $"f({x:R}) is {exact:R}, here {actual:R}");
    }

    private static void Same(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
}
