namespace NetGen.Benchmarks.Peers;

/// <summary>Peers with packages too large for every clone to restore. The project file says which property brings in which.</summary>
internal static partial class OptionalPeers
{
    /// <summary>Those that were compiled and can be loaded; where one cannot, prints why.</summary>
    public static IReadOnlyList<IOptionalPeer> Load()
    {
        var peers = new List<IOptionalPeer>();
        AddTorch(peers);
        return [.. peers.Where(IsLoaded)];
    }

    // Calls of it compile to nothing where its implementation is not compiled.
    static partial void AddTorch(List<IOptionalPeer> peers);

    private static bool IsLoaded(IOptionalPeer peer)
    {
        string? obstacle = peer.Load();
        if (obstacle is not null)
        {
            Console.WriteLine($"{peer.Name} is left out, for it cannot be loaded: {obstacle}");
        }

        return obstacle is null;
    }
}
