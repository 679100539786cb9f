namespace NetGen;

/// <summary>Weights and biases from N(0, 1).</summary>
internal sealed class LargeInitializer : LayerInitializer
{
    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => new(HasBiases: true, 1.0);
}
