namespace NetGen;

/// <summary>Which cost goes with which output activation: one table for the library, the generator and the docs.</summary>
internal static class CostTraits
{
    /// <summary>The cost of networks that name none.</summary>
    public static CostFunction DefaultFor(Activation output) =>
        output == Activation.Softmax ? CostFunction.CategoricalCrossEntropy : CostFunction.Quadratic;

    /// <summary>Whether the value is a member of <see cref="CostFunction"/>.</summary>
    public static bool IsKnown(CostFunction cost) => cost is >= CostFunction.Quadratic and <= CostFunction.CategoricalCrossEntropy;

    /// <summary>Whether a cost goes with an output activation.</summary>
    public static bool IsValid(CostFunction cost, Activation output) => cost switch
    {
        CostFunction.BinaryCrossEntropy => output == Activation.Sigmoid,
        CostFunction.CategoricalCrossEntropy => output == Activation.Softmax,
        _ => ActivationTraits.IsElementwise(output),
    };

    /// <summary>Whether the cost takes only targets in [0, 1].</summary>
    public static bool NeedsUnitTargets(CostFunction cost) => cost is CostFunction.BinaryCrossEntropy
        or CostFunction.CategoricalCrossEntropy;
}
