namespace NetGen.Generator;

/// <summary>What the kernels of a dense layer in dot form are to be like.</summary>
internal sealed record DotKernelPlan : KernelPlan
{
    /// <summary>The vectors of sums.</summary>
    public required VectorShape Vector { get; init; }

    /// <summary>Vectors of inputs of a tile of the gradient.</summary>
    public required int GradientTile { get; init; }

    /// <inheritdoc/>
    public override int? InlinedActivations => null;

    /// <inheritdoc/>
    public override RegisterShape? OutputRegisters => null;

    /// <inheritdoc/>
    public override bool TakesRegisters => false;

    /// <inheritdoc/>
    public override IEnumerable<VectorHelper> Helpers => [];

    /// <summary>Plans the kernels for one width of vectors.</summary>
    public static DotKernelPlan Create(DensePlan layer, int bits) => new()
    {
        Vector = VectorShape.For(bits, layer.Layout.LaneCount, layer.ElementSize),
        GradientTile = MachineModel.DotGradientVectors,
        WritesOutput = layer.IsLast && (!layer.ReadsInput || layer.Outputs == 1) && ActivationTraits.IsElementwise(layer.Activation),
    };
}
