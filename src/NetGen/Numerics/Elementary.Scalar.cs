using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <content>A logarithm without vectors.</content>
internal static partial class Elementary
{
    /// <summary>ln x of a positive normal number, with the bits of <see cref="Log"/>.</summary>
    /// <remarks>
    /// A program that creates a network waits until the logarithm of its random numbers is compiled, and this form compiles in a fraction
    /// of the time of the generic one.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogOfNormal(double x)
    {
        const long BitsOfRootOfHalf = 0x3FE6A09E667F3BCD;
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - BitsOfRootOfHalf) >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1;
        double k = exponent;

        double s = f / (2 + f);
        double z = s * s;
        double z2 = z * z;
        double d01 = Fused.MultiplyAdd(LogDouble1, z, LogDouble0);
        double d23 = Fused.MultiplyAdd(LogDouble3, z, LogDouble2);
        double d45 = Fused.MultiplyAdd(LogDouble5, z, LogDouble4);
        double d46 = Fused.MultiplyAdd(LogDouble6, z2, d45);
        double polynomial = z * Fused.MultiplyAdd(Fused.MultiplyAdd(d46, z2, d23), z2, d01);

        double half = 0.5 * f * f;
        double rest = Fused.MultiplyAdd(s, half + polynomial, k * Ln2DoubleRest);
        return Fused.MultiplyAdd(k, Ln2Double, f - (half - rest));
    }
}
