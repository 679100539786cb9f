namespace NetGen;

/// <summary>
/// A layer that scales features: each minus a number, times another. To standardize them, these are the mean and the inverse of the
/// standard deviation; to scale them to the range from 0 to 1, the smallest value and the inverse of the range.
/// </summary>
internal sealed class StandardizeTopology : LayerTopology
{
    /// <summary>What the block of the means, or of the smallest values, is to the layer.</summary>
    public const string Mean = "mean";

    /// <summary>What the block of the inverse deviations, or ranges, is to the layer.</summary>
    public const string InverseDeviation = "inverse_deviation";

    /// <summary>Describes a layer of some features.</summary>
    public StandardizeTopology(int index, int size, bool isMinMax)
        : base(
            index,
            size,
            size,
            [
                new ParameterBlock(
                    isMinMax ? "min_max_scale.minimum" : "standardize.mean", index, Mean, isTrained: false, size),
                new ParameterBlock(
                    isMinMax ? "min_max_scale.inverse_range" : "standardize.inverse_deviation",
                    index,
                    InverseDeviation,
                    isTrained: false,
                    size)
                {
                    InitialValue = 1,
                },
            ]) => IsMinMax = isMinMax;

    /// <summary>Whether the numbers are smallest values and ranges, and not means and deviations.</summary>
    public bool IsMinMax { get; }

    /// <summary>What is wrong with the place of a declared layer; null if nothing is.</summary>
    public static TopologyError? Validate(int index, bool isMinMax) => index == 0
        ? null
        : new TopologyError(
            TopologyErrorKind.MisplacedLayer,
            index,
            FormattableString.Invariant($"Layer {index} is {KindOf(isMinMax)}, which only the first layer can be: ")
            + "it takes the features of the data.");

    /// <summary>The block of the means, or of the smallest values.</summary>
    public ParameterBlock MeanBlock => ParameterBlocks[0];

    /// <inheritdoc/>
    public override string Kind => KindOf(IsMinMax);

    /// <inheritdoc/>
    internal override string Text => Kind;

    private static string KindOf(bool isMinMax) => isMinMax ? "MinMaxScale" : "Standardize";
}
