using System.Numerics;
using NetGen.Benchmarks.Compare;

namespace NetGen.Benchmarks.Peers;

/// <summary>A peer that takes part only on demand, and only where the native library or the compiler that it needs can be had.</summary>
internal interface IOptionalPeer
{
    string Name { get; }

    /// <summary>Loads what the peer needs; the result is what stands against that in one line, or null.</summary>
    string? Load();

    /// <summary>A copy of the network as it is now.</summary>
    IPeerModel<T> Copy<T>(INetwork<T> network, SampleSets<T> samples, double learningRate)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A network in an <see cref="IOptionalPeer"/>, with the samples where the peer wants them.</summary>
internal interface IPeerModel<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes the outputs of one set of samples after the other, from the first on.</summary>
    void Forward(int repetitions);

    /// <summary>Takes a step of training on one set of samples after the other, from the first on.</summary>
    void Train(int repetitions);

    /// <summary>The outputs of one set of samples.</summary>
    void CopyOutputs(int set, Span<T> outputs);
}
