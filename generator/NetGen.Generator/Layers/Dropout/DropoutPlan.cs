using System.Globalization;

namespace NetGen.Generator;

/// <summary>
/// A layer that drops inputs in training. Its outputs lie as its inputs do, and its errors in the place of those of the layer before.
/// </summary>
/// <param name="Layout">Its sizes.</param>
/// <param name="ElementSize">Bytes of one element.</param>
internal sealed record DropoutPlan(DropoutLayout Layout, int ElementSize) : LayerPlan
{
    /// <inheritdoc/>
    public override string Declaration => $"new DropoutAttribute({Rate})";

    /// <summary>The rate, as a literal.</summary>
    public string Rate => ((DropoutTopology)Topology).Rate.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool HasKernels => false;

    /// <inheritdoc/>
    public override int PaddedOutputs => PaddedInputs;

    /// <summary>Elements that a sample's inputs take, padding included.</summary>
    public required int PaddedInputs { get; init; }

    /// <inheritdoc/>
    public override int Stride => InputStride;

    /// <inheritdoc/>
    public override long MultiplyAdds => 0;

    /// <inheritdoc/>
    public override int SampleScratch => 0;

    /// <inheritdoc/>
    public override int BlockScratch(int rows) => 0;

    /// <inheritdoc/>
    public override int ErrorScratch(int rows) => 0;

    /// <inheritdoc/>
    public override int TrainingScratch(int rows) => RoundUp(MachineModel.BlockScratch(rows, Stride, ElementSize), Layout.LaneCount);

    /// <inheritdoc/>
    public override KernelPlan PlanKernels(int bits, bool callsActivations) => new DropoutKernelPlan { WritesOutput = false };

    /// <inheritdoc/>
    public override LayerWriter CreateWriter(KernelContext context) => new DropoutWriter(context, this);
}

/// <summary>The kernels of the library, for training.</summary>
internal sealed record DropoutKernelPlan : KernelPlan
{
    /// <inheritdoc/>
    public override int? InlinedActivations => 0;

    /// <inheritdoc/>
    public override RegisterShape? OutputRegisters => null;

    /// <inheritdoc/>
    public override bool TakesRegisters => false;

    /// <inheritdoc/>
    public override bool IsOnlyInTraining => true;

    /// <inheritdoc/>
    public override IEnumerable<VectorHelper> Helpers => [];
}
