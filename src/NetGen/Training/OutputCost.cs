namespace NetGen;

/// <summary>A cost of one's own, of the outputs of one sample, with its derivatives.</summary>
/// <param name="sample">The number of the sample, from 0.</param>
/// <param name="outputs">The outputs of the sample.</param>
/// <param name="gradients">Where the derivatives ∂C/∂a with respect to the outputs go: all of them.</param>
/// <returns>The cost of the sample.</returns>
public delegate double OutputCost(int sample, ReadOnlySpan<double> outputs, Span<double> gradients);
