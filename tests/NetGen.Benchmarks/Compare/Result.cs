using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Compare;

/// <summary>A peer in a workload.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Timing">Its timing, per call.</param>
/// <param name="Ratio">How many times as long as the generated code it takes.</param>
internal sealed record PeerResult(string Name, Timing Timing, double Ratio);

/// <summary>The limit of a workload, in seconds per call.</summary>
/// <param name="Multiplying">The multiply-adds at the peak.</param>
/// <param name="Activating">The activations at the speed of their kernels.</param>
/// <param name="ReadingWeights">Reading the weights once.</param>
/// <param name="ReadingInputs">Reading the inputs once; not part of the limit, to tell where it matters.</param>
internal sealed record Limit(double Multiplying, double Activating, double ReadingWeights, double ReadingInputs)
{
    public double Seconds => Math.Max(Multiplying + Activating, ReadingWeights);

    /// <summary>What the limit comes from.</summary>
    public string Kind => ReadingWeights > Multiplying + Activating ? "read"
        : Activating > Multiplying ? "act"
        : "fma";
}

/// <summary>What a workload came to.</summary>
/// <param name="Network">The sizes and the numeric type.</param>
/// <param name="Operation">What was done, and with how many samples.</param>
/// <param name="MultiplyAdds">Per call, without padding.</param>
/// <param name="Limit">Measured in the same rounds.</param>
/// <param name="NetGen">The generated code.</param>
/// <param name="Peers">The others.</param>
internal sealed record Result(
    string Network, Operation Operation, double MultiplyAdds, Limit Limit, Timing NetGen, IReadOnlyList<PeerResult> Peers)
{
    public double SecondsPerSample => NetGen.Seconds / Operation.Batch;

    public double GigaFlops => 2 * MultiplyAdds / NetGen.Seconds / 1e9;

    public double PartOfLimit => Limit.Seconds / NetGen.Seconds;

    /// <summary>How many times as long as the generated code a peer takes; null if it did not run.</summary>
    public double? RatioTo(string peer) =>
        Peers.FirstOrDefault(result => result.Name == peer)?.Ratio;
}
