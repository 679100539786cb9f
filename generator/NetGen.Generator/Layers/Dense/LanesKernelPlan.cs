namespace NetGen.Generator;

/// <summary>What the kernels of a dense layer in output-lane form are to be like.</summary>
internal sealed record LanesKernelPlan : KernelPlan
{
    /// <summary>The vectors of sums.</summary>
    public required VectorShape Vector { get; init; }

    /// <summary>Vectors of output lanes beside each other in a column.</summary>
    public required int ColumnVectors { get; init; }

    /// <summary>
    /// Lanes that kernels for many samples and for the gradient work on: without whole vectors of padding in the last column, which nobody
    /// reads. The head reads those of the last layer.
    /// </summary>
    public required int UsedLanes { get; init; }

    /// <summary>Whether the layer is one column.</summary>
    public required bool IsColumn { get; init; }

    /// <summary>How the rows of a batch are divided.</summary>
    public required RowTiles RowTiles { get; init; }

    /// <summary>Inputs of a tile of the gradient.</summary>
    public required int GradientTile { get; init; }

    /// <summary>How many inputs of a sample are loaded at a time.</summary>
    public required int InputsPerLoad { get; init; }

    /// <summary>Whether the kernel for one sample leaves out inputs that are zero, where many are.</summary>
    public required bool SkipsZerosOfSample { get; init; }

    /// <summary>Whether the steps of the kernel for one sample are written out, not looped.</summary>
    public required bool UnrollsSample { get; init; }

    /// <summary>How the errors of the layer before are found from those of this one.</summary>
    public required ErrorPass ErrorPass { get; init; }

    /// <summary>Units of the layer before whose errors a written kernel finds at once.</summary>
    public required int ErrorTileUnits { get; init; }

    /// <summary>Samples for which it does so.</summary>
    public required int ErrorTileRows { get; init; }

    /// <inheritdoc/>
    public override int? InlinedActivations => ColumnVectors;

    /// <inheritdoc/>
    public override RegisterShape? OutputRegisters => IsColumn ? new RegisterShape(Vector, ColumnVectors) : null;

    /// <inheritdoc/>
    public override bool TakesRegisters => UnrollsSample;

    /// <inheritdoc/>
    public override IEnumerable<VectorHelper> Helpers
    {
        get
        {
            if (InputsPerLoad > 1)
            {
                yield return new VectorHelper(VectorHelperKind.LoadRepeated, Vector.Bits);
            }

            if (InputsPerLoad > 1 || InputRegisters is not null)
            {
                yield return new VectorHelper(VectorHelperKind.Spread, Vector.Bits);
            }
        }
    }

    /// <summary>Plans the kernels for one width of vectors.</summary>
    public static LanesKernelPlan Create(DensePlan layer, int bits, bool callsActivations)
    {
        DenseLayout layout = layer.Layout;
        VectorShape vector = VectorShape.For(bits, layout.VirtualLanes, layer.ElementSize);
        int columnVectors = Math.Min(MachineModel.TileVectors, Math.Max(1, layout.Lanes / vector.Lanes));
        bool isColumn = layout.Lanes == columnVectors * vector.Lanes;
        int used = (layout.Outputs + vector.Lanes - 1) / vector.Lanes * vector.Lanes;
        bool hasRoom = isColumn || (!layer.ReadsInput && layout.Outputs == layout.Lanes);
        bool writesOutput = layer.IsLast && hasRoom && ActivationTraits.IsElementwise(layer.Activation)
            && (!callsActivations || layer.Activation == Activation.Identity);
        int errorUnits = MachineModel.WrittenErrorUnits(vector.Bits, layer.ElementSize);
        return new LanesKernelPlan
        {
            Vector = vector,
            ColumnVectors = columnVectors,
            UsedLanes = !isColumn && !layer.IsLast && columnVectors * vector.Lanes >= layout.PanelLanes ? used : layout.Lanes,
            IsColumn = isColumn,
            RowTiles = MachineModel.RowTiles(columnVectors),
            GradientTile = MachineModel.GradientTile(columnVectors, layout.Inputs, bits),
            InputsPerLoad = MachineModel.InputsPerLoad(layout, vector.Bits, layer.ElementSize),
            UnrollsSample = MachineModel.UnrollsSample(layout, columnVectors),
            ErrorPass = MachineModel.ErrorPassBehind(layout, bits),
            ErrorTileUnits = errorUnits,
            ErrorTileRows = MachineModel.ErrorTileRows(bits, layout.VirtualLanes / vector.Lanes * errorUnits),
            SkipsZerosOfSample = layer.SkipsZeros && !writesOutput,
            WritesOutput = writesOutput,
        };
    }
}
