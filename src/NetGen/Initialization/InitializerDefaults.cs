namespace NetGen;

/// <summary>Which initializer <see cref="Initializer.Default"/> is for a layer: one table for the library and the docs.</summary>
/// <remarks>
/// A ReLU output that is 0 for every sample has no gradient and never learns; one of LeakyReLU, GELU or a similar function, far below 0,
/// hardly does. Hidden units may be off, as others carry the errors on; an output has no others. So these outputs start active: where the
/// layer's inputs have a mean square of 1, the weighted inputs have a standard deviation of √2/3, and 1.5 is three of them.
/// </remarks>
internal static class InitializerDefaults
{
    /// <summary>The biases of an output layer that starts active.</summary>
    public const double ActiveBias = 1.5;

    /// <summary>What the weights of an output layer that starts active are divided by, after the division of its initializer.</summary>
    public const double ActiveWeightDivisor = 3.0;

    /// <summary>The initializer of a layer with this activation.</summary>
    public static LayerInitializer For(Activation activation) => activation switch
    {
        Activation.Sigmoid or Activation.HardSigmoid => ScaledInitializer.Instance,
        Activation.SELU => LeCunNormalInitializer.Instance,
        _ when StartsActive(activation) => HeNormalInitializer.Instance,
        _ => GlorotNormalInitializer.Instance,
    };

    /// <summary>Whether outputs of this activation start active for (nearly) every input.</summary>
    public static bool StartsActive(Activation output) => output
        is Activation.ReLU or Activation.LeakyReLU or Activation.GELU or Activation.GELUTanh or Activation.ELU or Activation.SELU
        or Activation.SiLU or Activation.Softplus or Activation.HardSwish or Activation.Mish;
}
