namespace NetGen.Generator;

/// <summary>Plans the emission of a network: its layers, their places in scratch memory, the kernels for each width of vectors.</summary>
internal static class Planner
{
    private static readonly int[] Widths = [512, 256, 128];

    /// <summary>Makes the plan of a spec.</summary>
    public static EmissionPlan Plan(NetworkSpec spec)
    {
        int elementSize = spec.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        List<LayerPlan> planned = LayerPlans.Of(spec.Topology, spec.SkipsZeros);
        int blockRows = MachineModel.BlockRows(planned.Where(HasRows).Sum(layer => (long)layer.Stride));
        List<LayerPlan> layers = Place(planned, blockRows);
        LayerPlan last = layers[layers.Count - 1];
        int blockScratch = layers.Sum(layer => layer.BlockScratch(blockRows));
        int trainingScratch = layers.Sum(layer =>
            layer.ErrorScratch(blockRows) + layer.WeightedInputScratch(blockRows) + layer.TrainingScratch(blockRows));
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
            Head = new HeadPlan(last, spec.Topology.Cost, spec.Topology.Delta, spec.Topology.LabelSmoothing),
            ParameterCount = parameterCount,
            BlockRows = blockRows,
            SampleScratch = sampleScratch,
            BlockScratch = blockScratch,
            TrainingScratch = blockScratch + trainingScratch,
            MinParallelRows = MachineModel.MinParallelRows(parameterCount),
            CallsActivations = callsActivations,
            SampleScratchOnStack = ((long)sampleScratch + last.PaddedOutputs) * elementSize <= MachineModel.MaxStackBytes,
            Targets = new EquatableArray<TargetPlan>(targets),
        };
    }

    // In the scratch of a block, the errors of all layers lie after the activations of all, then weighted inputs that are kept, then what
    // layers have in training alone; the errors of such a layer are those of the layer before.
    private static List<LayerPlan> Place(List<LayerPlan> layers, int blockRows)
    {
        var placed = new List<LayerPlan>();
        int sampleOffset = 0;
        int activationOffset = 0;
        int errorOffset = layers.Sum(layer => layer.BlockScratch(blockRows));
        int weightedInputOffset = errorOffset + layers.Sum(layer => layer.ErrorScratch(blockRows));
        int trainingOffset = weightedInputOffset + layers.Sum(layer => layer.WeightedInputScratch(blockRows));
        foreach (LayerPlan layer in layers)
        {
            placed.Add(layer with
            {
                SampleOffset = sampleOffset,
                ActivationOffset = layer.IsOnlyInTraining ? trainingOffset : activationOffset,
                ErrorOffset = layer.IsOnlyInTraining && placed.Count > 0 ? placed[placed.Count - 1].ErrorOffset : errorOffset,
                WeightedInputOffset = weightedInputOffset,
            });
            sampleOffset += layer.SampleScratch;
            activationOffset += layer.BlockScratch(blockRows);
            errorOffset += layer.ErrorScratch(blockRows);
            weightedInputOffset += layer.WeightedInputScratch(blockRows);
            trainingOffset += layer.TrainingScratch(blockRows);
        }

        return placed;
    }

    // Rows of a layer that has some in training alone are no longer than those of the layer before, which are counted; the input has none.
    private static bool HasRows(LayerPlan layer) => !layer.IsOnlyInTraining || layer.ReadsInput;

    private static TargetPlan PlanTarget(int bits, List<LayerPlan> layers, bool callsActivations)
    {
        KernelPlan[] kernels = [.. layers.Select(layer => layer.PlanKernels(bits, callsActivations))];
        bool inlines = !callsActivations
            && kernels.All(kernel => kernel.InlinedActivations is not null)
            && kernels.Sum(kernel => kernel.InlinedActivations) <= MachineModel.MaxInlinedActivations;
        int[] inUse = [.. Enumerable.Range(0, kernels.Length).Where(i => !kernels[i].IsOnlyInTraining)];
        foreach ((int i, int next) in inUse.Zip(inUse.Skip(1), (i, next) => (i, next)))
        {
            if (inlines && kernels[i].OutputRegisters is RegisterShape registers && kernels[next].TakesRegisters)
            {
                kernels[i] = kernels[i] with { KeepsActivations = true };
                kernels[next] = kernels[next] with { InputRegisters = registers };
            }
        }

        return new TargetPlan { Bits = bits, InlinesSample = inlines, Layers = new EquatableArray<KernelPlan>(kernels) };
    }
}
