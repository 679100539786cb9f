using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tool.Models;

/// <summary>What <c>verify</c> found.</summary>
internal sealed record Verification(
    string File, string Network, int Samples, int DifferentSamples, RuntimeComparison OnnxRuntime, bool Passed);

/// <summary>What comparing with ONNX Runtime gave.</summary>
/// <param name="Compared">Whether it was compared.</param>
/// <param name="Reason">Why it was not; else null.</param>
/// <param name="Version">The version of ONNX Runtime.</param>
/// <param name="Model">Which model it ran: the file itself, or the network written as ONNX.</param>
/// <param name="LargestDifference">The largest difference of an output.</param>
/// <param name="LargestShare">The largest difference in parts of what rounding explains; up to 1 passes.</param>
internal sealed record RuntimeComparison(
    bool Compared,
    string? Reason,
    string? Version = null,
    string? Model = null,
    double? LargestDifference = null,
    double? LargestShare = null);

/// <summary>Compares a network on random samples.</summary>
internal sealed class Verifying(NetworkModel model, string path, int samples, int seed, OnnxRuntimeCheck check) : INetworkUse<Verification>
{
    /// <inheritdoc/>
    public Verification Use<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomSamples.Check(network.Topology, samples);
        T[] inputs = RandomSamples.Inputs(network, samples, seed);
        var outputs = new T[samples * network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        int different = Different(network, inputs, outputs);
        RuntimeComparison other = check.Compare(network, model, path, inputs, outputs);
        return new Verification(
            path, network.Topology.ToString(), samples, different, other,
            different == 0 && (!other.Compared || other.LargestShare <= 1));
    }

    // In a batch and one by one against plain loops.
    private int Different<T>(RuntimeNetwork<T> network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceNetwork<T> reference = model.ToReferenceNetwork<T>();
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        (T[] expected, T[] single) = (new T[outputSize], new T[outputSize]);
        int different = 0;
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<T> input = inputs.Slice(i * inputSize, inputSize);
            reference.FeedForward(input, expected);
            network.FeedForward(input, single);
            ReadOnlySpan<byte> bits = MemoryMarshal.AsBytes<T>(expected);
            different += bits.SequenceEqual(MemoryMarshal.AsBytes(outputs.Slice(i * outputSize, outputSize)))
                && bits.SequenceEqual(MemoryMarshal.AsBytes<T>(single)) ? 0 : 1;
        }

        return different;
    }
}
