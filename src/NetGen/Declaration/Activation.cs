namespace NetGen;

/// <summary>The function a layer applies to its weighted inputs z to give the units' activations a.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
enum Activation
{
    /// <summary>a = z.</summary>
    Identity,

    /// <summary>a = 1 / (1 + e^-z), with values in [0, 1].</summary>
    Sigmoid,

    /// <summary>a = tanh z, with values in [-1, 1].</summary>
    Tanh,

    /// <summary>a = max(z, 0); the derivative at 0 is 0.</summary>
    ReLU,

    /// <summary>a = z where z is positive, α z elsewhere; α is 0.01 unless <c>Alpha</c> is set. The derivative at 0 is α.</summary>
    LeakyReLU,

    /// <summary>a = z Φ(z) with the distribution function Φ of the standard normal distribution: the exact form, by erf.</summary>
    GELU,

    /// <summary>
    /// a_j = e^z_j / Σ e^z_k: positive outputs that sum to 1, the probabilities of classes that exclude each other. Only for the output
    /// layer, of two or more units, with the cost <see cref="CostFunction.CategoricalCrossEntropy"/>.
    /// </summary>
    Softmax,

    /// <summary>
    /// a_j = z_j − ln Σ e^z_k: the logarithms of what <see cref="Softmax"/> gives. Only for the output layer, of two or more units, with
    /// the cost <see cref="CostFunction.NegativeLogLikelihood"/>.
    /// </summary>
    LogSoftmax,

    /// <summary>a = z where z is positive, α (e^z − 1) elsewhere; α is 1 unless <c>Alpha</c> is set. The derivative at 0 is α.</summary>
    ELU,

    /// <summary>a = 1.0507 z where z is positive, 1.7581 (e^z − 1) elsewhere: activations tend to mean 0 and variance 1.</summary>
    SELU,

    /// <summary>a = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))): the tanh form of <see cref="GELU"/>.</summary>
    GELUTanh,

    /// <summary>a = z / (1 + e^-z), z times its sigmoid.</summary>
    SiLU,

    /// <summary>a = ln(1 + e^z), always positive: a smooth <see cref="ReLU"/>.</summary>
    Softplus,

    /// <summary>a = z / (1 + |z|), with values in [-1, 1].</summary>
    Softsign,

    /// <summary>a = min(max(z + 3, 0), 6) / 6, with values in [0, 1]; the derivative at −3 and 3 is 0.</summary>
    HardSigmoid,

    /// <summary>a = z min(max(z + 3, 0), 6) / 6; the derivative is 0 at −3 and 1 at 3.</summary>
    HardSwish,

    /// <summary>a = z tanh(ln(1 + e^z)).</summary>
    Mish,
}
