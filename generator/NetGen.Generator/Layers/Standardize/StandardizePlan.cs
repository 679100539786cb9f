namespace NetGen.Generator;

/// <summary>
/// A layer that standardizes the network's inputs, or scales them to a range. Its outputs lie as the inputs do, without padding.
/// </summary>
/// <param name="Layout">Where its parameters lie.</param>
internal sealed record StandardizePlan(StandardizeLayout Layout) : LayerPlan
{
    /// <inheritdoc/>
    public override string Declaration => $"new {Topology.Kind}Attribute()";

    /// <inheritdoc/>
    public override bool HasKernels => false;

    /// <inheritdoc/>
    public override int PaddedOutputs => Layout.Lanes;

    /// <inheritdoc/>
    public override int Stride => Layout.Lanes;

    /// <inheritdoc/>
    public override long MultiplyAdds => 0;

    /// <inheritdoc/>
    public override int SampleScratch => RoundUp(Layout.Lanes, Layout.LaneCount);

    /// <inheritdoc/>
    public override int BlockScratch(int rows) => RoundUp(checked(rows * Stride), Layout.LaneCount);

    /// <inheritdoc/>
    public override int ErrorScratch(int rows) => 0;

    /// <inheritdoc/>
    public override KernelPlan PlanKernels(int bits, bool callsActivations) => new StandardizeKernelPlan { WritesOutput = false };

    /// <inheritdoc/>
    public override LayerWriter CreateWriter(KernelContext context) => new StandardizeWriter(context, this);
}

/// <summary>The kernel of the library, which gives and takes nothing in registers.</summary>
internal sealed record StandardizeKernelPlan : KernelPlan
{
    /// <inheritdoc/>
    public override int? InlinedActivations => 0;

    /// <inheritdoc/>
    public override RegisterShape? OutputRegisters => null;

    /// <inheritdoc/>
    public override bool TakesRegisters => false;

    /// <inheritdoc/>
    public override IEnumerable<VectorHelper> Helpers => [];
}
