using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

internal static partial class Elementary
{
    // 1 / sqrt(2 pi).
    private const double NormalDensityAtZero = 0.39894228040143267794;

    /// <summary>The error function, 2 / sqrt(pi) times the integral of e^(-t²) from 0 to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Of -|x|, down to where the result is -1. Far from 0 it is e^r - 1 with r = ln(1 - erf |x|).
        TVector sign = TVector.Create(-0.0);
        TVector y = TVector.Max(TVector.Create(typeof(T) == typeof(float) ? -3.93 : -5.93), x | sign);
        TVector r = LogErfcPolynomial<TVector, T>(y);
        TVector n = ScaledExponent<TVector, T>(r, out TVector scale);
        TVector far = TVector.FusedMultiplyAdd(scale, ExpMinusOne<TVector, T>(r, n), scale - TVector.Create(1));
        TVector near = TVector.FusedMultiplyAdd(y, ErfPolynomial<TVector, T>(y * y), y);
        return TVector.SelectBits(sign, x, TVector.SelectLess(y, TVector.Create(-0.8125), far, near));
    }

    /// <summary>
    /// The distribution function of the standard normal distribution, Φ(z) = (1 + erf(z / sqrt 2)) / 2; results below the normal
    /// range become 0, as numbers there slow down all that computes with them.
    /// </summary>
    /// <remarks>Relative accuracy is kept far below 0. Largest error: 5.3 ulp for float, 5.6 ulp for double.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalCdf<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector tail = NormalTail<TVector, T>(NegativeSize<TVector, T>(z), out _);
        TVector result = TVector.SelectLess(z, TVector.Create(0), tail, TVector.Create(1) - tail);
        return TVector.SelectEqual(z, z, result, z);
    }

    /// <summary>The Gaussian error linear unit, z Φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector tail = NormalTail<TVector, T>(NegativeSize<TVector, T>(z), out _);
        TVector cdf = TVector.SelectLess(z, TVector.Create(0), tail, TVector.Create(1) - tail);

        // The bound keeps -∞ from meeting 0.
        return TVector.Max(TVector.Create(NormalTailZero<T>()), z) * cdf;
    }

    /// <summary>The derivative of <see cref="Gelu"/>, Φ(z) + z e^(-z²/2) / sqrt(2 pi).</summary>
    /// <remarks>It crosses 0 near -0.75; around there its absolute error is small, not its relative error.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluDerivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The derivative at -|z|; that at |z| is 1 less it.
        TVector y = NegativeSize<TVector, T>(z);
        TVector tail = NormalTail<TVector, T>(y, out TVector exponential);
        TVector ofNegative = TVector.FusedMultiplyAdd(y * TVector.Create(NormalDensityAtZero), exponential, tail);
        TVector result = TVector.SelectLess(z, TVector.Create(0), ofNegative, TVector.Create(1) - ofNegative);
        return TVector.SelectEqual(z, z, result, z);
    }

    /// <summary>The number whose <see cref="NormalTail"/> and whose exponential are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double NormalTailZero<T>() => typeof(T) == typeof(float) ? -13.27 : -37.66;

    /// <summary>-|z|, or <see cref="NormalTailZero"/> where Φ(-|z|) is below the normal range, and for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NegativeSize<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y = z | TVector.Create(-0.0);
        return TVector.SelectLessOrEqual(
            TVector.Create(typeof(T) == typeof(float) ? -12.949952 : -37.51937934714449), y, y, TVector.Create(NormalTailZero<T>()));
    }

    /// <summary>Φ(y) for a result of <see cref="NegativeSize"/>, and e^(-y²/2).</summary>
    /// <remarks>
    /// Φ(y) = e^(-y²/2) p(y) / q(y), with degrees 4 and 5 for float, largest error 2^-26.5; 10 and 11 for double, 2^-56.0. The
    /// fits are of the relative error, near to minimax, by reweighted least squares. All terms are positive, so that nothing cancels.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTail<TVector, T>(TVector y, out TVector exponential)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What rounding leaves of -y²/2 goes where the rest of ln 2 does.
        TVector power = y * TVector.Create(-0.5) * y;
        TVector excess = TVector.FusedMultiplyAdd(y * TVector.Create(0.5), y, power);
        TVector n = ScaledExponent<TVector, T>(power, out TVector scale);
        excess = TVector.FusedMultiplyAdd(n, TVector.Create(typeof(T) == typeof(float) ? Ln2SingleRest : Ln2DoubleRest), excess);
        TVector r = Reduce<TVector, T>(power, n) - excess;
        TVector expMinusOne = ExpMinusOnePolynomial<TVector, T>(r, r);
        exponential = TVector.FusedMultiplyAdd(scale, expMinusOne, scale);

        // Scaling comes after the product, which saves the rounding of the exponential.
        TVector numerator = NormalTailNumerator<TVector, T>(y);
        return TVector.FusedMultiplyAdd(numerator, expMinusOne, numerator) * scale / NormalTailDenominator<TVector, T>(y);
    }

    /// <summary>erf(x) / x - 1, by z = x² up to 0.8125².</summary>
    /// <remarks>
    /// Minimax fits, the error taken relative to erf: degree 5 for float, largest error 2^-27.9; degree 10 for double, 2^-56.0.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ErfPolynomial<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector z2 = z * z;
        TVector z4 = z2 * z2;
        if (typeof(T) == typeof(float))
        {
            TVector c1To2 = TVector.FusedMultiplyAdd(TVector.Create(0.112831116), z, TVector.Create(-0.37612605));
            TVector c3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.005081485), z, TVector.Create(-0.026819598));
            TVector c1To4 = TVector.FusedMultiplyAdd(c3To4, z2, c1To2);
            TVector c1To5 = TVector.FusedMultiplyAdd(TVector.Create(-0.000650489), z4, c1To4);
            return TVector.FusedMultiplyAdd(c1To5, z, TVector.Create(0.12837917));
        }

        TVector z8 = z4 * z4;
        TVector d1To2 = TVector.FusedMultiplyAdd(TVector.Create(0.11283791670944321), z, TVector.Create(-0.3761263890318357));
        TVector d3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.005223977594885671), z, TVector.Create(-0.02686617064259714));
        TVector d5To6 = TVector.FusedMultiplyAdd(TVector.Create(0.0001205523796281227), z, TVector.Create(-0.0008548324868535965));
        TVector d7To8 = TVector.FusedMultiplyAdd(TVector.Create(1.641247923251593e-06), z, TVector.Create(-1.492294907136055e-05));
        TVector d9To10 = TVector.FusedMultiplyAdd(TVector.Create(1.0967654563640313e-08), z, TVector.Create(-1.5793003837105373e-07));
        TVector d1To4 = TVector.FusedMultiplyAdd(d3To4, z2, d1To2);
        TVector d5To8 = TVector.FusedMultiplyAdd(d7To8, z2, d5To6);
        TVector d1To8 = TVector.FusedMultiplyAdd(d5To8, z4, d1To4);
        return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(d9To10, z8, d1To8), z, TVector.Create(0.12837916709551256));
    }

    /// <summary>ln(1 - erf(-y)), for y from -0.8125 down to where erf rounds to -1.</summary>
    /// <remarks>
    /// Minimax fits of the logarithm, the error taken as that of erf: degree 6 for float, largest error 2^-28.6; degree 18 for double,
    /// 2^-57.3.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogErfcPolynomial<TVector, T>(TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y2 = y * y;
        TVector y4 = y2 * y2;
        if (typeof(T) == typeof(float))
        {
            TVector c2To3 = TVector.FusedMultiplyAdd(TVector.Create(0.10479438), y, TVector.Create(-0.63622916));
            TVector c4To5 = TVector.FusedMultiplyAdd(TVector.Create(0.0031536107), y, TVector.Create(0.022655126));
            TVector c2To5 = TVector.FusedMultiplyAdd(c4To5, y2, c2To3);
            TVector c2 = TVector.FusedMultiplyAdd(TVector.Create(0.0002074808), y4, c2To5);
            TVector c0 = TVector.FusedMultiplyAdd(c2, y2, TVector.Create(-6.755881e-05));
            return TVector.FusedMultiplyAdd(TVector.Create(1.1282234), y, c0);
        }

        TVector y8 = y4 * y4;
        TVector y16 = y8 * y8;
        TVector d2To3 = TVector.FusedMultiplyAdd(TVector.Create(0.10276955431335302), y, TVector.Create(-0.6366208881308506));
        TVector d4To5 = TVector.FusedMultiplyAdd(TVector.Create(-0.0002124973320946678), y, TVector.Create(0.019123537310611848));
        TVector d6To7 = TVector.FusedMultiplyAdd(TVector.Create(-0.000571910866774881), y, TVector.Create(-0.0016912920946325193));
        TVector d8To9 = TVector.FusedMultiplyAdd(TVector.Create(9.773760150239037e-05), y, TVector.Create(3.972871445533087e-06));
        TVector d10To11 = TVector.FusedMultiplyAdd(TVector.Create(2.0879603651683342e-05), y, TVector.Create(5.728931941942145e-05));
        TVector d12To13 = TVector.FusedMultiplyAdd(TVector.Create(1.120216645642293e-06), y, TVector.Create(5.5560669311696e-06));
        TVector d14To15 = TVector.FusedMultiplyAdd(TVector.Create(1.9171577337593652e-08), y, TVector.Create(1.707935928087762e-07));
        TVector d16To17 = TVector.FusedMultiplyAdd(TVector.Create(7.28201117786769e-11), y, TVector.Create(1.497958299246218e-09));
        TVector d2To5 = TVector.FusedMultiplyAdd(d4To5, y2, d2To3);
        TVector d6To9 = TVector.FusedMultiplyAdd(d8To9, y2, d6To7);
        TVector d10To13 = TVector.FusedMultiplyAdd(d12To13, y2, d10To11);
        TVector d14To17 = TVector.FusedMultiplyAdd(d16To17, y2, d14To15);
        TVector d2To9 = TVector.FusedMultiplyAdd(d6To9, y4, d2To5);
        TVector d10To17 = TVector.FusedMultiplyAdd(d14To17, y4, d10To13);
        TVector d2To17 = TVector.FusedMultiplyAdd(d10To17, y8, d2To9);
        TVector d2 = TVector.FusedMultiplyAdd(TVector.Create(1.6583734433111648e-12), y16, d2To17);
        TVector d0 = TVector.FusedMultiplyAdd(d2, y2, TVector.Create(-2.1958390643822427e-08));
        return TVector.FusedMultiplyAdd(TVector.Create(1.1283789328303113), y, d0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTailNumerator<TVector, T>(TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y2 = y * y;
        if (typeof(T) == typeof(float))
        {
            TVector c1To2 = TVector.FusedMultiplyAdd(TVector.Create(0.18069448), y, TVector.Create(-0.43485466));
            TVector c3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.0039899265), y, TVector.Create(-0.03977875));
            return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(c3To4, y2, c1To2), y, TVector.Create(0.5));
        }

        TVector y4 = y2 * y2;
        TVector y8 = y4 * y4;
        TVector d1To2 = TVector.FusedMultiplyAdd(TVector.Create(0.6780455978054207), y, TVector.Create(-0.8269215760996705));
        TVector d3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.1314560689215316), y, TVector.Create(-0.3561399553572777));
        TVector d5To6 = TVector.FusedMultiplyAdd(TVector.Create(0.007074063455363931), y, TVector.Create(-0.035467324219766935));
        TVector d7To8 = TVector.FusedMultiplyAdd(TVector.Create(0.00010554078474613627), y, TVector.Create(-0.001031195664695749));
        TVector d9To10 = TVector.FusedMultiplyAdd(TVector.Create(2.2118306934262876e-07), y, TVector.Create(-6.8966121321751975e-06));
        TVector d1To4 = TVector.FusedMultiplyAdd(d3To4, y2, d1To2);
        TVector d5To8 = TVector.FusedMultiplyAdd(d7To8, y2, d5To6);
        TVector d1To8 = TVector.FusedMultiplyAdd(d5To8, y4, d1To4);
        return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(d9To10, y8, d1To8), y, TVector.Create(0.5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTailDenominator<TVector, T>(TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector y2 = y * y;
        TVector y4 = y2 * y2;
        if (typeof(T) == typeof(float))
        {
            TVector c1To2 = TVector.FusedMultiplyAdd(TVector.Create(1.1919327), y, TVector.Create(-1.6675942));
            TVector c3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.09971823), y, TVector.Create(-0.46276456));
            TVector c1To4 = TVector.FusedMultiplyAdd(c3To4, y2, c1To2);
            return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(TVector.Create(-0.010001112), y4, c1To4), y, TVector.Create(1.0));
        }

        TVector y8 = y4 * y4;
        TVector d1To2 = TVector.FusedMultiplyAdd(TVector.Create(2.8122868851078135), y, TVector.Create(-2.4517277130022066));
        TVector d3To4 = TVector.FusedMultiplyAdd(TVector.Create(0.97661725152032), y, TVector.Create(-1.9962578606570849));
        TVector d5To6 = TVector.FusedMultiplyAdd(TVector.Create(0.09145364775241277), y, TVector.Create(-0.3467199802368184));
        TVector d7To8 = TVector.FusedMultiplyAdd(TVector.Create(0.00260211145299806), y, TVector.Create(-0.01799549013163408));
        TVector d9To10 = TVector.FusedMultiplyAdd(TVector.Create(1.7287242969707527e-05), y, TVector.Create(-0.0002651059389033501));
        TVector d1To4 = TVector.FusedMultiplyAdd(d3To4, y2, d1To2);
        TVector d5To8 = TVector.FusedMultiplyAdd(d7To8, y2, d5To6);
        TVector d9To11 = TVector.FusedMultiplyAdd(TVector.Create(-5.544237354837535e-07), y2, d9To10);
        TVector d1To8 = TVector.FusedMultiplyAdd(d5To8, y4, d1To4);
        return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(d9To11, y8, d1To8), y, TVector.Create(1.0));
    }
}
