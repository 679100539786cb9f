namespace NetGen.Benchmarks.Peers;

internal static partial class OptionalPeers
{
    static partial void AddTorch(List<IOptionalPeer> peers) => peers.Add(new TorchPeer());
}
