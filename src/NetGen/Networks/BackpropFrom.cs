namespace NetGen;

/// <summary>Where backpropagation starts: what the values are that a call gives for each output of each sample.</summary>
public enum BackpropFrom
{
    /// <summary>The targets y of the network's cost.</summary>
    Targets,

    /// <summary>
    /// The derivatives ∂C/∂a with respect to the outputs a of a cost C that only the caller knows: the gradient with respect to the inputs
    /// of a network that goes on from these outputs, for example.
    /// </summary>
    OutputGradients,

    /// <summary>
    /// The output errors δ = ∂C/∂z by the weighted inputs z of the output layer: <c>(a − y) · advantage</c> of a policy gradient, for
    /// example, where a are the outputs of a softmax, and y is 1 for the action that was taken and 0 for the others.
    /// </summary>
    OutputErrors,
}
