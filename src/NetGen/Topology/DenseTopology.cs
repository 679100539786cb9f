using System.Globalization;

namespace NetGen;

/// <summary>A dense layer: a matrix of weights, a vector of biases and an activation.</summary>
internal sealed class DenseTopology : LayerTopology
{
    /// <summary>What the block of the weights, <c>[out, in]</c>, is to the layer.</summary>
    public const string Weight = "weight";

    /// <summary>What the block of the biases, <c>[out]</c>, is to the layer.</summary>
    public const string Bias = "bias";

    private const string DefaultName = "layers.";
    private const string ReservedName = "netgen.";

    /// <summary>Describes a layer.</summary>
    /// <param name="index">The index among all layers.</param>
    /// <param name="number">The number among the dense layers.</param>
    /// <param name="name">What the names of the blocks start with; null for the number.</param>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="outputSize">The number of units.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="alpha">Its parameter; without effect where it has none.</param>
    public DenseTopology(int index, int number, string? name, int inputSize, int outputSize, Activation activation, double alpha)
        : base(
            index,
            inputSize,
            outputSize,
            CreateBlocks(index, name ?? DefaultName + number.ToString(CultureInfo.InvariantCulture), inputSize, outputSize))
    {
        Activation = activation;
        Alpha = ActivationTraits.HasAlpha(activation) ? alpha : 0;
        Name = name;
    }

    /// <summary>The block of the weights, <c>[out, in]</c>.</summary>
    public ParameterBlock Weights => ParameterBlocks[0];

    /// <summary>The block of the biases, <c>[out]</c>.</summary>
    public ParameterBlock Biases => ParameterBlocks[1];

    /// <summary>What is wrong with a declared layer; null if nothing is.</summary>
    public static TopologyError? Validate(DenseAttribute layer, int index) =>
        layer.Units < 1 ? Error(TopologyErrorKind.SizeBelowOne, index, "has {0} units; a dense layer needs at least 1", layer.Units)
        : !ActivationTraits.IsKnown(layer.Activation)
            ? Error(
                TopologyErrorKind.UnknownActivation,
                index,
                "has the activation {0}, which is not a member of Activation",
                (int)layer.Activation)
        : !(Math.Abs(layer.Alpha) <= float.MaxValue)
            ? Error(TopologyErrorKind.WrongAlpha, index, "has Alpha = {0}; it must be a finite number of float", layer.Alpha)
        : layer.Name is string taken && taken.StartsWith(DefaultName, StringComparison.Ordinal)
            ? Error(
                TopologyErrorKind.WrongLayerName,
                index,
                "has the name \"{0}\"; names that start with \"layers.\" are those of unnamed layers",
                taken)
        : layer.Name is string reserved && reserved.StartsWith(ReservedName, StringComparison.Ordinal)
            ? Error(
                TopologyErrorKind.WrongLayerName,
                index,
                "has the name \"{0}\"; names that start with \"netgen.\" are those of what files keep beside parameters",
                reserved)
        : layer.Name is string name && !IsName(name)
            ? Error(
                TopologyErrorKind.WrongLayerName, index, "has the name \"{0}\"; a name consists of letters, digits, '_' and '.'", name)
        : null;

    /// <summary>Puts a declared layer after others.</summary>
    public static DenseTopology Place(DenseAttribute layer, IReadOnlyList<LayerTopology> before, int inputSize) => new(
        before.Count,
        before.Count(other => other is DenseTopology),
        layer.Name,
        inputSize,
        layer.Units,
        layer.Activation,
        layer.Alpha);

    /// <summary>What the names of the blocks start with; null if the layer has only its number.</summary>
    public string? Name { get; }

    /// <summary>What the names of the blocks start with, before the dot.</summary>
    public string Prefix => Weights.Name.Substring(0, Weights.Name.Length - Weight.Length - 1);

    /// <inheritdoc/>
    public override string Kind => "Dense";

    /// <inheritdoc/>
    public override Activation Activation { get; }

    /// <inheritdoc/>
    public override double Alpha { get; }

    /// <inheritdoc/>
    internal override string Text =>
        ActivationTraits.HasAlpha(Activation) ? FormattableString.Invariant($"{Activation}({Alpha:R})") : Activation.ToString();

    private static ParameterBlock[] CreateBlocks(int index, string name, int inputSize, int outputSize) =>
    [
        new ParameterBlock(name + ".weight", index, Weight, isTrained: true, outputSize, inputSize),
        new ParameterBlock(name + ".bias", index, Bias, isTrained: true, outputSize),
    ];

    // ASCII only.
    private static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.');

    private static TopologyError Error(TopologyErrorKind kind, int index, string format, object value) => new(
        kind, index, FormattableString.Invariant($"Layer {index} ") + string.Format(CultureInfo.InvariantCulture, format, value) + ".");
}
