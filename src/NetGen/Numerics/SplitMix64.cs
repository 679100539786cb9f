using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// The numbers of SplitMix64 (Steele, Lea and Flood): <c>s ← s + 0x9E3779B97F4A7C15; z = (s ^ s >> 30) · 0xBF58476D1CE4E5B9;
/// z = (z ^ z >> 27) · 0x94D049BB133111EB; z ^ z >> 31</c>, all modulo 2⁶⁴.
/// </summary>
internal static class SplitMix64
{
    /// <summary>The next number of the sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The first number of the sequence that starts with a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong First(ulong state) => Next(ref state);
}
