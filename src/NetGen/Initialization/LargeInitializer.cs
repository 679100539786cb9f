namespace NetGen;

/// <summary>Weights and biases from N(0, 1).</summary>
internal sealed class LargeInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly LargeInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => new(HasBiases: true, 1.0);
}
