using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <remarks>
/// Most of these are made of e = e^-|z|, which is at most 1, so that nothing overflows, and which is 0 from about 2^-126.5 or 2^-1022.5
/// on, as in <see cref="Sigmoid"/>. NaN is steered through as a number and comes back in with z.
/// </remarks>
internal static partial class Elementary
{
    // 2 sqrt(2 / pi), and that times 0.044715, each as the sum of two T.
    private const double TanhSlopeSingle = 1.5957691669464111;
    private const double TanhSlopeSingleRest = -4.53406804211e-8;
    private const double TanhSlopeDouble = 1.5957691216057308;
    private const double TanhSlopeDoubleRest = -9.9693088091109203e-17;
    private const double TanhCubeSingle = 0.07135481387376785;
    private const double TanhCubeSingleRest = 2.39883239599e-9;
    private const double TanhCubeDouble = 0.07135481627260025;
    private const double TanhCubeDoubleRest = -6.1751499181553155e-19;

    /// <summary>e^-|z| - 1, with its relative accuracy near 0; for NaN it is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOneOfNegativeSize<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // From -40 on it is -1.
        TVector y = BoundedNegativeSize<TVector, T>(z, -40);
        TVector n = ScaledExponent<TVector, T>(y, out TVector scale);
        return TVector.FusedMultiplyAdd(scale, ExpMinusOne<TVector, T>(y, n), scale - TVector.Create(1));
    }

    /// <summary>e^-|z|; 0 for NaN, and where it is below the normal range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfNegativeSize<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y = BoundedNegativeSize<TVector, T>(z, ExpZero<T>());
        TVector n = ScaledExponent<TVector, T>(y, out TVector scale);
        return TVector.FusedMultiplyAdd(scale, ExpMinusOne<TVector, T>(y, n), scale);
    }

    /// <summary>The sigmoid linear unit, z / (1 + e^-z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Silu<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Gated<TVector, T>(z, ExpOfNegativeSize<TVector, T>(z), ExpZero<T>());

    /// <summary>The derivative of <see cref="Silu"/>, s + z s (1 - s) with the sigmoid s of z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SiluDerivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        GatedDerivative<TVector, T>(z, ExpOfNegativeSize<TVector, T>(z), BoundedNegativeSize<TVector, T>(z, ExpZero<T>()));

    /// <summary>The tanh form of the Gaussian error linear unit: z / (1 + e^-v) with v = 2 sqrt(2 / pi) (z + 0.044715 z³).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluTanh<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Gated<TVector, T>(z, ExpOfCubic<TVector, T>(BoundedNegativeSize<TVector, T>(z, CubicZero<T>())), CubicZero<T>());

    /// <summary>The derivative of <see cref="GeluTanh"/>, s + z v' s (1 - s) with the sigmoid s of v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluTanhDerivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y = BoundedNegativeSize<TVector, T>(z, CubicZero<T>());
        TVector slope = TVector.FusedMultiplyAdd(
            TVector.Create(3 * TanhCubeDouble), y * y, TVector.Create(TanhSlopeDouble));
        return GatedDerivative<TVector, T>(z, ExpOfCubic<TVector, T>(y), y * slope);
    }

    /// <summary>ln(1 + e^z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.Max(TVector.Create(0), z) + LogOnePlus<TVector, T>(ExpOfNegativeSize<TVector, T>(z));

    /// <summary>z tanh(ln(1 + e^z)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Mish<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MishQuotient<TVector, T>(z, ExpOfNegativeSize<TVector, T>(z), out TVector numerator, out TVector denominator);

        // The bound keeps -∞ from meeting 0.
        return TVector.Max(TVector.Create(ExpZero<T>()), z) * numerator / denominator;
    }

    /// <summary>The derivative of <see cref="Mish"/>, t + z s (1 - t²) with t = tanh(ln(1 + e^z)) and the sigmoid s of z.</summary>
    /// <remarks>It crosses 0 near -1.19; around there its absolute error is small, not its relative error.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MishDerivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With the quotient n / d of the function, s (1 - t²) is 4 e (1 + e) / d² for negative z, and e times that for others.
        TVector e = ExpOfNegativeSize<TVector, T>(z);
        MishQuotient<TVector, T>(z, e, out TVector numerator, out TVector denominator);
        TVector zero = TVector.Create(0);
        TVector power = TVector.SelectLess(z, zero, e, e * e);
        TVector slope = TVector.Create(4) * (TVector.Create(1) + e) * power / (denominator * denominator);
        TVector y = BoundedNegativeSize<TVector, T>(z, ExpZero<T>());
        TVector result = TVector.FusedMultiplyAdd(TVector.SelectLess(z, zero, y, -y), slope, numerator / denominator);
        return TVector.SelectEqual(z, z, result, z);
    }

    /// <summary>z / (1 + |z|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softsign<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Long before the bound, the result is ±1.
        TVector sign = TVector.Create(-0.0);
        TVector y = TVector.Max(TVector.Create(-1e30), z | sign);
        return TVector.SelectBits(sign, z, y / (TVector.Create(1) - y));
    }

    /// <summary>tanh(ln(1 + e^z)) as a quotient of sums of positive terms, with e = e^-|z|.</summary>
    /// <remarks>
    /// tanh(ln u) = (u² - 1) / (u² + 1). With u = 1 + e that is e (e + 2) / (e (e + 2) + 2), for negative z; with u = 1 + 1/e it is
    /// (1 + 2e) / (1 + 2e + 2e²).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MishQuotient<TVector, T>(TVector z, TVector e, out TVector numerator, out TVector denominator)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector zero = TVector.Create(0);
        TVector twice = e + e;
        numerator = TVector.SelectLess(z, zero, TVector.FusedMultiplyAdd(e, e, twice), twice + TVector.Create(1));
        denominator = TVector.SelectLess(
            z, zero, numerator + TVector.Create(2), TVector.FusedMultiplyAdd(twice, e, numerator));
    }

    /// <summary>z / (1 + e^-v) for a v of the sign of z, given e = e^-|v|, which is 0 where z is <paramref name="least"/> or
    /// less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gated<TVector, T>(TVector z, TVector e, double least)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The bound keeps -∞ from meeting 0.
        TVector one = TVector.Create(1);
        return TVector.Max(TVector.Create(least), z) * TVector.SelectLessOrEqual(TVector.Create(0), z, one, e) / (one + e);
    }

    /// <summary>The derivative of <see cref="Gated"/>, given e = e^-|v| and -|z| v'.</summary>
    /// <remarks>It crosses 0 between -1.3 and -0.7; around there its absolute error is small, not its relative error.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector GatedDerivative<TVector, T>(TVector z, TVector e, TVector factor)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The derivative at -|z|; that at |z| is 1 less it.
        TVector one = TVector.Create(1);
        TVector gate = e / (one + e);
        TVector ofNegative = TVector.FusedMultiplyAdd(factor, gate / (one + e), gate);
        TVector result = TVector.SelectLess(z, TVector.Create(0), ofNegative, one - ofNegative);
        return TVector.SelectEqual(z, z, result, z);
    }

    /// <summary>e^v with v = 2 sqrt(2 / pi) (y + 0.044715 y³), for y from <see cref="CubicZero"/> to 0.</summary>
    /// <remarks>
    /// The error of v would be that of the result, times the size of v. So what rounding leaves of v is computed too, and goes where the
    /// rest of ln 2 does.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpOfCubic<TVector, T>(TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TVector linear = TVector.Create(single ? TanhSlopeSingle : TanhSlopeDouble);
        TVector cubic = TVector.Create(single ? TanhCubeSingle : TanhCubeDouble);
        TVector square = y * y;
        TVector squareRest = TVector.FusedMultiplyAdd(y, y, -square);
        TVector term = cubic * square;
        TVector rest = TVector.FusedMultiplyAdd(cubic, square, -term);
        rest = TVector.FusedMultiplyAdd(cubic, squareRest, rest);
        rest = TVector.FusedMultiplyAdd(TVector.Create(single ? TanhCubeSingleRest : TanhCubeDoubleRest), square, rest);
        rest += TVector.Create(single ? TanhSlopeSingleRest : TanhSlopeDoubleRest);

        // Either term may be the larger, so the error of the sum takes six operations (Knuth).
        TVector slope = linear + term;
        TVector part = slope - linear;
        rest += linear - (slope - part) + (term - part);

        TVector v = y * slope;
        TVector excess = TVector.FusedMultiplyAdd(y, rest, TVector.FusedMultiplyAdd(y, slope, -v));
        TVector n = ScaledExponent<TVector, T>(v, out TVector scale);
        TVector r = AddRest<TVector, T>(Reduce<TVector, T>(v, n), n) + excess;
        return TVector.FusedMultiplyAdd(scale, ExpMinusOnePolynomial<TVector, T>(r, r), scale);
    }

    /// <summary>-|z|, or <paramref name="least"/> where that is greater, and for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BoundedNegativeSize<TVector, T>(TVector z, double least)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y = z | TVector.Create(-0.0);
        return TVector.SelectLess(TVector.Create(least), y, y, TVector.Create(least));
    }

    /// <summary>A round number at which the exponent of e^x is that of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ExpZero<T>() => typeof(T) == typeof(float) ? -88 : -709;

    /// <summary>The number whose <see cref="ExpOfCubic"/> is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double CubicZero<T>() => typeof(T) == typeof(float) ? -10.03 : -21.1518;
}
