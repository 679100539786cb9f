namespace NetGen;

/// <summary>The cost C of one sample, from the outputs a and the targets y; a data set's cost is the average.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
enum CostFunction
{
    /// <summary>½‖a − y‖². Any output activation but softmax and its logarithm.</summary>
    Quadratic,

    /// <summary>
    /// −Σ [y ln a + (1 − y) ln(1 − a)]: each output is a probability by itself, and targets lie in [0, 1]. Needs
    /// <see cref="Activation.Sigmoid"/> outputs. Computed from the weighted inputs z, as Σ [max(z, 0) − z y + ln(1 + e^−|z|)], so that
    /// it is finite where a rounds to 0 or 1; the output error is a − y.
    /// </summary>
    BinaryCrossEntropy,

    /// <summary>
    /// −Σ y ln a: the outputs are the probabilities of classes that exclude each other, and targets lie in [0, 1]. Needs
    /// <see cref="Activation.Softmax"/> outputs. Computed from the weighted inputs z, so that it is finite where an a rounds to 0; the
    /// output error is a Σy − y.
    /// </summary>
    CategoricalCrossEntropy,

    /// <summary>1/n Σ (a − y)² over the n outputs. Any output activation but softmax and its logarithm.</summary>
    MeanSquaredError,

    /// <summary>
    /// 1/n Σ |a − y| over the n outputs, less sensitive to outliers than squares; the derivative where a = y is 0. Any output activation
    /// but softmax and its logarithm.
    /// </summary>
    MeanAbsoluteError,

    /// <summary>
    /// 1/n Σ h(a − y) over the n outputs, with h(d) = ½ d² where |d| ≤ δ and δ (|d| − ½ δ) elsewhere: squares of small differences, sizes
    /// of large ones. δ is 1 unless <c>Delta</c> is set. Any output activation but softmax and its logarithm.
    /// </summary>
    Huber,

    /// <summary>
    /// 1/n Σ max(0, 1 − y a) over the n outputs, with targets y of −1 or 1. Needs <see cref="Activation.Identity"/> or
    /// <see cref="Activation.Tanh"/> outputs. A single output tells two classes apart by its sign. In training on labels, the target of
    /// an output is 1 for the samples of its class and −1 for all others.
    /// </summary>
    Hinge,

    /// <summary>
    /// −Σ y a: the outputs are logarithms of the probabilities of classes that exclude each other, and targets lie in [0, 1]. Needs
    /// <see cref="Activation.LogSoftmax"/> outputs. The same cost, and the same training, as
    /// <see cref="CategoricalCrossEntropy"/> of softmax.
    /// </summary>
    NegativeLogLikelihood,
}
