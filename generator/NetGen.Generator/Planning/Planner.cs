namespace NetGen.Generator;

/// <summary>Plans the emission of a network: its layers, their places in scratch memory, the kernels for each width of vectors.</summary>
internal static class Planner
{
    private static readonly int[] Widths = [512, 256, 128];

    /// <summary>Makes the plan of a spec.</summary>
    public static EmissionPlan Plan(NetworkSpec spec)
    {
        int elementSize = spec.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        List<LayerPlan> planned = LayerPlans.Of(spec.Topology);
        int blockRows = MachineModel.BlockRows(planned.Sum(layer => (long)layer.Stride));
        List<LayerPlan> layers = Place(planned, blockRows);
        LayerPlan last = layers[layers.Count - 1];
        int blockScratch = layers.Sum(layer => layer.BlockScratch(blockRows));
        bool callsActivations = MachineModel.CallsActivations(layers.Max(layer => layer.MultiplyAdds));
        TargetPlan[] targets = [.. Widths.Select(bits => PlanTarget(bits, layers, callsActivations))];
        int sampleScratch = targets.Any(target => target.NeedsSampleScratch) ? layers.Sum(layer => layer.SampleScratch) : 0;
        long parameterCount = layers.Sum(layer => layer.ParameterCount);
        return new EmissionPlan
        {
            Spec = spec,
            Scalar = spec.Scalar,
            ElementSize = elementSize,
            Layers = new EquatableArray<LayerPlan>(layers),
            Head = new HeadPlan(last, spec.Topology.Cost),
            ParameterCount = parameterCount,
            BlockRows = blockRows,
            SampleScratch = sampleScratch,
            BlockScratch = blockScratch,
            TrainingScratch = blockScratch + layers.Sum(layer => layer.ErrorScratch(blockRows) + layer.WeightedInputScratch(blockRows)),
            MinParallelRows = MachineModel.MinParallelRows(parameterCount),
            CallsActivations = callsActivations,
            SampleScratchOnStack = ((long)sampleScratch + last.PaddedOutputs) * elementSize <= MachineModel.MaxStackBytes,
            Targets = new EquatableArray<TargetPlan>(targets),
        };
    }

    // In the scratch of a block, the errors of all layers lie after the activations of all, and weighted inputs that are kept after those.
    private static List<LayerPlan> Place(List<LayerPlan> layers, int blockRows)
    {
        var placed = new List<LayerPlan>();
        int sampleOffset = 0;
        int activationOffset = 0;
        int errorOffset = layers.Sum(layer => layer.BlockScratch(blockRows));
        int weightedInputOffset = errorOffset + layers.Sum(layer => layer.ErrorScratch(blockRows));
        foreach (LayerPlan layer in layers)
        {
            placed.Add(layer with
            {
                SampleOffset = sampleOffset,
                ActivationOffset = activationOffset,
                ErrorOffset = errorOffset,
                WeightedInputOffset = weightedInputOffset,
            });
            sampleOffset += layer.SampleScratch;
            activationOffset += layer.BlockScratch(blockRows);
            errorOffset += layer.ErrorScratch(blockRows);
            weightedInputOffset += layer.WeightedInputScratch(blockRows);
        }

        return placed;
    }

    private static TargetPlan PlanTarget(int bits, List<LayerPlan> layers, bool callsActivations)
    {
        KernelPlan[] kernels = [.. layers.Select(layer => layer.PlanKernels(bits, callsActivations))];
        bool inlines = !callsActivations
            && kernels.All(kernel => kernel.InlinedActivations is not null)
            && kernels.Sum(kernel => kernel.InlinedActivations) <= MachineModel.MaxInlinedActivations;
        for (int i = 0; inlines && i + 1 < kernels.Length; i++)
        {
            if (kernels[i].OutputRegisters is RegisterShape registers && kernels[i + 1].TakesRegisters)
            {
                kernels[i] = kernels[i] with { KeepsActivations = true };
                kernels[i + 1] = kernels[i + 1] with { InputRegisters = registers };
            }
        }

        return new TargetPlan { Bits = bits, InlinesSample = inlines, Layers = new EquatableArray<KernelPlan>(kernels) };
    }
}
