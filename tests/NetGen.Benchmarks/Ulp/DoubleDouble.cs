namespace NetGen.Benchmarks.Ulp;

/// <summary>
/// An unevaluated sum of two doubles, about 106 bits. Each operation is accurate to a few units of 2^-104 relative to its result,
/// additions of opposite signs relative to the operands.
/// </summary>
/// <param name="High">The sum, rounded.</param>
/// <param name="Low">What the rounding left.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble high = Sum(left.High, right.High);
        DoubleDouble low = Sum(left.Low, right.Low);
        DoubleDouble sum = OrderedSum(high.High, high.Low + low.High);
        return OrderedSum(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + -right;

    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        double product = left.High * right.High;
        double rest = Math.FusedMultiplyAdd(left.High, right.High, -product);
        rest = Math.FusedMultiplyAdd(left.High, right.Low, rest);
        rest = Math.FusedMultiplyAdd(left.Low, right.High, rest);
        return OrderedSum(product, rest);
    }

    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        // Long division, a double at a time.
        double first = left.High / right.High;
        DoubleDouble rest = left - (right * first);
        double second = rest.High / right.High;
        rest -= right * second;
        return OrderedSum(first, second) + (rest.High / right.High);
    }

    /// <summary>The exact sum of two doubles.</summary>
    private static DoubleDouble Sum(double left, double right)
    {
        double sum = left + right;
        double part = sum - left;
        return new(sum, (left - (sum - part)) + (right - part));
    }

    /// <summary>The exact sum of two doubles, the first not smaller.</summary>
    private static DoubleDouble OrderedSum(double large, double small)
    {
        double sum = large + small;
        return new(sum, small - (sum - large));
    }
}

/// <summary>A double-double times a power of two, so that neither overflow nor underflow limits its accuracy.</summary>
internal readonly record struct ScaledDoubleDouble(DoubleDouble Value, int Exponent)
{
    private const int LeastExponent = -1022;

    /// <summary>Whether this is less than the least normal double.</summary>
    public bool IsBelowNormal => Binade < LeastExponent;

    private int Binade => Math.ILogB(Value.High) + Exponent;

    /// <summary>The value, rounded to double.</summary>
    public double ToDouble() => Math.ScaleB(Value.High, Exponent);

    /// <summary>The error of a computed double, in units in the last place of this, the exact value.</summary>
    public double UlpError(double computed)
    {
        if (Value.High == 0)
        {
            return computed == 0 ? 0 : double.PositiveInfinity;
        }

        // Scaling the computed value the other way is exact: the value has its exponent near 0.
        int half = Exponent / 2;
        double scaled = Math.ScaleB(Math.ScaleB(computed, -half), -(Exponent - half));
        double ulp = Math.ScaleB(1, Math.Max(Binade, LeastExponent) - 52 - Exponent);
        double error = Math.Abs((scaled - Value.High) - Value.Low) / ulp;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
