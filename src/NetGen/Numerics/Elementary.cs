using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// The definitions of exp, log, sigmoid, tanh, erf and what is made of them, for every width and both precisions.
/// </summary>
/// <remarks>
/// A lane with NaN never meets another NaN than its own in an operation, as the result could then depend on the order of the operands,
/// which compilers may change. Either it is steered through harmless values and the NaN comes back in at one place, or what its bits make
/// of a power of two is a number or infinite.
/// </remarks>
internal static partial class Elementary
{
    // ln 2 as the sum of two T. With a fused multiply-add, y - n * Ln2 is exact for the n that occur here.
    private const double Ln2Single = 0.693147182464599609375;
    private const double Ln2SingleRest = -1.9046542e-09;
    private const double Ln2Double = 0.6931471805599453;
    private const double Ln2DoubleRest = 2.3190468138462996e-17;
    private const double Log2E = 1.4426950408889634;

    // The coefficients of LogPolynomial.
    private const double LogDouble0 = 0.6666666666666735;
    private const double LogDouble1 = 0.39999999999411073;
    private const double LogDouble2 = 0.2857142874326479;
    private const double LogDouble3 = 0.22222198475923932;
    private const double LogDouble4 = 0.1818356973678925;
    private const double LogDouble5 = 0.1531390345894305;
    private const double LogDouble6 = 0.14797504413783535;

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond these, and already before, the result is infinite or 0.
        TVector highest = TVector.Create(typeof(T) == typeof(float) ? 89 : 710);
        TVector y = TVector.SelectLess(x, highest, x, highest);

        // Or where it is less, the greatest round number whose exponential rounds to 0.
        TVector lowest = TVector.Create(typeof(T) == typeof(float) ? -104 : -746);
        y = TVector.SelectLess(lowest, y, y, lowest);

