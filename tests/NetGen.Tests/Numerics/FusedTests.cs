using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

/// <summary>Multiply-add with one rounding, as machines compute it that have no instruction for it.</summary>
public sealed class FusedTests
{
    private const int Cases = 100_000;

    private delegate T Operation<T>(T a, T b, T c);

    [Fact]
    public void Floats_are_rounded_once() => Check(
        SingleOf, 24, -149, (a, b, c) => FusedSingle.MultiplyAdd(a, b, c), (a, b, c) => InLane(a, b, c, 0),
        (a, b, c) => InLane(a, b, c, 3));

    [Fact]
    public void Doubles_are_rounded_once() => Check(
        DoubleOf, 53, -1074, (a, b, c) => FusedDouble.MultiplyAdd(a, b, c), (a, b, c) => InLane(a, b, c, 0),
        (a, b, c) => InLane(a, b, c, 1), FusedDouble.InIntegers);

    [Theory]
    [InlineData(1f, 1f, -1f, 0f)]
    [InlineData(-1f, 1f, 1f, 0f)]
    [InlineData(1f, float.NaN, 1f, float.NaN)]
    [InlineData(0f, float.PositiveInfinity, 1f, float.NaN)]
    [InlineData(float.MaxValue, 2f, float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.MaxValue, 2f, 0f, float.PositiveInfinity)]
    [InlineData(float.MaxValue, -2f, float.MaxValue, -float.MaxValue)]
    [InlineData(float.PositiveInfinity, 2f, float.NegativeInfinity, float.NaN)]

    // The product is a quarter, or three quarters, of the smallest number; alone it rounds to 0, or to that number.
    [InlineData(float.Epsilon, 0.25f, 0f, 0f)]
    [InlineData(-float.Epsilon, 0.25f, 0f, -0f)]
    [InlineData(float.Epsilon, 0.75f, 0f, float.Epsilon)]
    [InlineData(float.Epsilon, 0.5f, float.Epsilon, 2 * float.Epsilon)]
    public void Special_values_are_those_of_the_standard(float a, float b, float c, float expected)
    {
        AssertSame(expected, FusedSingle.MultiplyAdd(a, b, c));
        AssertSame(expected, InLane(a, b, c, 2));
        if (float.IsNaN(expected) || float.IsInfinity(a) || float.IsInfinity(b) || float.IsInfinity(c))
        {
            AssertSame(expected, FusedDouble.MultiplyAdd(a, b, c));
            AssertSame(expected, FusedDouble.InIntegers(a, b, c));
        }
    }

    [Fact]
    public void A_sum_that_is_zero_has_the_sign_of_the_standard()
    {
        foreach ((float a, float c, float expected) in new[] { (0f, 0f, 0f), (-0f, -0f, -0f), (-0f, 0f, 0f), (0f, -0f, 0f) })
        {
            AssertSame(expected, FusedSingle.MultiplyAdd(a, 1, c));
            AssertSame(expected, InLane(a, 1, c, 1));
            AssertSame((double)expected, FusedDouble.MultiplyAdd(a, 1, c));
            AssertSame((double)expected, InLane((double)a, 1, c, 1));
            AssertSame((double)expected, FusedDouble.InIntegers(a, 1, c));
        }
    }

    [Fact]
    public void What_no_double_holds_decides_between_two_floats()
    {
        // Halfway between 1 and the next float, and a little more or less.
        float half = MathF.ScaleB(1, -24);
        float little = MathF.ScaleB(1, -50);
        AssertSame(1f, FusedSingle.MultiplyAdd(half, 1, 1));
        AssertSame(MathF.BitIncrement(1), FusedSingle.MultiplyAdd(half, 1 + MathF.ScaleB(1, -23), 1));
        AssertSame(MathF.BitIncrement(1), FusedSingle.MultiplyAdd(little, little, MathF.BitIncrement(1)));
        float odd = MathF.BitIncrement(1);
        AssertSame(odd, InLane(MathF.BitIncrement(half), MathF.BitDecrement(1), 1, 1));
    }

