namespace NetGen.Models;

/// <summary>The layers that a file is read for, which decide where it allows more than one order of its own.</summary>
/// <param name="Sizes">The inputs of the network and the units of its dense layers.</param>
/// <param name="Prefixes">What the names of their tensors start with, where the file has these names; null if not known.</param>
internal sealed record ExpectedLayers(IReadOnlyList<int> Sizes, IReadOnlyList<string>? Prefixes)
{
    /// <summary>The layers of a network.</summary>
    public static ExpectedLayers Of(NetworkTopology topology)
    {
        DenseTopology[] dense = [.. topology.Layers.OfType<DenseTopology>()];
        return new ExpectedLayers(
            [topology.InputSize, .. dense.Select(layer => layer.OutputSize)], [.. dense.Select(layer => layer.Prefix)]);
    }
}
