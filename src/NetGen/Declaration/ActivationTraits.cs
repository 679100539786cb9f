namespace NetGen;

/// <summary>What is known of activations before their functions are called: one table for the library and the generator.</summary>
internal static class ActivationTraits
{
    /// <summary>Whether the value is a member of <see cref="Activation"/>.</summary>
    public static bool IsKnown(Activation activation) => activation is >= Activation.Identity and <= Activation.Mish;

    /// <summary>
    /// Whether the activation takes each unit by itself; softmax and its logarithm take all units of a layer together.
    /// </summary>
    public static bool IsElementwise(Activation activation) => activation is not (Activation.Softmax or Activation.LogSoftmax);

    /// <summary>Whether the activation has the parameter α.</summary>
    public static bool HasAlpha(Activation activation) => activation is Activation.LeakyReLU or Activation.ELU;

    /// <summary>α where none is given, as in PyTorch; 0 for activations that have none.</summary>
    public static double DefaultAlpha(Activation activation) => activation switch
    {
        Activation.LeakyReLU => 0.01,
        Activation.ELU => 1,
        _ => 0,
    };

    /// <summary>Whether −0 and +0 give the same activation, so that it does not matter which of them a sum is.</summary>
    public static bool IgnoresSignOfZero(Activation activation) => activation
        is Activation.Sigmoid or Activation.ReLU or Activation.Softmax or Activation.Softplus or Activation.HardSigmoid;

    /// <summary>
    /// Whether the derivative is computed from the weighted input z, which training then keeps, and not from the activation a.
    /// </summary>
    public static bool DifferentiatesWeightedInput(Activation activation) => activation
        is Activation.LeakyReLU or Activation.GELU or Activation.ELU or Activation.SELU or Activation.GELUTanh or Activation.SiLU
        or Activation.Softplus or Activation.HardSwish or Activation.Mish;
}
