using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary><c>a · b + c</c> in <see cref="float"/> with one rounding, where the processor has no instruction for it.</summary>
/// <remarks>
/// In <see cref="double"/> the product is exact, and the sum is rounded once before it is rounded to <see cref="float"/>. Rounding twice is
/// wrong only where the first result lies halfway between two floats, and where floats have fewer digits, below their normal range. There
/// the sum is rounded to odd instead (S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using
/// rounding to odd", 2008), after which a second rounding is right.
/// </remarks>
internal static class FusedSingle
{
    // Of a double, the digits that a float lacks, and these where it is halfway between two floats.
    private const long LostDigits = 0x1FFF_FFFF;
    private const long Halfway = 0x1000_0000;
    private const double MinNormal = 1.17549435082228750797e-38;

    /// <summary><c>a · b + c</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c)
    {
        double product = (double)a * b;
        double sum = product + c;
        bool isInDoubt = (BitConverter.DoubleToInt64Bits(sum) & LostDigits) == Halfway || (Math.Abs(sum) < MinNormal && sum != 0);
        return (float)(isInDoubt ? SumToOdd<V1<double>>(new(product), new(c)).Value : sum);
    }

    /// <summary><c>a · b + c</c>, lane by lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        Vector128<double> lowProduct = Vector128.WidenLower(a) * Vector128.WidenLower(b);
        Vector128<double> highProduct = Vector128.WidenUpper(a) * Vector128.WidenUpper(b);
        (Vector128<double> lowAddend, Vector128<double> highAddend) = Vector128.Widen(c);
        Vector128<double> low = lowProduct + lowAddend;
        Vector128<double> high = highProduct + highAddend;

        // Inputs of few digits, such as 0 and 1, often give sums halfway between two floats, but these sums are exact.
        return (InDoubt(low) | InDoubt(high)) == Vector128<int>.Zero
            || (IsExact(lowProduct, lowAddend, low) && IsExact(highProduct, highAddend, high))
            ? Vector128.Narrow(low, high)
            : ByOdd(a, b, c);
    }

    // Without the larger one, a sum is what is left of the smaller one, exactly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsExact(Vector128<double> left, Vector128<double> right, Vector128<double> sum) =>
        Vector128.EqualsAll(sum - left, right) && Vector128.EqualsAll(sum - right, left);

    // By one comparison of 32-bit numbers, as all machines with vectors have it. Adding a constant moves what is in doubt to the smallest
    // numbers: of the lower half of a double, a single pattern of lost digits; of the upper one, without the sign, the numbers from 1 to
    // the exponent of the smallest normal float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> InDoubt(Vector128<double> sum)
    {
        Vector128<int> bits = sum.AsInt32() & Halves(0x7FFF_FFFF, 0x1FFF_FFFF);
        return Vector128.LessThan(bits + Halves(0x7FFF_FFFF, 0x7000_0000), Halves(0xB80F_FFFF, 0x8000_0001));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Halves(uint upper, uint lower) => Vector128.Create(((ulong)upper << 32) | lower).AsInt32();

    // Rare, so not a part of every kernel.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<float> ByOdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.Narrow(
        SumToOdd<V128<double>>(new(Vector128.WidenLower(a) * Vector128.WidenLower(b)), new(Vector128.WidenLower(c))).Value,
        SumToOdd<V128<double>>(new(Vector128.WidenUpper(a) * Vector128.WidenUpper(b)), new(Vector128.WidenUpper(c))).Value);

    // The sum where it is a double, and else the neighbor whose last digit is 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumToOdd<TVector>(TVector left, TVector right)
        where TVector : struct, ISimd<TVector, double>
    {
        TVector zero = TVector.Create(0);
        TVector sign = TVector.Create(-0.0);
        TVector lastDigit = TVector.Create(double.Epsilon);
        TVector sum = left + right;

        // What the rounding of the sum has cut off, or below 0 what it has added to its magnitude; NaN where the sum is infinite.
        TVector cut = FusedDouble.SumError(left, right, sum) ^ (sum & sign);
        TVector towardZero = TVector.SelectLess(cut, zero, TVector.SubtractBits(sum, lastDigit), sum);
        return TVector.SelectLess(cut, zero, towardZero | lastDigit, TVector.SelectLess(zero, cut, sum | lastDigit, sum));
    }
}
