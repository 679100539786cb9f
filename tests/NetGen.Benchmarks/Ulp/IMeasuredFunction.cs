using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>A function to measure, and its reference.</summary>
internal interface IMeasuredFunction
{
    static abstract string Name { get; }

    /// <summary>Whether results below the normal range may be 0 in place of what they are.</summary>
    static virtual bool Flushes => false;

    static abstract Vector256<float> Apply(Vector256<float> x);

    static abstract double Apply(double x);

    /// <summary>The exact result, to at least 90 bits, of a finite input inside the range of <see cref="Sample"/>.</summary>
    static abstract ScaledDoubleDouble Exact(double x);

    /// <summary>
    /// The exact result, rounded to double, of any input in the range of float, infinities and NaN included. Far out, where all floats
    /// have the same result, it may be that of an input less far out.
    /// </summary>
    static abstract double ExactForSingle(double x);

    /// <summary>An input, from a random number in [0, 1) and random bits: dense where the function does something.</summary>
    static abstract double Sample(double uniform, ulong bits);
}

internal readonly struct ExpFunction : IMeasuredFunction
{
    public static string Name => "exp";

    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Exp(x);

    public static double Apply(double x) => VectorMath.Exp(x);

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Exp(x);

    public static double ExactForSingle(double x) => Exact(Math.Clamp(x, -150, 90)).ToDouble();

    // All that gives a finite result; half of the sample where n is small; a part near 0.
    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Samples.Spread(bits, -60, 0),
        < 4 => -745.2 + (uniform * (709.78 + 745.2)),
        _ => (uniform * 4) - 2,
    };
}

internal readonly struct LogFunction : IMeasuredFunction
{
    public static string Name => "log";

    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Log(x);

    public static double Apply(double x) => VectorMath.Log(x);

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Log(x);

    // The platform's function has the infinities and NaN.
    public static double ExactForSingle(double x) => x > 0 && double.IsFinite(x) ? Exact(x).ToDouble() : Math.Log(x);

    // Every positive binade, subnormal ones as well; then around 1, and very near to it.
    public static double Sample(double uniform, ulong bits) => (bits & 3) switch
    {
        0 => Math.Max(double.Epsilon, Math.Abs(Samples.Spread(bits, -1074, 1023))),
        1 => 1 + Samples.Spread(bits, -52, -2),
        _ => 0.5 + (uniform * 1.5),
    };
}

internal readonly struct SigmoidFunction : IMeasuredFunction
{
    public static string Name => "sigmoid";

    public static bool Flushes => true;

    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Sigmoid(x);

    public static double Apply(double x) => VectorMath.Sigmoid(x);

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Sigmoid(x);

    public static double ExactForSingle(double x) => Exact(Math.Clamp(x, -150, 90)).ToDouble();

    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Samples.Spread(bits, -60, 0),
        < 4 => -745.2 + (uniform * (40 + 745.2)),
        _ => (uniform * 16) - 8,
    };
}

internal readonly struct TanhFunction : IMeasuredFunction
{
    public static string Name => "tanh";

    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Tanh(x);

    public static double Apply(double x) => VectorMath.Tanh(x);

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Tanh(x);

    public static double ExactForSingle(double x) => Exact(Math.Clamp(x, -25, 25)).ToDouble();

    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Samples.Spread(bits, -1074, 0),
        1 => Samples.Spread(bits, -20, 0),
        2 => (uniform * 50) - 25,
        _ => (uniform * 6) - 3,
    };
}

internal readonly struct LogOnePlusFunction : IMeasuredFunction
{
    public static string Name => "log1p";

    public static Vector256<float> Apply(Vector256<float> x) => Elementary.LogOnePlus<V256<float>, float>(new(InRange(x))).Value;

    public static double Apply(double x) => Elementary.LogOnePlus<V1<double>, double>(new(x)).Value;

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.LogOnePlus(x);

    public static double ExactForSingle(double x) => x switch
    {
        >= 0 and <= 1 => Exact(x).ToDouble(),
        double.NaN => x,
        _ => 0,
    };

    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Math.Abs(Samples.Spread(bits, -1074, -1)),
        1 => Math.Abs(Samples.Spread(bits, -20, -1)),
        _ => uniform,
    };

    /// <summary>Numbers outside [0, 1], for which the function is not defined, become 0.</summary>
    private static Vector256<float> InRange(Vector256<float> x) =>
        Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256<float>.Zero) | Vector256.GreaterThan(x, Vector256<float>.One), Vector256<float>.Zero, x);
}

internal readonly struct ErfFunction : IMeasuredFunction
{
    public static string Name => "erf";

    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Erf(x);

    public static double Apply(double x) => VectorMath.Erf(x);

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Erf(x);

    public static double ExactForSingle(double x) => Exact(Math.Clamp(x, -7, 7)).ToDouble();

    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Samples.Spread(bits, -1074, 0),
        1 => Samples.Spread(bits, -20, 0),
        2 => (uniform * 14) - 7,
        _ => (uniform * 4) - 2,
    };
}

internal readonly struct NormalCdfFunction : IMeasuredFunction
{
    public static string Name => "cdf";

    public static bool Flushes => true;

    public static Vector256<float> Apply(Vector256<float> x) => Elementary.NormalCdf<V256<float>, float>(new(x)).Value;

    public static double Apply(double x) => Elementary.NormalCdf<V1<double>, double>(new(x)).Value;

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.NormalCdf(x);

    public static double ExactForSingle(double x) => Exact(Math.Clamp(x, -20, 12)).ToDouble();

    public static double Sample(double uniform, ulong bits) => (bits & 7) switch
    {
        0 => Samples.Spread(bits, -60, 0),
        1 => (uniform * 50) - 38,
        _ => (uniform * 16) - 8,
    };
}

internal readonly struct GeluFunction : IMeasuredFunction
{
    /// <summary>The least float and the least double with a result: below, the distribution function is 0.</summary>
    private const float LeastSingle = -12.949952f;
    private const double LeastDouble = -37.51937934714449;

    public static string Name => "gelu";

    public static Vector256<float> Apply(Vector256<float> x) => Elementary.Gelu<V256<float>, float>(new(x)).Value;

    public static double Apply(double x) => Elementary.Gelu<V1<double>, double>(new(x)).Value;

    public static ScaledDoubleDouble Exact(double x) => ExactFunctions.Gelu(x);

    public static double ExactForSingle(double x) => x switch
    {
        < LeastSingle => 0,
        < 12 => Exact(x).ToDouble(),
        _ => x,
    };

    public static double Sample(double uniform, ulong bits) => Math.Max(LeastDouble, NormalCdfFunction.Sample(uniform, bits));
}
