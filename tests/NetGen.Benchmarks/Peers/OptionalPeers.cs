namespace NetGen.Benchmarks.Peers;

/// <summary>
/// Peers that need what not every machine has: a package of 1 GB, for which the project file says which property brings it in, or a
/// compiler.
/// </summary>
internal static partial class OptionalPeers
{
    /// <summary>Those that were compiled and can be loaded; where one cannot, prints why.</summary>
    public static IReadOnlyList<IOptionalPeer> Load(bool withCpp)
    {
        var peers = new List<IOptionalPeer>();
        if (withCpp)
        {
            peers.Add(new CppPeer());
        }

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
            Console.WriteLine($"{peer.Name} is left out, for it cannot be had: {obstacle}");
        }

        return obstacle is null;
    }
}
