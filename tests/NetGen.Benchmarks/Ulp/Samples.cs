namespace NetGen.Benchmarks.Ulp;

/// <summary>Reproducible inputs.</summary>
internal static class Samples
{
    /// <summary>The number at a place of a fixed sequence of well-mixed 64-bit numbers.</summary>
    public static ulong Mix(ulong place)
    {
        ulong z = unchecked((place + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1) of 52 random bits.</summary>
    public static double Fraction(ulong bits) => (bits >> 12) / 4503599627370496.0;

    /// <summary>A number of either sign with its binade drawn from a range, each as likely.</summary>
    public static double Spread(ulong bits, int lowest, int highest)
    {
        ulong more = Mix(bits);
        int exponent = lowest + (int)(more % (ulong)(highest - lowest + 1));
        double mantissa = 1 + Fraction(Mix(more));
        return Math.ScaleB((more >> 63) == 0 ? mantissa : -mantissa, exponent);
    }
}
