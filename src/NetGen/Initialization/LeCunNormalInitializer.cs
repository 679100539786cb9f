namespace NetGen;

/// <summary>Weights from N(0, 1/fan-in), biases 0.</summary>
internal sealed class LeCunNormalInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly LeCunNormalInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => new(HasBiases: false, Math.Sqrt(layer.InputSize));
}
