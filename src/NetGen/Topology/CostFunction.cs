namespace NetGen;

/// <summary>The cost C of one sample, from the output activations a and the targets y; a data set's cost is the average.</summary>
public enum CostFunction
{
    /// <summary>½‖a − y‖².</summary>
    Quadratic,

    /// <summary>
    /// −Σ [y ln a + (1 − y) ln(1 − a)], with 0 · ln 0 = 0. Needs <see cref="Activation.Sigmoid"/> outputs; the output error is then a − y.
    /// </summary>
    CrossEntropy,
}
