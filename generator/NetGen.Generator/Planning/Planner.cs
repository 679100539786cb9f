namespace NetGen.Generator;

/// <summary>Plans the emission of a network: sizes of scratch memory, strides and panels.</summary>
internal static class Planner
{
    /// <summary>Makes the plan of a spec.</summary>
    public static EmissionPlan Plan(NetworkSpec spec)
    {
        int elementSize = spec.NumericType == NumericType.Single ? 4 : 8;
        var topology = new NetworkTopology([.. spec.Sizes], [.. spec.Activations], spec.Cost, spec.NumericType);
        LayerLayout[] layouts = [.. topology.Layers.Select(layer => layer.Layout)];

        int[] strides = [.. layouts.Select(CostModel.Stride)];
        int blockRows = CostModel.BlockRows(strides.Sum(stride => (long)stride));
        var layers = new List<LayerPlan>();
        int sampleOffset = 0;
        int blockOffset = 0;
        int blockScratch = strides.Sum(stride => RoundUp(blockRows * stride, layouts[0].LaneCount));
        for (int i = 0; i < layouts.Length; i++)
        {
            layers.Add(new LayerPlan
            {
                Index = i,
                Layout = layouts[i],
                Activation = spec.Activations[i],
                InputStride = i == 0 ? spec.Sizes[0] : strides[i - 1],
                Stride = strides[i],
                SampleOffset = sampleOffset,
                ActivationOffset = blockOffset,
                ErrorOffset = blockScratch + blockOffset,
            });
            sampleOffset += RoundUp(layouts[i].Lanes, layouts[i].LaneCount);
            blockOffset += RoundUp(blockRows * strides[i], layouts[i].LaneCount);
        }

        return new EmissionPlan
        {
            Spec = spec,
            Scalar = spec.Scalar,
            ElementSize = elementSize,
            Layers = new EquatableArray<LayerPlan>(layers),
            ParameterCount = topology.ParameterCount,
            BlockRows = blockRows,
            SampleScratch = sampleOffset,
            BlockScratch = blockScratch,
            TrainingScratch = 2 * blockScratch,
            MinParallelRows = CostModel.MinParallelRows(topology.ParameterCount),
            CallsActivations = CostModel.CallsActivations(layouts.Max(layout => (long)layout.Inputs * layout.Lanes)),
            SampleScratchOnStack = ((long)sampleOffset + layouts[layouts.Length - 1].Lanes) * elementSize <= CostModel.MaxStackBytes,
        };
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
