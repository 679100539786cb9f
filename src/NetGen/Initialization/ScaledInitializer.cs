namespace NetGen;

/// <summary>Weights from N(0, 1/fan-in), biases from N(0, 1).</summary>
internal sealed class ScaledInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly ScaledInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => new(HasBiases: true, Math.Sqrt(layer.InputSize));
}
