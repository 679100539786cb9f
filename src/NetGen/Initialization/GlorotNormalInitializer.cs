namespace NetGen;

/// <summary>Weights from N(0, 2 / (fan-in + fan-out)), biases 0.</summary>
internal sealed class GlorotNormalInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly GlorotNormalInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) =>
        new(HasBiases: false, Math.Sqrt(((double)layer.InputSize + layer.OutputSize) / 2));
}
