namespace NetGen;

/// <summary>What is known of activations before their functions are called: one table for the library and the generator.</summary>
internal static class ActivationTraits
{
    /// <summary>The slope of <see cref="Activation.LeakyReLU"/> for negative z where none is given, as in PyTorch.</summary>
    public const double DefaultAlpha = 0.01;

    /// <summary>Whether the value is a member of <see cref="Activation"/>.</summary>
    public static bool IsKnown(Activation activation) => activation is >= Activation.Identity and <= Activation.LogSoftmax;

    /// <summary>
    /// Whether the activation takes each unit by itself; softmax and its logarithm take all units of a layer together.
    /// </summary>
    public static bool IsElementwise(Activation activation) => activation is not (Activation.Softmax or Activation.LogSoftmax);

    /// <summary>Whether the activation has the parameter α.</summary>
    public static bool HasAlpha(Activation activation) => activation == Activation.LeakyReLU;

    /// <summary>Whether −0 and +0 give the same activation, so that it does not matter which of them a sum is.</summary>
    public static bool IgnoresSignOfZero(Activation activation) =>
        activation is Activation.Sigmoid or Activation.ReLU or Activation.Softmax;

    /// <summary>
    /// Whether the derivative is computed from the weighted input z, which training then keeps, and not from the activation a.
    /// </summary>
    public static bool DifferentiatesWeightedInput(Activation activation) => activation is Activation.LeakyReLU or Activation.GELU;
}
