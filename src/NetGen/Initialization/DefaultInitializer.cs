namespace NetGen;

/// <summary>For each layer what fits its activation, by the table of <see cref="InitializerDefaults"/>.</summary>
internal sealed class DefaultInitializer : LayerInitializer
{
    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => InitializerDefaults.For(layer.Activation).DrawOf(layer);
}
