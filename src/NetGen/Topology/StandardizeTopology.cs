namespace NetGen;

/// <summary>A layer that standardizes features: each minus its mean, times the inverse of its standard deviation.</summary>
internal sealed class StandardizeTopology : LayerTopology
{
    /// <summary>What the block of the means is to the layer.</summary>
    public const string Mean = "mean";

    /// <summary>What the block of the inverse deviations is to the layer.</summary>
    public const string InverseDeviation = "inverse_deviation";

    /// <summary>Describes a layer of some features.</summary>
    public StandardizeTopology(int index, int size)
        : base(
            index,
            size,
            size,
            [
                new ParameterBlock("standardize.mean", index, Mean, isTrained: false, size),
                new ParameterBlock("standardize.inverse_deviation", index, InverseDeviation, isTrained: false, size) { InitialValue = 1 },
            ])
    {
    }

    /// <summary>What is wrong with the place of a declared layer; null if nothing is.</summary>
    public static TopologyError? Validate(int index) => index == 0
        ? null
        : new TopologyError(
            TopologyErrorKind.MisplacedLayer,
            index,
            FormattableString.Invariant($"Layer {index} is Standardize, which only the first layer can be: ")
            + "it takes the features of the data.");

    /// <summary>The block of the means.</summary>
    public ParameterBlock MeanBlock => ParameterBlocks[0];

    /// <inheritdoc/>
    public override string Kind => "Standardize";

    /// <inheritdoc/>
    internal override string Text => Kind;
}
