namespace NetGen;

/// <summary>What can be wrong with a declared topology.</summary>
internal enum TopologyErrorKind
{
    /// <summary>Fewer than two sizes.</summary>
    TooFewSizes,

    /// <summary>A size below 1.</summary>
    SizeBelowOne,

    /// <summary>The parameters do not fit into one array.</summary>
    TooManyParameters,

    /// <summary>The number of activations is not the number of weight layers.</summary>
    WrongActivationCount,

    /// <summary>A value that is not a member of <see cref="NetGen.Activation"/>.</summary>
    UnknownActivation,

    /// <summary>A value that is not a member of <see cref="NetGen.CostFunction"/>.</summary>
    UnknownCost,

    /// <summary>The cost is not defined for the output layer's activation.</summary>
    CostNeedsActivation,

    /// <summary>A hidden layer has an activation that only the output layer can have.</summary>
    OnlyForOutput,

    /// <summary>Softmax or its logarithm over a single output, which is always the same.</summary>
    SoftmaxOfOne,

    /// <summary>A parameter of an activation that is not finite, or too few or too many of them.</summary>
    WrongAlpha,

    /// <summary>A parameter δ of the cost that is not positive or not finite.</summary>
    WrongDelta,

    /// <summary>A label smoothing below 0, or of 1 or more.</summary>
    WrongLabelSmoothing,

    /// <summary>An input shape that layers cannot take, or none.</summary>
    WrongInputShape,

    /// <summary>A layer stands where its kind cannot, or there is none.</summary>
    MisplacedLayer,

    /// <summary>A dropout rate below 0, or of 1 or more.</summary>
    WrongRate,

    /// <summary>A layer's name is not valid, or is that of another layer.</summary>
    WrongLayerName,
}

/// <summary>One thing wrong with a declared topology, with the values its message names.</summary>
internal sealed class TopologyError : IEquatable<TopologyError>
{
    public TopologyError(TopologyErrorKind kind, int index, string message)
    {
        Kind = kind;
        Index = index;
        Message = message;
    }

    /// <summary>What is wrong.</summary>
    public TopologyErrorKind Kind { get; }

    /// <summary>The index of the size, activation or layer meant, or -1.</summary>
    public int Index { get; }

    /// <summary>The whole message: the thing, what was found and the fix.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public bool Equals(TopologyError? other) =>
        other is not null && Kind == other.Kind && Index == other.Index && Message == other.Message;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TopologyError);

    /// <inheritdoc/>
    public override int GetHashCode() => Message.GetHashCode();
}
