using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// A pseudorandom generator whose sequence for a seed is fixed forever: the same bits on every platform, in every .NET version
/// and in every version of NetGen. Not for cryptography; not safe for use from several threads at once.
/// </summary>
/// <remarks>
/// <para>The generator is xoshiro256** (Blackman and Vigna). Its four words of state are the first four numbers of SplitMix64
/// started with the seed: <c>s ← s + 0x9E3779B97F4A7C15; z = (s ^ s >> 30) · 0xBF58476D1CE4E5B9;
/// z = (z ^ z >> 27) · 0x94D049BB133111EB; z ^ z >> 31</c>, all modulo 2⁶⁴.</para>
/// <para>Every other member is defined by the numbers of <see cref="NextUInt64"/> it takes, as its remarks say.</para>
/// </remarks>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(long seed)
    {
        ulong state = unchecked((ulong)seed);
        _s0 = SplitMix64.Next(ref state);
        _s1 = SplitMix64.Next(ref state);
        _s2 = SplitMix64.Next(ref state);
        _s3 = SplitMix64.Next(ref state);
    }

    /// <summary>Starts from given words of state, not all zero: for tests against published sequences.</summary>
    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>The next 64 bits, each 0 or 1 with equal probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>A number in [0, 1): one of the 2⁵³ multiples of 2⁻⁵³, each with equal probability.</summary>
    /// <remarks>The upper 53 bits of one number of <see cref="NextUInt64"/>, times 2⁻⁵³.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>An integer from 0 to <paramref name="bound"/> - 1, each with exactly equal probability.</summary>
    /// <param name="bound">How many integers to choose from; at least 1.</param>
    /// <remarks>
    /// The upper 64 bits of the 128-bit product of one number of <see cref="NextUInt64"/> and the bound; while the product's
    /// lower 64 bits are less than 2⁶⁴ mod bound, the next number is taken instead.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)NextBelow((ulong)bound);
    }

    /// <summary>A normal deviate: mean 0, standard deviation 1.</summary>
    /// <remarks>
    /// Marsaglia's polar method, in double: u and v are each <c>2·NextDouble() - 1</c>, drawn in this order again and again until
    /// <c>s = u·u + v·v</c> lies strictly between 0 and 1; then <c>f = √(-2·ln s / s)</c>, this call returns <c>u·f</c> and the
    /// next call <c>v·f</c>. No step is fused with another, and the logarithm
    /// is NetGen's own, whose bits are fixed as well.
    /// </remarks>
    // Optimized at once: every new network calls it for each of its weights.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }

        double u, v, s;
        do
        {
            u = (2.0 * NextDouble()) - 1.0;
            v = (2.0 * NextDouble()) - 1.0;
            s = (u * u) + (v * v);
        }
        while (s is >= 1.0 or 0.0);

        double factor = Math.Sqrt(-2.0 * Elementary.LogOfNormal(s) / s);
        _spareNormal = v * factor;
        _hasSpareNormal = true;
        return u * factor;
    }

    /// <summary>Brings the elements into a random order, each order with equal probability.</summary>
    /// <param name="values">What to shuffle, in place.</param>
    /// <typeparam name="T">Any type.</typeparam>
    /// <remarks>
    /// Fisher and Yates: for i from the last index down to 1, swaps elements i and <c>NextInt32(i + 1)</c>.
    /// </remarks>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)NextBelow((ulong)i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    internal ulong NextBelow(ulong bound)
    {
        ulong high = Math.BigMul(NextUInt64(), bound, out ulong low);
        if (low < bound)
        {
            ulong rejected = unchecked(0UL - bound) % bound;
            while (low < rejected)
            {
                high = Math.BigMul(NextUInt64(), bound, out low);
            }
        }

        return high;
    }
}