    [Fact]
    public void An_infinity_beside_a_number_in_doubt_stays_an_infinity()
    {
        float half = MathF.ScaleB(1, -24);
        Vector128<float> result = FusedSingle.MultiplyAdd(
            Vector128.Create(half, float.MaxValue, 0, float.NaN), Vector128.Create(1f, 2, 0, 1), Vector128.Create(1f, 1, -0f, 1));
        Assert.Equal(Vector128.Create(1f, float.PositiveInfinity, 0, 0), result.WithElement(3, 0));
        Assert.True(float.IsNaN(result[3]));
    }

    [Fact]
    public void The_processor_gives_the_same_bits()
    {
        Assert.SkipUnless(Fused.IsAccelerated, "The processor has no fused multiply-add; the other tests compare with exact numbers.");
        for (int seed = 1; seed <= 2; seed++)
        {
            var random = new Random(seed);
            for (int i = 0; i < 5 * Cases; i++)
            {
                (float a, float b, float c) = Triple(random, SingleOf);
                AssertSame(Fused.MultiplyAdd(a, b, c), FusedSingle.MultiplyAdd(a, b, c));
                (double d, double e, double f) = Triple(random, DoubleOf);
                AssertSame(Fused.MultiplyAdd(d, e, f), FusedDouble.MultiplyAdd(d, e, f));
            }
        }
    }

