namespace NetGen;

/// <summary>Weights from N(0, 2 / ((1 + α²) fan-in)), biases 0.</summary>
internal sealed class HeNormalInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly HeNormalInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) =>
        new(HasBiases: false, Math.Sqrt(layer.InputSize * (1 + (layer.Alpha * layer.Alpha)) / 2));
}
