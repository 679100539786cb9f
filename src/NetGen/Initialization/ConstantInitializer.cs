using System.Globalization;

namespace NetGen;

/// <summary>The same number for all weights, and one for all biases.</summary>
internal sealed class ConstantInitializer(double weight, double bias) : MatrixInitializer
{
    /// <inheritdoc/>
    public override string ToString() =>
        weight == 0 && bias == 0 ? nameof(Zeros) : string.Create(CultureInfo.InvariantCulture, $"{nameof(Constant)}({weight:R}, {bias:R})");

    /// <inheritdoc/>
    protected override void Make(LayerTopology layer, Span<double> biases, Span<double> weights, SeededRandom random)
    {
        biases.Fill(bias);
        weights.Fill(weight);
    }
}