    private static void Check<T>(Func<Random, T> number, int digits, int leastExponent, params Operation<T>[] operations)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(20);
        for (int i = 0; i < Cases; i++)
        {
            (T a, T b, T c) = Triple(random, number);
            T expected = Exact(a, b, c, digits, leastExponent);
            foreach (Operation<T> operation in operations)
            {
                AssertSame(expected, operation(a, b, c));
            }
        }
    }

    // Numbers by themselves, and sums that cancel, or that are halfway between two numbers, or nearly so.
    private static (T A, T B, T C) Triple<T>(Random random, Func<Random, T> number)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T a, T b, T c) = (number(random), number(random), number(random));
        T product = a * b;
        if (!T.IsFinite(product) || product == T.Zero)
        {
            return (a, b, c);
        }

        int digits = typeof(T) == typeof(float) ? 24 : 53;
        switch (random.Next(4))
        {
            case 0:
                c = -product;
                break;
            case 1:
                // The sum has the product far to the right, at a place where it decides.
                c = T.ScaleB(T.CreateTruncating(random.NextInt64(1, 1L << (digits - 1))), T.ILogB(product) + random.Next(-3, 3));
                break;
            case 2:
                // Few digits: many sums are exactly halfway.
                a = T.ScaleB(T.CreateTruncating(random.Next(1, 64)), random.Next(-4, 4));
                b = T.ScaleB(T.CreateTruncating(random.Next(1, 64)), random.Next(-digits - 4, -digits + 8));
                c = T.CreateTruncating(random.Next(1, 4)) + (T.ScaleB(T.One, 1 - digits) * T.CreateTruncating(random.Next(0, 3)));
                break;
        }

        return (a, b, c);
    }

    private static float SingleOf(Random random) => (random.Next(2) == 0 ? 1 : -1) * random.Next(7) switch
    {
        0 => BitConverter.Int32BitsToSingle(random.Next() & 0x3FFF_FFFF),
        1 => BitConverter.Int32BitsToSingle(random.Next(0, 0x00FF_FFFF)),
        2 => random.Next(-8, 9),
        3 => MathF.ScaleB(random.Next(-4096, 4097), random.Next(-149, 100)),
        4 => BitConverter.Int32BitsToSingle((random.Next(230, 255) << 23) | random.Next(0, 1 << 23)),
        _ => BitConverter.Int32BitsToSingle((random.Next(90, 160) << 23) | random.Next(0, 1 << 23)),
    };

    private static double DoubleOf(Random random) => (random.Next(2) == 0 ? 1 : -1) * random.Next(7) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64() & 0x3FFF_FFFF_FFFF_FFFF),
        1 => BitConverter.Int64BitsToDouble(random.NextInt64(0, 0x001F_FFFF_FFFF_FFFF)),
        2 => random.Next(-8, 9),
        3 => Math.ScaleB(random.NextInt64(-1L << 52, 1L << 52), random.Next(-1074, 900)),
        4 => BitConverter.Int64BitsToDouble((random.NextInt64(1990, 2047) << 52) | random.NextInt64(0, 1L << 52)),
        _ => BitConverter.Int64BitsToDouble((random.NextInt64(990, 1060) << 52) | random.NextInt64(0, 1L << 52)),
    };

    // The exact value as an integer times a power of two, rounded to the nearest, to an even one where two are.
    private static T Exact<T>(T a, T b, T c, int digits, int leastExponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(a) || !T.IsFinite(b) || !T.IsFinite(c))
        {
            return T.CreateTruncating((double.CreateTruncating(a) * double.CreateTruncating(b)) + double.CreateTruncating(c));
        }

        (BigInteger left, int leftExponent) = Whole(a, leastExponent);
        (BigInteger right, int rightExponent) = Whole(b, leastExponent);
        (BigInteger addend, int addendExponent) = Whole(c, leastExponent);
        int exponent = Math.Min(leftExponent + rightExponent, addendExponent);
        BigInteger value = ((left * right) << (leftExponent + rightExponent - exponent)) + (addend << (addendExponent - exponent));
        if (value.IsZero)
        {
            return left.IsZero || right.IsZero ? (a * b) + c : T.Zero;
        }

        BigInteger magnitude = BigInteger.Abs(value);
        int cut = Math.Max((int)magnitude.GetBitLength() - digits, leastExponent - exponent);
        if (cut > 0)
        {
            BigInteger rest = magnitude & ((BigInteger.One << cut) - 1);
            BigInteger half = BigInteger.One << (cut - 1);
            magnitude >>= cut;
            magnitude += rest > half || (rest == half && !magnitude.IsEven) ? 1 : 0;
            exponent += cut;
        }

        // Whole numbers of so few digits, and their multiples within the range, are numbers of the type.
        while (magnitude.GetBitLength() > digits)
        {
            magnitude >>= 1;
            exponent++;
        }

        T result = T.ScaleB(T.CreateTruncating((double)magnitude), exponent);
        return value.Sign < 0 ? -result : result;
    }

    private static (BigInteger Digits, int Exponent) Whole<T>(T value, int leastExponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (value == T.Zero)
        {
            return (BigInteger.Zero, 0);
        }

        int digits = typeof(T) == typeof(float) ? 24 : 53;
        int exponent = Math.Max(T.ILogB(value) - digits + 1, leastExponent);
        double scaled = Math.ScaleB(Math.ScaleB(double.CreateTruncating(value), -exponent / 2), -exponent - (-exponent / 2));
        return (new BigInteger(scaled), exponent);
    }

    private static float InLane(float a, float b, float c, int lane) => FusedSingle.MultiplyAdd(
        Vector128.Create(1f).WithElement(lane, a),
        Vector128.Create(2f).WithElement(lane, b),
        Vector128.Create(3f).WithElement(lane, c))[lane];

    private static double InLane(double a, double b, double c, int lane) => FusedDouble.MultiplyAdd(
        Vector128.Create(1.0).WithElement(lane, a),
        Vector128.Create(2.0).WithElement(lane, b),
        Vector128.Create(3.0).WithElement(lane, c))[lane];

    private static void AssertSame<T>(T expected, T actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsNaN(expected) || !T.IsNaN(actual))
        {
            Assert.Equal(BitsOf(expected), BitsOf(actual));
        }
    }

    private static long BitsOf<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
        ? BitConverter.SingleToInt32Bits(float.CreateTruncating(value))
        : BitConverter.DoubleToInt64Bits(double.CreateTruncating(value));
}
