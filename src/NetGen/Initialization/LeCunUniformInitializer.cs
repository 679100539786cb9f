namespace NetGen;

/// <summary>Weights from U(-√(3 / fan-in), √(3 / fan-in)), biases 0.</summary>
internal sealed class LeCunUniformInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly LeCunUniformInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) =>
        new(HasBiases: false, Math.Sqrt(layer.InputSize / 3.0)) { IsUniform = true };
}
