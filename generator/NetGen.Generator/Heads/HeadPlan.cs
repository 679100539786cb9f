namespace NetGen.Generator;

/// <summary>What turns the last layer's results into outputs, cost and output errors.</summary>
/// <param name="Activation">The activation of the output units.</param>
/// <param name="Cost">The cost that training minimizes.</param>
/// <param name="Outputs">The number of output units.</param>
/// <param name="Stride">Elements from one sample's activations, or errors, to the next's in the scratch of a block.</param>
/// <param name="VirtualLanes">Lanes in which a sum over the output units runs.</param>
internal sealed record HeadPlan(Activation Activation, CostFunction Cost, int Outputs, int Stride, int VirtualLanes);
