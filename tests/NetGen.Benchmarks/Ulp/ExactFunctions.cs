namespace NetGen.Benchmarks.Ulp;

/// <summary>
/// References in double-double arithmetic, by series that share nothing with NetGen's functions. Relative errors below 2^-88,
/// that is 2^-35 ulp of a double.
/// </summary>
internal static class ExactFunctions
{
    // ln 2 to 107 bits.
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    private static readonly DoubleDouble[] InverseFactorials = MakeInverseFactorials();

    public static ScaledDoubleDouble Exp(double x)
    {
        double n = Math.Round(x / 0.6931471805599453);
        return new(ExpOfSmall(x - (Ln2 * n)), (int)n);
    }

    public static ScaledDoubleDouble Sigmoid(double x)
    {
        // On the negative side e / (1 + e), which keeps the exponent of e.
        ScaledDoubleDouble e = Exp(-Math.Abs(x));
        DoubleDouble denominator = e.Exponent < -200 ? 1 : 1 + Scale(e.Value, e.Exponent);
        return x < 0 ? new(e.Value / denominator, e.Exponent) : new(1 / denominator, 0);
    }

    public static ScaledDoubleDouble Tanh(double x)
    {
        double size = Math.Abs(x);
        if (size < 1.0 / 1024)
        {
            // The series in x². The factor x is kept apart, as it may be subnormal.
            int exponent = x == 0 ? 0 : Math.ILogB(x);
            DoubleDouble square = (DoubleDouble)x * x;
            DoubleDouble factor = 1 + (square * ((DoubleDouble)(-1) / 3 + (square * ((DoubleDouble)2 / 15
                + (square * ((DoubleDouble)(-17) / 315 + (square * ((DoubleDouble)62 / 2835))))))));
            return new(factor * ScaleUp(x, exponent), exponent);
        }

        // With e = e^-2|x|: at least 2^-9 is left of 1 - e, so that little accuracy is lost.
        ScaledDoubleDouble power = Exp(-2 * size);
        DoubleDouble e = power.Exponent < -200 ? 0 : Scale(power.Value, power.Exponent);
        DoubleDouble result = (1 - e) / (1 + e);
        return new(x < 0 ? -result : result, 0);
    }

    public static ScaledDoubleDouble Log(double x)
    {
        int exponent = Math.ILogB(x);
        double m = ScaleUp(x, exponent);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }

        return new((Ln2 * exponent) + LogOfMantissa(m), 0);
    }

    private static DoubleDouble LogOfMantissa(double m)
    {
        if (Math.Abs(m - 1) < 1.0 / 1024)
        {
            // 2 artanh s, for its relative accuracy around 1.
            DoubleDouble f = m - 1;
            DoubleDouble s = f / (2 + f);
            DoubleDouble square = s * s;
            DoubleDouble series = 1 + (square * ((DoubleDouble)1 / 3 + (square * ((DoubleDouble)1 / 5
                + (square * ((DoubleDouble)1 / 7 + (square * ((DoubleDouble)1 / 9))))))));
            return 2 * (s * series);
        }

        // One step of Newton's method from any good guess g: ln m = g + ln(1 + t) with t = m e^-g - 1, some 2^-52.
        double guess = Math.Log(m);
        DoubleDouble t = (ExpOfSmall(-guess) * m) - 1;
        return guess + (t - (t * t * 0.5));
    }

    /// <summary>e^r for |r| up to 0.4, by the exponential series.</summary>
    private static DoubleDouble ExpOfSmall(DoubleDouble r)
    {
        DoubleDouble sum = InverseFactorials[^1];
        for (int i = InverseFactorials.Length - 2; i >= 0; i--)
        {
            sum = InverseFactorials[i] + (sum * r);
        }

        return sum;
    }

    private static DoubleDouble Scale(DoubleDouble value, int exponent) =>
        new(Math.ScaleB(value.High, exponent), Math.ScaleB(value.Low, exponent));

    /// <summary>x / 2^exponent, also where 2^-exponent overflows.</summary>
    private static double ScaleUp(double x, int exponent) =>
        Math.ScaleB(Math.ScaleB(x, -(exponent / 2)), -(exponent - (exponent / 2)));

    private static DoubleDouble[] MakeInverseFactorials()
    {
        var result = new DoubleDouble[30];
        result[0] = 1;
        for (int i = 1; i < result.Length; i++)
        {
            result[i] = result[i - 1] / i;
        }

        return result;
    }
}
