namespace NetGen;

/// <summary>How the parameters of one layer are drawn.</summary>
/// <param name="HasBiases">Whether biases are N(0, 1); otherwise they are <see cref="Bias"/> and take no deviates.</param>
/// <param name="WeightDivisor">What the deviate of each weight is divided by.</param>
internal readonly record struct LayerDraw(bool HasBiases, double WeightDivisor)
{
    /// <summary>The value of biases that are not drawn.</summary>
    public double Bias { get; init; }

    /// <summary>Whether the deviates of weights are uniform in [-1, 1); otherwise they are N(0, 1).</summary>
    public bool IsUniform { get; init; }
}
