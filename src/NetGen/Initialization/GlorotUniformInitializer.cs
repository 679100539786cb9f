namespace NetGen;

/// <summary>Weights from U(-√(6 / (fan-in + fan-out)), √(6 / (fan-in + fan-out))), biases 0.</summary>
internal sealed class GlorotUniformInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly GlorotUniformInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) =>
        new(HasBiases: false, Math.Sqrt(((double)layer.InputSize + layer.OutputSize) / 6)) { IsUniform = true };
}
