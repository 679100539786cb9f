using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// NetGen's own elementary functions: one definition for every width, made of exact operations only, so that all widths,
/// instruction sets and platforms give the same bits. NaN gives NaN. The largest errors, in units in the last place (ulp) of
/// the exact result, are measured by the <c>ulp</c> command of NetGen.Benchmarks, over every float, and over 20 million doubles
/// for each function.
/// </summary>
internal static class VectorMath
{
    /// <summary>e to the power <paramref name="x"/>.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.07 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Elementary.Exp<V1<float>, float>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.07 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x) => Elementary.Exp<V128<float>, float>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.07 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => Elementary.Exp<V256<float>, float>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.07 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Elementary.Exp<V512<float>, float>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.09 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exp(double x) => Elementary.Exp<V1<double>, double>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.09 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exp(Vector128<double> x) => Elementary.Exp<V128<double>, double>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.09 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x) => Elementary.Exp<V256<double>, double>(new(x)).Value;

    /// <summary>e to the power <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Overflow gives +∞; underflow gives subnormal numbers, then 0. Largest error: 1.09 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x) => Elementary.Exp<V512<double>, double>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Elementary.Log<V1<float>, float>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x) => Elementary.Log<V128<float>, float>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => Elementary.Log<V256<float>, float>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Elementary.Log<V512<float>, float>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log(double x) => Elementary.Log<V1<double>, double>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log(Vector128<double> x) => Elementary.Log<V128<double>, double>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x) => Elementary.Log<V256<double>, double>(new(x)).Value;

    /// <summary>The natural logarithm of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>-∞ at ±0, NaN below 0. Largest error: 0.84 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x) => Elementary.Log<V512<double>, double>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>).</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.41 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Elementary.Sigmoid<V1<float>, float>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.41 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => Elementary.Sigmoid<V128<float>, float>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.41 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Elementary.Sigmoid<V256<float>, float>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.41 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Elementary.Sigmoid<V512<float>, float>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>).</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.40 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sigmoid(double x) => Elementary.Sigmoid<V1<double>, double>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.40 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sigmoid(Vector128<double> x) => Elementary.Sigmoid<V128<double>, double>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.40 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x) => Elementary.Sigmoid<V256<double>, double>(new(x)).Value;

    /// <summary>The logistic function 1 / (1 + e^-<paramref name="x"/>), lane by lane.</summary>
    /// <remarks>
    /// Exact in the limits; results below the normal range become 0. Largest error: 2.40 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> x) => Elementary.Sigmoid<V512<double>, double>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.50 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Elementary.Tanh<V1<float>, float>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.50 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x) => Elementary.Tanh<V128<float>, float>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.50 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => Elementary.Tanh<V256<float>, float>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.50 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Elementary.Tanh<V512<float>, float>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.54 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Tanh(double x) => Elementary.Tanh<V1<double>, double>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.54 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Tanh(Vector128<double> x) => Elementary.Tanh<V128<double>, double>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.54 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> x) => Elementary.Tanh<V256<double>, double>(new(x)).Value;

    /// <summary>The hyperbolic tangent of <paramref name="x"/>, lane by lane.</summary>
    /// <remarks>Relative accuracy is kept near 0, where the result is <paramref name="x"/>. Largest error: 2.54 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> x) => Elementary.Tanh<V512<double>, double>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.10 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Elementary.Erf<V1<float>, float>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.10 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x) => Elementary.Erf<V128<float>, float>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.10 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x) => Elementary.Erf<V256<float>, float>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.10 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x) => Elementary.Erf<V512<float>, float>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.15 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Erf(double x) => Elementary.Erf<V1<double>, double>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.15 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Erf(Vector128<double> x) => Elementary.Erf<V128<double>, double>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.15 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Erf(Vector256<double> x) => Elementary.Erf<V256<double>, double>(new(x)).Value;

    /// <summary>The error function of <paramref name="x"/>, lane by lane: 2/√π times the integral of e^(-t²) from 0 to it.</summary>
    /// <remarks>±1 in the limits. Relative accuracy is kept near 0. Largest error: 1.15 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Erf(Vector512<double> x) => Elementary.Erf<V512<double>, double>(new(x)).Value;
}
