namespace NetGen;

/// <summary>Weights from N(0, 2 / ((1 + α²) fan-in)), biases 0.</summary>
internal sealed class HeNormalInitializer : LayerInitializer
{
    /// <summary>The one of this kind.</summary>
    public static readonly HeNormalInitializer Instance = new();

    /// <summary>(1 + α²) fan-in; α is the slope of LeakyReLU for negative weighted inputs, and 0 for all others.</summary>
    public static double ScaleOf(LayerTopology layer)
    {
        double slope = layer.Activation == Activation.LeakyReLU ? layer.Alpha : 0;
        return layer.InputSize * (1 + (slope * slope));
    }

    /// <inheritdoc/>
    public override LayerDraw DrawOf(LayerTopology layer) => new(HasBiases: false, Math.Sqrt(ScaleOf(layer) / 2));
}
