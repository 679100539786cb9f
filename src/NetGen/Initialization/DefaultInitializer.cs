namespace NetGen;

/// <summary>For each layer what fits its activation, by the table of <see cref="InitializerDefaults"/>.</summary>
internal sealed class DefaultInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly DefaultInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => InitializerDefaults.For(layer.Activation).DrawOf(layer);

    /// <inheritdoc/>
    public override LayerDraw DrawOfOutput(LayerTopology layer)
    {
        LayerDraw draw = DrawOf(layer);
        return InitializerDefaults.StartsActive(layer.Activation)
            ? new(HasBiases: false, InitializerDefaults.ActiveWeightDivisor * draw.WeightDivisor) { Bias = InitializerDefaults.ActiveBias }
            : draw;
    }
}
