namespace NetGen.Generator;

/// <summary>What turns the last layer's weighted inputs into outputs, cost and output errors.</summary>
/// <param name="Layer">The last layer.</param>
/// <param name="Cost">The cost that training minimizes.</param>
/// <param name="Delta">The parameter δ of the cost.</param>
/// <param name="LabelSmoothing">The label smoothing.</param>
internal sealed record HeadPlan(LayerPlan Layer, CostFunction Cost, double Delta, double LabelSmoothing)
{
    /// <summary>
    /// Whether the activation takes each unit by itself, so that kernels can apply it; otherwise the head does, row by row.
    /// </summary>
    public bool IsElementwise => ActivationTraits.IsElementwise(Layer.Activation);
}
