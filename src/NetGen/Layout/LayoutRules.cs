using System.Runtime.CompilerServices;

namespace NetGen.Layout;

/// <summary>
/// The numbers that fix where parameters lie and in which order sums run, and with that every bit of the results. They are part of the
/// numerics contract: no machine's speed is a reason to change one of them.
/// </summary>
internal static class LayoutRules
{
    /// <summary>The widest vector, and a cache line.</summary>
    public const int LineBytes = 64;

    /// <summary>The narrowest vector.</summary>
    public const int ChunkBytes = 16;

    /// <summary>The most panels of a layer in output-lane form whose errors are carried back in chains over its units.</summary>
    public const int MaxChainedPanels = 2;

    private const int MaxDotOutputs = 4;
    private const int MinDotInputs = 64;

    /// <summary>The form of a layer: dot for very few outputs of many inputs, where lanes of output units would stay empty.</summary>
    public static LayerForm FormOf(int inputs, int outputs) =>
        outputs <= MaxDotOutputs && inputs >= MinDotInputs ? LayerForm.Dot : LayerForm.OutputLanes;

    /// <summary>
    /// The output units of a layer padded to whole vectors, given the elements of the widest: one vector of 16, 32 or 64 bytes where that
    /// suffices, vectors of 64 bytes, each a panel, beyond.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PaddedOutputs(int outputs, int laneCount)
    {
        int narrowest = laneCount * ChunkBytes / LineBytes;
        return outputs <= narrowest ? narrowest
            : outputs <= 2 * narrowest ? 2 * narrowest
            : (int)(((long)outputs + laneCount - 1) / laneCount * laneCount);
    }

    /// <summary>
    /// The segments that a forward sum is cut into: enough independent chains to hide the latency of a multiply-add in a call for one
    /// sample, few enough that kernels for many, which run them in turn, do not spend their time on partial sums.
    /// </summary>
    public static int Segments(LayerForm form, int steps)
    {
        int four = form == LayerForm.Dot ? 16 : 32;
        int two = form == LayerForm.Dot ? 4 : 8;
        return steps >= four ? 4 : steps >= two ? 2 : 1;
    }
}
