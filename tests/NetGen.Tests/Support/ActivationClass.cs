namespace NetGen.Tests;

/// <summary>
/// What kernels and their writers ask of an activation. They treat activations of equal answers alike, but for the function itself, whose
/// bits in every width have tests of their own.
/// </summary>
internal sealed record ActivationClass(
    bool IsElementwise, bool IsIdentity, bool MakesZeros, bool HasAlpha, bool IgnoresSignOfZero, bool DifferentiatesWeightedInput)
{
    /// <summary>The class of an activation.</summary>
    public static ActivationClass Of(Activation activation) => new(
        ActivationTraits.IsElementwise(activation),
        activation == Activation.Identity,
        activation == Activation.ReLU,
        ActivationTraits.HasAlpha(activation),
        ActivationTraits.IgnoresSignOfZero(activation),
        ActivationTraits.DifferentiatesWeightedInput(activation));
}
