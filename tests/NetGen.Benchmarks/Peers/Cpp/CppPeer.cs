using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Peers;

/// <summary>C++: loops over constant sizes, compiled for this machine.</summary>
internal sealed class CppPeer : IOptionalPeer
{
    public string Name => "C++";

    public string? Load() => CppCompiler.FindObstacle(Xor.Topology);

    IPeerModel<T> IOptionalPeer.Copy<T>(INetwork<T> network, SampleSets<T> samples, double learningRate) =>
        new CppModel<T>(network, samples, learningRate);
}
