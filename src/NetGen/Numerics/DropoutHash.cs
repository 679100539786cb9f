using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// Which inputs a dropout layer drops: a 32-bit hash of seed, step, sample, layer and input, the same on every machine, in every width and
/// precision.
/// </summary>
/// <remarks>
/// Seed, step, sample and layer make a key of 64 bits by SplitMix64; its halves a and b key the hash of an input. That is the multiply and
/// shift hash of C. Wellons' search for low bias (16, 0x7FEB352D, 15, 0x846CA68B), without its last shift, which changes lower bits only.
/// </remarks>
internal static class DropoutHash
{
    /// <summary>What the number of an input is multiplied by: 2³² over the golden ratio.</summary>
    public const uint InputFactor = 0x9E3779B9;

    /// <summary>The first factor of the hash.</summary>
    public const uint FirstFactor = 0x7FEB352D;

    /// <summary>The second factor of the hash.</summary>
    public const uint SecondFactor = 0x846CA68B;

    /// <summary>The key of a step of training.</summary>
    public static ulong StepKey(long seed, long step) =>
        SplitMix64.First(SplitMix64.First(unchecked((ulong)seed)) ^ unchecked((ulong)step));

    /// <summary>The key of a sample in a layer, whose lower half is a and whose upper half is b.</summary>
    public static ulong SampleKey(ulong stepKey, ulong sample, int layer) =>
        SplitMix64.First(SplitMix64.First(stepKey ^ sample) ^ (uint)layer);

    /// <summary>Inputs are dropped whose hash, as a signed number, is less than this: the rate times 2³², less 2³¹.</summary>
    public static int Threshold(double rate) =>
        (int)(Math.Min((long)Math.Round(rate * (1L << 32)), uint.MaxValue) + int.MinValue);

    /// <summary>What inputs that are kept are multiplied by.</summary>
    public static double Scale(double rate) => 1 / (1 - rate);

    /// <summary>Whether an input is dropped.</summary>
    /// <param name="sampleKey">The key of the sample in the layer.</param>
    /// <param name="input">The number of the input.</param>
    /// <param name="threshold">That of the rate.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Drops(ulong sampleKey, uint input, int threshold) =>
        Of(unchecked((uint)sampleKey + (input * InputFactor)), (uint)(sampleKey >> 32)) < threshold;

    /// <summary>The hash of the lower half of a key, with the multiple of the input's number added, and the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(uint x, uint b)
    {
        unchecked
        {
            x ^= x >> 16;
            x *= FirstFactor;
            x ^= b;
            x ^= x >> 15;
            x *= SecondFactor;
            return (int)x;
        }
    }
}
