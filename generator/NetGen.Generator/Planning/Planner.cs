namespace NetGen.Generator;

/// <summary>Plans the emission of a network: sizes of scratch memory, strides and panels, and the kernels for each width of vectors.</summary>
internal static class Planner
{
    private static readonly int[] Widths = [512, 256, 128];

    /// <summary>Makes the plan of a spec.</summary>
    public static EmissionPlan Plan(NetworkSpec spec)
    {
        int elementSize = spec.NumericType == NumericType.Single ? 4 : 8;
        var topology = new NetworkTopology([.. spec.Sizes], [.. spec.Activations], spec.Cost, spec.NumericType);
        LayerLayout[] layouts = [.. NetworkLayout.Of(topology).Layers];

        int[] strides = [.. layouts.Select(MachineModel.Stride)];
        int blockRows = MachineModel.BlockRows(strides.Sum(stride => (long)stride));
        var layers = new List<LayerPlan>();
        int sampleOffset = 0;
        int blockOffset = 0;
        int Scratch(int stride) => RoundUp(MachineModel.BlockScratch(blockRows, stride, elementSize), layouts[0].LaneCount);
        int blockScratch = strides.Sum(Scratch);
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
                PrefetchesInputs = MachineModel.PrefetchesInputs(layouts[i], elementSize),
                PrefetchesNextTile = i == 0 && MachineModel.PrefetchesInputs(layouts[i], elementSize),
                PrefetchedWeights = MachineModel.PrefetchedWeights(layouts[i], elementSize),
            });
            sampleOffset += RoundUp(layouts[i].Lanes, layouts[i].LaneCount);
            blockOffset += Scratch(strides[i]);
        }

        bool callsActivations = MachineModel.CallsActivations(layouts.Max(layout => (long)layout.Inputs * layout.Lanes));
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
            MinParallelRows = MachineModel.MinParallelRows(topology.ParameterCount),
            CallsActivations = callsActivations,
            SampleScratchOnStack = ((long)sampleOffset + layouts[layouts.Length - 1].Lanes) * elementSize <= MachineModel.MaxStackBytes,
            Targets = new EquatableArray<TargetPlan>(Widths.Select(bits => PlanTarget(bits, layers, elementSize, callsActivations))),
        };
    }

    private static TargetPlan PlanTarget(int bits, List<LayerPlan> layers, int elementSize, bool callsActivations)
    {
        KernelPlan[] kernels = [.. layers.Select(layer => PlanKernels(bits, layer.Layout, elementSize))];
        bool inlines = !callsActivations
            && layers.All(layer => !layer.IsDot)
            && kernels.Sum(kernel => kernel.ColumnVectors) <= MachineModel.MaxInlinedActivations;
        for (int i = 0; i + 1 < kernels.Length; i++)
        {
            kernels[i] = kernels[i] with { KeepsActivations = inlines && IsColumn(i) && kernels[i + 1].UnrollsSample };
        }

        return new TargetPlan
        {
            Bits = bits,
            InlinesSample = inlines,
            HasSampleActivations = kernels.Any(kernel => kernel.KeepsActivations),
            WritesOutput = WritesOutput(),
            Layers = new EquatableArray<KernelPlan>(kernels),
        };

        bool IsColumn(int layer) => layers[layer].Layout.Lanes == kernels[layer].ColumnVectors * kernels[layer].Vector.Lanes;

        bool WritesOutput()
        {
            LayerPlan last = layers[layers.Count - 1];
            return last.IsDot
                ? last.Index > 0 || last.Layout.Outputs == 1
                : (!callsActivations || last.Activation == Activation.Identity)
                    && (IsColumn(last.Index) || (last.Index > 0 && last.Layout.Outputs == last.Layout.Lanes));
        }
    }

    private static KernelPlan PlanKernels(int bits, LayerLayout layout, int elementSize)
    {
        bool isDot = layout.Form == LayerForm.Dot;
        VectorShape vector = VectorShape.For(bits, isDot ? layout.LaneCount : layout.VirtualLanes, elementSize);
        int columnVectors = Math.Min(MachineModel.TileVectors, Math.Max(1, layout.Lanes / vector.Lanes));
        int errorUnits = MachineModel.WrittenErrorUnits(vector.Bits, elementSize);
        return new KernelPlan
        {
            Vector = vector,
            ColumnVectors = columnVectors,
            RowTiles = MachineModel.RowTiles(columnVectors),
            GradientTile = isDot ? MachineModel.DotGradientVectors : MachineModel.GradientTile(columnVectors, layout.Inputs, bits),
            InputsPerLoad = MachineModel.InputsPerLoad(layout, vector.Bits, elementSize),
            UnrollsSample = MachineModel.UnrollsSample(layout, columnVectors),
            KeepsActivations = false,
            ErrorPass = MachineModel.ErrorPassBehind(layout, bits),
            ErrorTileUnits = errorUnits,
            ErrorTileRows = isDot ? 1 : MachineModel.ErrorTileRows(bits, layout.VirtualLanes / vector.Lanes * errorUnits),
        };
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
