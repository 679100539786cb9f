namespace NetGen.Generator;

/// <summary>From the layers of a topology to their plans: a line for each kind.</summary>
internal static class LayerPlans
{
    /// <summary>Plans all layers.</summary>
    /// <param name="topology">The network.</param>
    /// <param name="skipsZeros">Whether kernels may leave out inputs that are zero, in a time that depends on the data.</param>
    public static List<LayerPlan> Of(NetworkTopology topology, bool skipsZeros)
    {
        int elementSize = topology.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        var plans = new List<LayerPlan>();
        int inputStride = topology.InputSize;
        foreach (LayerLayout layout in NetworkLayout.Of(topology).Layers)
        {
            LayerTopology layer = topology.Layers[plans.Count];
            bool isLast = plans.Count + 1 == topology.Layers.Count;
            bool readsInput = plans.All(plan => plan.IsOnlyInTraining);
            LayerPlan plan = layout switch
            {
                DenseLayout dense => new DensePlan(dense, elementSize)
                {
                    MayHaveZeros = skipsZeros && (readsInput || plans.Last(plan => !plan.IsOnlyInTraining).Activation == Activation.ReLU),
                    Topology = layer,
                    IsLast = isLast,
                    ReadsInput = readsInput,
                    InputStride = inputStride,
                },
                DropoutLayout dropout => new DropoutPlan(dropout, elementSize)
                {
                    PaddedInputs = plans.Count == 0 ? topology.InputSize : plans[plans.Count - 1].PaddedOutputs,
                    Topology = layer,
                    IsLast = isLast,
                    ReadsInput = readsInput,
                    InputStride = inputStride,
                },
                StandardizeLayout standardize => new StandardizePlan(standardize)
                {
                    Topology = layer,
                    IsLast = isLast,
                    ReadsInput = readsInput,
                    InputStride = inputStride,
                },
                _ => throw new ArgumentException($"There is no plan for {layout.GetType().Name}.", nameof(topology)),
            };
            plans.Add(plan);
            inputStride = plan.Stride;
        }

        return plans;
    }
}
