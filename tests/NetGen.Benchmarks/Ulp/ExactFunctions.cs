namespace NetGen.Benchmarks.Ulp;

/// <summary>
/// References in double-double arithmetic, by series that share nothing with NetGen's functions. Relative errors below 2^-88,
/// that is 2^-35 ulp of a double.
/// </summary>
internal static class ExactFunctions
{
    // ln 2 to 107 bits.
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    // sqrt 2 and 1 / sqrt(2 pi).
    private static readonly DoubleDouble Sqrt2 = new(1.4142135623730951, -9.667293313452913e-17);
    private static readonly DoubleDouble NormalDensityAtZero = new(0.3989422804014327, -2.49232720227773e-17);

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

    public static ScaledDoubleDouble LogOnePlus(double x)
    {
        if (x < 1.0 / 1024)
        {
            // 2 artanh s. The factor x is kept apart, as it may be subnormal.
            int exponent = x == 0 ? 0 : Math.ILogB(x);
            return new(2 * ArtanhFactor(x / (2 + (DoubleDouble)x)) * (ScaleUp(x, exponent) / (2 + (DoubleDouble)x)), exponent);
        }

        // Newton's method as for the logarithm of a number, for 1 + x.
        double guess = Math.Log(1 + x);
        DoubleDouble power = guess > 0.4 ? ExpOfSmall(Ln2 - guess) * 0.5 : ExpOfSmall(-guess);
        DoubleDouble t = (power * (1 + (DoubleDouble)x)) - 1;
        return new(guess + (t - (t * t * 0.5)), 0);
    }

    public static ScaledDoubleDouble Erf(double x)
    {
        // With u = x sqrt 2, twice what the normal distribution has from 0 to u.
        int exponent = x == 0 ? 0 : Math.ILogB(x);
        double size = Math.Abs(x);
        if (size < 2.5)
        {
            DoubleDouble square = 2 * ((DoubleDouble)x * x);
            DoubleDouble factor = 2 * Sqrt2 * NormalDensity(square * 0.5).Value * OddFactorialSeries(square);
            int scale = NormalDensity(square * 0.5).Exponent;
            return new(factor * ScaleUp(x, exponent), exponent + scale);
        }

        ScaledDoubleDouble density = NormalDensity((DoubleDouble)x * x);
        DoubleDouble rest = 2 * Scale(density.Value, Math.Max(density.Exponent, -200)) * MillsRatio(Sqrt2 * size);
        return new(x < 0 ? rest - 1 : 1 - rest, 0);
    }

    public static ScaledDoubleDouble NormalCdf(double z)
    {
        DoubleDouble square = (DoubleDouble)z * z;
        ScaledDoubleDouble density = NormalDensity(square * 0.5);
        double size = Math.Abs(z);
        if (size < 3.5)
        {
            // Below 0 this cancels, up to 11 bits.
            DoubleDouble half = Scale(density.Value, density.Exponent) * OddFactorialSeries(square) * z;
            return new(half + 0.5, 0);
        }

        DoubleDouble tail = density.Value * MillsRatio(size);
        return z < 0 ? new(tail, density.Exponent) : new(1 - Scale(tail, Math.Max(density.Exponent, -200)), 0);
    }

    public static ScaledDoubleDouble Gelu(double z)
    {
        int exponent = z == 0 ? 0 : Math.ILogB(z);
        ScaledDoubleDouble cdf = NormalCdf(z);
        return new(cdf.Value * ScaleUp(z, exponent), cdf.Exponent + exponent);
    }

    /// <summary>e^-h / sqrt(2 pi), by h = u²/2.</summary>
    private static ScaledDoubleDouble NormalDensity(DoubleDouble half)
    {
        double n = Math.Round(half.High / 0.6931471805599453);
        return new(ExpOfSmall((Ln2 * n) - half) * NormalDensityAtZero, -(int)n);
    }

    /// <summary>
    /// 1 + q/3 + q²/(3·5) + ..., q = u²: what the normal distribution has from 0 to u, over u times its density there.
    /// </summary>
    private static DoubleDouble OddFactorialSeries(DoubleDouble q)
    {
        DoubleDouble sum = 1;
        DoubleDouble term = 1;
        for (int odd = 3; term.High > sum.High * 1e-33; odd += 2)
        {
            term = term * q / odd;
            sum += term;
        }

        return sum;
    }

    /// <summary>
    /// What the normal distribution has above u, over its density there: 1/(u + 1/(u + 2/(u + 3/(u + ...)))). From u = 3.5 on, 128 steps
    /// give 100 bits.
    /// </summary>
    private static DoubleDouble MillsRatio(DoubleDouble u)
    {
        DoubleDouble fraction = u;
        for (int i = 128; i > 0; i--)
        {
            fraction = u + (i / fraction);
        }

        return 1 / fraction;
    }

    private static DoubleDouble LogOfMantissa(double m)
    {
        if (Math.Abs(m - 1) < 1.0 / 1024)
        {
            // 2 artanh s, for its relative accuracy around 1.
            DoubleDouble f = m - 1;
            DoubleDouble s = f / (2 + f);
            return 2 * (s * ArtanhFactor(s));
        }

        // One step of Newton's method from any good guess g: ln m = g + ln(1 + t) with t = m e^-g - 1, some 2^-52.
        double guess = Math.Log(m);
        DoubleDouble t = (ExpOfSmall(-guess) * m) - 1;
        return guess + (t - (t * t * 0.5));
    }

    /// <summary>artanh(s) / s for small s.</summary>
    private static DoubleDouble ArtanhFactor(DoubleDouble s)
    {
        DoubleDouble square = s * s;
        return 1 + (square * ((DoubleDouble)1 / 3 + (square * ((DoubleDouble)1 / 5
            + (square * ((DoubleDouble)1 / 7 + (square * ((DoubleDouble)1 / 9))))))));
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
