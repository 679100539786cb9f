namespace NetGen;

/// <summary>Which targets a cost takes.</summary>
internal enum TargetRange
{
    /// <summary>All numbers.</summary>
    Any,

    /// <summary>Numbers from 0 to 1.</summary>
    Unit,

    /// <summary>−1 and 1.</summary>
    Signs,
}

/// <summary>
/// Which cost goes with which output activation, which targets and parameters it has: one table for the library, the generator and the
/// docs.
/// </summary>
internal static class CostTraits
{
    /// <summary>The parameter δ of <see cref="CostFunction.Huber"/> where none is given, as in PyTorch.</summary>
    public const double DefaultDelta = 1;

    /// <summary>The cost of networks that name none.</summary>
    public static CostFunction DefaultFor(Activation output) => output switch
    {
        Activation.Softmax => CostFunction.CategoricalCrossEntropy,
        Activation.LogSoftmax => CostFunction.NegativeLogLikelihood,
        _ => CostFunction.Quadratic,
    };

    /// <summary>Whether the value is a member of <see cref="CostFunction"/>.</summary>
    public static bool IsKnown(CostFunction cost) => cost is >= CostFunction.Quadratic and <= CostFunction.NegativeLogLikelihood;

    /// <summary>Whether a cost goes with an output activation.</summary>
    public static bool IsValid(CostFunction cost, Activation output) => cost switch
    {
        CostFunction.BinaryCrossEntropy => output == Activation.Sigmoid,
        CostFunction.CategoricalCrossEntropy => output == Activation.Softmax,
        CostFunction.NegativeLogLikelihood => output == Activation.LogSoftmax,
        CostFunction.Hinge => output is Activation.Identity or Activation.Tanh,
        _ => ActivationTraits.IsElementwise(output),
    };

    /// <summary>What a message says of a cost and an output activation that do not go together.</summary>
    public static string NeedOf(CostFunction cost) => cost switch
    {
        CostFunction.BinaryCrossEntropy => "needs Sigmoid outputs",
        CostFunction.CategoricalCrossEntropy => "needs Softmax outputs",
        CostFunction.NegativeLogLikelihood => "needs LogSoftmax outputs",
        CostFunction.Hinge => "needs Identity or Tanh outputs",
        _ => "does not go with Softmax or LogSoftmax outputs",
    };

    /// <summary>The targets that a cost takes.</summary>
    public static TargetRange TargetsOf(CostFunction cost) => cost switch
    {
        CostFunction.BinaryCrossEntropy or CostFunction.CategoricalCrossEntropy or CostFunction.NegativeLogLikelihood => TargetRange.Unit,
        CostFunction.Hinge => TargetRange.Signs,
        _ => TargetRange.Any,
    };

    /// <summary>Whether the cost has the parameter δ.</summary>
    public static bool HasDelta(CostFunction cost) => cost == CostFunction.Huber;

    /// <summary>Whether the cost can smooth labels.</summary>
    public static bool HasLabelSmoothing(CostFunction cost) =>
        cost is CostFunction.BinaryCrossEntropy or CostFunction.CategoricalCrossEntropy;

    /// <summary>Whether δ is possible: positive and finite, also as a float.</summary>
    public static bool IsDelta(double delta) => delta >= float.Epsilon && delta <= float.MaxValue;

    /// <summary>Whether a label smoothing is possible.</summary>
    public static bool IsLabelSmoothing(double smoothing) => smoothing >= 0 && smoothing < 1;

    /// <summary>Whether a single output tells two classes apart: a sigmoid by 0.5, one with the hinge cost by its sign.</summary>
    public static bool IsBinary(CostFunction cost, Activation output) => output == Activation.Sigmoid || cost == CostFunction.Hinge;
}
