namespace NetGen;

/// <summary>Weights from U(-√(6 / ((1 + α²) fan-in)), √(6 / ((1 + α²) fan-in))), biases 0.</summary>
internal sealed class HeUniformInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly HeUniformInitializer Instance = new();

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) =>
        new(HasBiases: false, Math.Sqrt(HeNormalInitializer.ScaleOf(layer) / 6)) { IsUniform = true };
}
