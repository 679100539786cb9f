using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary><c>a · b + c</c> in <see cref="double"/> with one rounding, where the processor has no instruction for it.</summary>
/// <remarks>
/// The product and the sums as pairs of numbers, a result and its rounding error (T. J. Dekker, "A floating-point technique for extending
/// the available precision", 1971; D. E. Knuth's sum of six operations), in the order of S. Boldo and G. Melquiond, "Emulation of FMA and
/// correctly rounded sums" (2008). What that does not decide is computed in integers.
/// </remarks>
internal static class FusedDouble
{
    // Cuts the 53 digits of a number into two halves.
    private const double Splitter = (1 << 27) + 1;

    // With both factors at least this large, the error of the product is a multiple of the least double, and so exact.
    private const double MinFactor = 1e-140;

    // The distance from 1 to the next number.
    private const double Ulp = 1.0 / (1L << MantissaBits);

    private const int MantissaBits = 52;
    private const int LeastExponent = -1074;

    // Where the first digit of a 128-bit number stands before a sum: all digits of a product fit, and a digit that is carried.
    private const int FirstDigit = 125;

    /// <summary><c>a · b + c</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c)
    {
        double result = Sum<V1<double>>(new(a), new(b), new(c), out V1<double> doubt).Value;
        return doubt.Value == 0 ? result : InIntegers(a, b, c);
    }

    /// <summary><c>a · b + c</c>, lane by lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c)
    {
        Vector128<double> result = Sum<V128<double>>(new(a), new(b), new(c), out V128<double> doubt).Value;
        return Vector128.EqualsAll(doubt.Value, Vector128<double>.Zero) ? result : InIntegers(a, b, c);
    }

    /// <summary>The exact error of a sum: what is left of <c>left + right</c> without <paramref name="sum"/>, its rounded value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SumError<TVector>(TVector left, TVector right, TVector sum)
        where TVector : struct, ISimd<TVector, double>
    {
        TVector second = sum - left;
        return (left - (sum - second)) + (right - second);
    }

    /// <summary><c>a · b + c</c>, rounded once, in integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double InIntegers(double a, double b, double c)
    {
        if (a == 0 || b == 0 || !double.IsFinite(a) || !double.IsFinite(b))
        {
            return (a * b) + c;
        }

        if (c == 0 || !double.IsFinite(c))
        {
            // The product has the sign of a sum with zero, and may not overflow before a sum with an infinity.
            return double.IsFinite(c) ? Round(Product(a, b)) : c + c;
        }

        return Add(Product(a, b), Whole(c));
    }

    private static Vector128<double> InIntegers(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.Create(
        InIntegers(a.GetElement(0), b.GetElement(0), c.GetElement(0)), InIntegers(a.GetElement(1), b.GetElement(1), c.GetElement(1)));

    // The result, and a number for each lane that is not 0 where the result may be wrong.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum<TVector>(TVector a, TVector b, TVector c, out TVector doubt)
        where TVector : struct, ISimd<TVector, double>
    {
        TVector product = a * b;
        TVector productError = ProductError(a, b, product);
        TVector low = c + productError;
        TVector high = product + low;
        TVector rest = SumError(c, productError, low) + SumError(product, low, high);
        TVector result = high + rest;

        // Only where the last sum is halfway between two numbers, the rounding before it matters: a little more gives another result then.
        // What is not finite, or has overflowed on the way, gives NaN here and is in doubt too.
        TVector left = rest - (result - high);
        TVector more = result + (left * TVector.Create(1 + Ulp));
        doubt = (more - result) | WhereTiny(a) | WhereTiny(b);

        // The sign of an exact zero is that of the plain sum.
        TVector zero = TVector.Create(0);
        return TVector.SelectEqual(result, zero, product + c, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ProductError<TVector>(TVector a, TVector b, TVector product)
        where TVector : struct, ISimd<TVector, double>
    {
        (TVector aHigh, TVector aLow) = Halves(a);
        (TVector bHigh, TVector bLow) = Halves(b);
        return (aLow * bLow) - (((product - (aHigh * bHigh)) - (aLow * bHigh)) - (aHigh * bLow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector High, TVector Low) Halves<TVector>(TVector value)
        where TVector : struct, ISimd<TVector, double>
    {
        TVector scaled = value * TVector.Create(Splitter);
        TVector high = scaled - (scaled - value);
        return (high, value - high);
    }

    // The number where it is tiny but not 0, else 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WhereTiny<TVector>(TVector factor)
        where TVector : struct, ISimd<TVector, double>
    {
        TVector magnitude = TVector.SelectBits(TVector.Create(-0.0), TVector.Create(0), factor);
        return TVector.SelectLess(magnitude, TVector.Create(MinFactor), factor, TVector.Create(0));
    }

    private static Number Product(double a, double b)
    {
        (Number left, Number right) = (Whole(a), Whole(b));
        return new(left.IsNegative != right.IsNegative, left.Digits * right.Digits, left.Exponent + right.Exponent);
    }

    private static Number Whole(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> MantissaBits) & 0x7FF);
        ulong mantissa = (ulong)bits & ((1UL << MantissaBits) - 1);
        return new(
            bits < 0, exponent == 0 ? mantissa : mantissa | (1UL << MantissaBits), Math.Max(exponent, 1) - 1 + LeastExponent);
    }

    private static double Add(Number left, Number right)
    {
        (left, right) = (left.Normalized(), right.Normalized());
        (Number larger, Number smaller) = left.Exponent >= right.Exponent ? (left, right) : (right, left);
        UInt128 moved = ShiftRight(smaller.Digits, larger.Exponent - smaller.Exponent);
        if (larger.IsNegative == smaller.IsNegative)
        {
            return Round(larger with { Digits = larger.Digits + moved });
        }

        return larger.Digits == moved ? 0
            : larger.Digits > moved ? Round(larger with { Digits = larger.Digits - moved })
            : Round(smaller with { Digits = moved - larger.Digits, Exponent = larger.Exponent });
    }

    // What falls off stays as a last digit of 1: it decides between two numbers as all of it would.
    private static UInt128 ShiftRight(UInt128 digits, int count) => count == 0 ? digits
        : count > FirstDigit ? 1
        : (digits >> count) | ((digits & ((UInt128.One << count) - 1)) != 0 ? UInt128.One : 0);

    // To the nearest double, to an even one where two are.
    private static double Round(Number number)
    {
        int length = 128 - (int)UInt128.LeadingZeroCount(number.Digits);
        int cut = Math.Max(length - MantissaBits - 1, LeastExponent - number.Exponent);
        UInt128 digits = number.Digits;
        if (cut > length)
        {
            digits = 0;
        }
        else if (cut > 0)
        {
            UInt128 rest = digits & ((UInt128.One << cut) - 1);
            UInt128 half = UInt128.One << (cut - 1);
            digits >>= cut;
            digits += rest > half || (rest == half && UInt128.IsOddInteger(digits)) ? UInt128.One : 0;
        }

        double magnitude = Math.ScaleB((double)(ulong)digits, number.Exponent + Math.Max(cut, 0));
        return number.IsNegative ? -magnitude : magnitude;
    }

    // ±Digits · 2^Exponent.
    private readonly record struct Number(bool IsNegative, UInt128 Digits, int Exponent)
    {
        public Number Normalized()
        {
            int shift = FirstDigit - 127 + (int)UInt128.LeadingZeroCount(Digits);
            return this with { Digits = Digits << shift, Exponent = Exponent - shift };
        }
    }
}
