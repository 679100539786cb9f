using System.Globalization;

namespace NetGen;

/// <summary>A layer that drops inputs in training.</summary>
internal sealed class DropoutTopology(int index, int size, double rate) : LayerTopology(index, size, size, [])
{
    /// <summary>What is wrong with a declared layer; null if nothing is.</summary>
    public static TopologyError? Validate(DropoutAttribute layer, IReadOnlyList<LayerAttribute> layers, int index) =>
        !(layer.Rate >= 0 && layer.Rate < 1)
            ? Error(
                TopologyErrorKind.WrongRate,
                index,
                "has the dropout rate {0:R}; a rate is at least 0 and less than 1, as 0.2 for 20 %",
                layer.Rate)
        : index > 0 && layers[index - 1] is DropoutAttribute before
            ? Error(
                TopologyErrorKind.MisplacedLayer,
                index,
                "is Dropout, as the layer before it is; use one layer of the rate {0:0.####} instead of both",
                1 - ((1 - before.Rate) * (1 - layer.Rate)))
        : null;

    /// <summary>The probability of dropping an input.</summary>
    public double Rate => rate;

    /// <inheritdoc/>
    public override string Kind => "Dropout";

    /// <inheritdoc/>
    internal override bool IsOnlyInTraining => true;

    /// <inheritdoc/>
    internal override string Text => FormattableString.Invariant($"Dropout({rate:R})");

    private static TopologyError Error(TopologyErrorKind kind, int index, string format, params object[] values) => new(
        kind, index, FormattableString.Invariant($"Layer {index} ") + string.Format(CultureInfo.InvariantCulture, format, values) + ".");
}
