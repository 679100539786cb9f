namespace NetGen;

/// <summary>Each weight and each bias from a function.</summary>
internal sealed class FunctionInitializer(
    Func<LayerTopology, SeededRandom, double> weight, Func<LayerTopology, SeededRandom, double>? bias) : MatrixInitializer
{
    /// <inheritdoc/>
    protected override void Make(LayerTopology layer, Span<double> biases, Span<double> weights, SeededRandom random)
    {
        if (bias is not null)
        {
            Draw(bias, "bias", layer, biases, random);
        }

        Draw(weight, "weight", layer, weights, random);
    }

    private static void Draw(
        Func<LayerTopology, SeededRandom, double> function, string what, LayerTopology layer, Span<double> values, SeededRandom random)
    {
        foreach (ref double value in values)
        {
            value = function(layer, random);
            if (!(Math.Abs(value) <= float.MaxValue))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The initializer's function gives {value} for a {what} of layer {layer.Index}, {layer}. ")
                    + "Return a finite number that float can hold.");
            }
        }
    }
}
