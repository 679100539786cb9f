using System.Globalization;

namespace NetGen.Models.Onnx;

/// <summary>A value of the graph that is computed from the input: some units for each sample.</summary>
internal sealed class OnnxFlow : OnnxValue
{
    /// <summary>The steps before.</summary>
    public required OnnxChain Chain { get; init; }

    /// <summary>What is computed of the units after the steps.</summary>
    public required OnnxExpression Expression { get; init; }

    /// <summary>Whether the first dimension counts samples.</summary>
    public required bool HasBatch { get; init; }

    /// <summary>The number of samples; null if it is not fixed.</summary>
    public long? Samples { get; init; }

    /// <summary>The dimensions of a sample; −1 for those that are not known.</summary>
    public required int[] Features { get; init; }

    /// <summary>The names of classes that the file gives the units.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Whether the value is the number or the name of the class of the largest unit, and not the units.</summary>
    public bool IsLabel { get; init; }

    /// <summary>Whether the graph gives a score for each of two classes, and this is that of the second.</summary>
    public bool IsSecondOfTwo { get; init; }

    /// <summary>The number of units; −1 if it is not known.</summary>
    public int Count => Features.Contains(-1) ? -1 : Features.Aggregate(1, (product, length) => product * length);

    /// <summary>The number of dimensions.</summary>
    public int Rank => Features.Length + (HasBatch ? 1 : 0);

    public string ShapeText => MessageShape(
        (HasBatch ? [Samples is long samples ? Text(samples) : "batch"] : Array.Empty<string>())
        .Concat(Features.Select(length => length < 0 ? "?" : Text(length))));

    /// <summary>The same units with another computation.</summary>
    public OnnxFlow With(OnnxExpression expression, int[]? features = null) => Copy(Chain, expression, HasBatch, features ?? Features);

    /// <summary>The units after another step.</summary>
    public OnnxFlow After(OnnxChain chain, int[] features) => Copy(chain, chain.Units, HasBatch, features);

    /// <summary>The same value in another shape.</summary>
    public OnnxFlow Reshaped(bool hasBatch, int[] features) => Copy(Chain, Expression, hasBatch, features);

    /// <summary>The same value as a label.</summary>
    public OnnxFlow AsLabel(IReadOnlyList<string>? classNames) => Marked(classNames, isLabel: true, IsSecondOfTwo);

    /// <summary>The same value with names of its classes.</summary>
    public OnnxFlow Named(IReadOnlyList<string> classNames) => Marked(classNames, isLabel: false, IsSecondOfTwo);

    /// <summary>The same value as the score of the second of two classes.</summary>
    public OnnxFlow AsSecondOfTwo() => Marked(ClassNames, IsLabel, isSecondOfTwo: true);

    private static string MessageShape(IEnumerable<string> lengths) => $"[{string.Join(", ", lengths)}]";

    private static string Text(long length) => length.ToString(CultureInfo.InvariantCulture);

    private OnnxFlow Marked(IReadOnlyList<string>? classNames, bool isLabel, bool isSecondOfTwo) => new()
    {
        Chain = Chain,
        Expression = Expression,
        HasBatch = HasBatch,
        Samples = Samples,
        Features = Features,
        ClassNames = classNames,
        IsLabel = isLabel,
        IsSecondOfTwo = isSecondOfTwo,
    };

    private OnnxFlow Copy(OnnxChain chain, OnnxExpression expression, bool hasBatch, int[] features) => new()
    {
        Chain = chain,
        Expression = expression,
        HasBatch = hasBatch,
        Samples = Samples,
        Features = features,
        ClassNames = ClassNames,
        IsLabel = IsLabel,
        IsSecondOfTwo = IsSecondOfTwo,
    };
}
