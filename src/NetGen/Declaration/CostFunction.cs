namespace NetGen;

/// <summary>The cost C of one sample, from the outputs a and the targets y; a data set's cost is the average.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
enum CostFunction
{
    /// <summary>½‖a − y‖². Any output activation but softmax.</summary>
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
}