        TVector n = ScaledExponents<TVector, T>(y, out TVector scale1, out TVector scale2);
        TVector r = Reduce<TVector, T>(y, n);
        r = AddRest<TVector, T>(r, n);
        scale2 = TVector.SelectEqual(x, x, scale2, x);
        return TVector.FusedMultiplyAdd(scale1, ExpMinusOnePolynomial<TVector, T>(r, r), scale1) * scale2;
    }

    /// <summary>1 / (1 + e^-x); results below the normal range become 0, as numbers there slow down all that computes with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With e = e^-|x| nothing overflows or cancels: the result is 1 / (1 + e), or e / (1 + e) for negative x. At the lowest y the
        // exponent of 2^n is that of 0.
        TVector y = TVector.Max(TVector.Create(typeof(T) == typeof(float) ? -88 : -709), x | TVector.Create(-0.0));
        TVector n = ScaledExponent<TVector, T>(y, out TVector scale);
        TVector e = TVector.FusedMultiplyAdd(scale, ExpMinusOne<TVector, T>(y, n), scale);
        TVector one = TVector.Create(1);
        return TVector.SelectLessOrEqual(TVector.Create(0), x, one, e) / (one + e);
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // tanh |x| = -m / (2 + m) with m = e^(-2|x|) - 1, which keeps the relative accuracy of small x.
        TVector sign = TVector.Create(-0.0);
        TVector y = x | sign;
        y = TVector.Max(TVector.Create(-40), y + y);
        TVector n = ScaledExponent<TVector, T>(y, out TVector scale);
        TVector m = TVector.FusedMultiplyAdd(scale, ExpMinusOne<TVector, T>(y, n), scale - TVector.Create(1));
        return TVector.SelectBits(sign, x, m / (TVector.Create(2) + m));
    }

    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double magic = typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0;

        // Subnormal numbers are scaled up by a power of two, which is taken off the exponent again.
        TVector leastNormal = TVector.Create(typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014E-308);
        TVector scaled = x * TVector.Create(typeof(T) == typeof(float) ? 33554432.0 : 18014398509481984.0);
        TVector normal = TVector.SelectLess(x, leastNormal, scaled, x);
        TVector exponentOffset = TVector.SelectLess(
            x, leastNormal, TVector.Create(magic + (typeof(T) == typeof(float) ? 25 : 54)), TVector.Create(magic));

        // x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2): f is exact, and k an integer in the low bits of magic + k.
        TVector k = TVector.ShiftFromExponent(TVector.SubtractBits(normal, TVector.Create(0.70710678118654752)));
        TVector f = TVector.SubtractBits(normal, TVector.ShiftToExponent(k)) - TVector.Create(1);
        k = TVector.AddBits(k, TVector.Create(magic)) - exponentOffset;

        // With s = f / (2 + f): ln(1 + f) = 2 artanh s = f - (f²/2 - s (f²/2 + R(s²))).
        TVector s = f / (TVector.Create(2) + f);
        TVector half = TVector.Create(0.5) * f * f;
        TVector rest = TVector.FusedMultiplyAdd(
            s,
            half + LogPolynomial<TVector, T>(s * s),
            k * TVector.Create(typeof(T) == typeof(float) ? Ln2SingleRest : Ln2DoubleRest));
        TVector result = TVector.FusedMultiplyAdd(
            k, TVector.Create(typeof(T) == typeof(float) ? Ln2Single : Ln2Double), f - (half - rest));

        result = TVector.SelectLess(x, TVector.Create(double.PositiveInfinity), result, x + x);
        TVector zero = TVector.Create(0);
        TVector notPositive = TVector.SelectEqual(x, zero, TVector.Create(double.NegativeInfinity), TVector.Create(double.NaN));
        return TVector.SelectLessOrEqual(x, zero, notPositive, result);
    }

    /// <summary>ln(1 + x) for x from 0 to 1, with its relative accuracy near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With s = x / (2 + x), ln(1 + x) = 2 artanh s = x - s (x - R(s²)).
        TVector s = x / (TVector.Create(2) + x);
        return TVector.FusedMultiplyAdd(s, LogOnePlusPolynomial<TVector, T>(s * s) - x, x);
    }

    /// <summary>n = y / ln 2 rounded to an integer, and 2^n as two normal factors.</summary>
    /// <remarks>
    /// Adding 1.5 * 2^(mantissa bits) leaves n, rounded, in the low bits of the sum. The constant holds twice the exponent's
    /// bias as well, so that either half of those bits is a biased exponent. Two factors, because 2^n may lie outside the
    /// normal range: with the first inside the last fused multiply-add, a subnormal result is rounded only by the second.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ScaledExponents<TVector, T>(TVector y, out TVector scale1, out TVector scale2)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector magic = TVector.Create(typeof(T) == typeof(float) ? 12582912.0 + (2 * 127) : 6755399441055744.0 + (2 * 1023));
        TVector t = TVector.FusedMultiplyAdd(y, TVector.Create(Log2E), magic);
        TVector lowerHalf = TVector.ShiftBitsRight(t, 1);
        scale1 = TVector.ShiftToExponent(lowerHalf);
        scale2 = TVector.ShiftToExponent(TVector.SubtractBits(t, lowerHalf));
        return t - magic;
    }

    /// <summary>n = y / ln 2 rounded to an integer, and 2^n for n from the least exponent, which gives 0, up to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ScaledExponent<TVector, T>(TVector y, out TVector scale)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector magic = TVector.Create(typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023);
        TVector t = TVector.FusedMultiplyAdd(y, TVector.Create(Log2E), magic);
        scale = TVector.ShiftToExponent(t);
        return t - magic;
    }

    /// <summary>r = y - n ln 2, but for what <see cref="AddRest"/> adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduce<TVector, T>(TVector y, TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(n, TVector.Create(typeof(T) == typeof(float) ? -Ln2Single : -Ln2Double), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddRest<TVector, T>(TVector r, TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(n, TVector.Create(typeof(T) == typeof(float) ? -Ln2SingleRest : -Ln2DoubleRest), r);

    /// <summary>e^(y - n ln 2) - 1, where n is y / ln 2 rounded.</summary>
    /// <remarks>
    /// In float, the rest of ln 2 is added beside the polynomial, which is sooner than before it: in the higher powers the rest is less
    /// than an ulp. In double, where n goes further, it would be up to 60 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpMinusOne<TVector, T>(TVector y, TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector r = Reduce<TVector, T>(y, n);
        TVector whole = AddRest<TVector, T>(r, n);
        return ExpMinusOnePolynomial<TVector, T>(typeof(T) == typeof(float) ? r : whole, whole);
    }

    /// <summary>e^r - 1 for |r| up to ln(2)/2, as r + r² p(r), the first r being <paramref name="linear"/>.</summary>
    /// <remarks>
    /// p is a minimax fit, by the exchange algorithm, of the relative error of e^r - 1: degree 4 for float, largest error
    /// 2^-26.2; degree 9 for double, 2^-55.6. Evaluated by Estrin's scheme, whose chains are short. Only the last step rounds
    /// by more than a fraction of an ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpMinusOnePolynomial<TVector, T>(TVector r, TVector linear)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector r2 = r * r;
        if (typeof(T) == typeof(float))
        {
            TVector c01 = TVector.FusedMultiplyAdd(TVector.Create(0.16666543), r, TVector.Create(0.49999997));
            TVector c23 = TVector.FusedMultiplyAdd(TVector.Create(8.366547e-03), r, TVector.Create(4.166720e-02));
            TVector c24 = TVector.FusedMultiplyAdd(TVector.Create(1.3882539e-03), r2, c23);
            return TVector.FusedMultiplyAdd(r2, TVector.FusedMultiplyAdd(c24, r2, c01), linear);
        }

        TVector d01 = TVector.FusedMultiplyAdd(TVector.Create(0.16666666666666588), r, TVector.Create(0.5000000000000006));
        TVector d23 = TVector.FusedMultiplyAdd(TVector.Create(0.008333333333389753), r, TVector.Create(0.04166666666657647));
        TVector d45 = TVector.FusedMultiplyAdd(TVector.Create(0.00019841269718655477), r, TVector.Create(0.001388888893166565));
        TVector d67 = TVector.FusedMultiplyAdd(TVector.Create(2.75574077456272e-06), r, TVector.Create(2.480150514434621e-05));
        TVector d89 = TVector.FusedMultiplyAdd(TVector.Create(2.505375421853124e-08), r, TVector.Create(2.762609220104648e-07));
        TVector r4 = r2 * r2;
        TVector d03 = TVector.FusedMultiplyAdd(d23, r2, d01);
        TVector d47 = TVector.FusedMultiplyAdd(d67, r2, d45);
        TVector p = TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(d89, r4, d47), r4, d03);
        return TVector.FusedMultiplyAdd(r2, p, linear);
    }

    /// <summary>2 artanh(s) / s - 2, by z = s² up to (3 - sqrt 8)².</summary>
    /// <remarks>
    /// Minimax fits, the error taken relative to the logarithm: z times degree 2 for float, largest error 2^-30.2; z times
    /// degree 6 for double, 2^-59.5.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogPolynomial<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector z2 = z * z;
        if (typeof(T) == typeof(float))
        {
            TVector c01 = TVector.FusedMultiplyAdd(TVector.Create(0.39977497), z, TVector.Create(0.66666776));
            return z * TVector.FusedMultiplyAdd(TVector.Create(0.29873034), z2, c01);
        }

        TVector d01 = TVector.FusedMultiplyAdd(TVector.Create(LogDouble1), z, TVector.Create(LogDouble0));
        TVector d23 = TVector.FusedMultiplyAdd(TVector.Create(LogDouble3), z, TVector.Create(LogDouble2));
        TVector d45 = TVector.FusedMultiplyAdd(TVector.Create(LogDouble5), z, TVector.Create(LogDouble4));
        TVector d46 = TVector.FusedMultiplyAdd(TVector.Create(LogDouble6), z2, d45);
        return z * TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(d46, z2, d23), z2, d01);
    }

    /// <summary>2 artanh(s) / s - 2, by z = s² up to 1/9.</summary>
    /// <remarks>
    /// Minimax fits as in <see cref="LogPolynomial"/>: z times degree 3 for float, largest error 2^-27.7; z times degree 9 for double,
    /// 2^-59.4. A longer polynomial takes less than bringing x into the range of the shorter one.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOnePlusPolynomial<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector z2 = z * z;
        if (typeof(T) == typeof(float))
        {
            TVector c0To1 = TVector.FusedMultiplyAdd(TVector.Create(0.40021437), z, TVector.Create(0.6666642));
            TVector c2To3 = TVector.FusedMultiplyAdd(TVector.Create(0.28006753), z, TVector.Create(0.28003028));
            return z * TVector.FusedMultiplyAdd(c2To3, z2, c0To1);
        }

        TVector z4 = z2 * z2;
        TVector z8 = z4 * z4;
        TVector d0To1 = TVector.FusedMultiplyAdd(TVector.Create(0.40000000000155894), z, TVector.Create(0.6666666666666631));
        TVector d2To3 = TVector.FusedMultiplyAdd(TVector.Create(0.22222223960431137), z, TVector.Create(0.28571428548014033));
        TVector d4To5 = TVector.FusedMultiplyAdd(TVector.Create(0.1538655389817239), z, TVector.Create(0.1818174422980707));
        TVector d6To7 = TVector.FusedMultiplyAdd(TVector.Create(0.12105551348585396), z, TVector.Create(0.13301046791746798));
        TVector d8To9 = TVector.FusedMultiplyAdd(TVector.Create(0.1701489628493685), z, TVector.Create(0.08342256930656032));
        TVector d0To3 = TVector.FusedMultiplyAdd(d2To3, z2, d0To1);
        TVector d4To7 = TVector.FusedMultiplyAdd(d6To7, z2, d4To5);
        TVector d0To7 = TVector.FusedMultiplyAdd(d4To7, z4, d0To3);
        return z * TVector.FusedMultiplyAdd(d8To9, z8, d0To7);
    }
}
