using System.Globalization;

namespace NetGen.Generator;

/// <summary>A dense layer: a matrix of weights, a vector of biases, and an elementwise activation.</summary>
/// <param name="Layout">Where parameters lie and in which order sums run.</param>
/// <param name="ElementSize">Bytes of one element.</param>
internal sealed record DensePlan(DenseLayout Layout, int ElementSize) : LayerPlan
{
    /// <inheritdoc/>
    public override string Declaration
    {
        get
        {
            string?[] properties =
            [
                ActivationTraits.HasAlpha(Activation) ? $"Alpha = {Alpha.ToString("R", CultureInfo.InvariantCulture)}" : null,
                ((DenseTopology)Topology).Name is string name ? $"Name = \"{name}\"" : null,
            ];
            string initializer = string.Join(", ", properties.Where(property => property is not null));
            return Literal.Text($"new DenseAttribute({Outputs}, Activation.{Activation.ToString()})")
                + (initializer.Length > 0 ? $" {{ {initializer} }}" : "");
        }
    }

    /// <inheritdoc/>
    public override int PaddedOutputs => Layout.Lanes;

    /// <inheritdoc/>
    public override int Stride => MachineModel.Stride(Layout);

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Inputs * PaddedOutputs;

    /// <inheritdoc/>
    public override int SampleScratch => RoundUp(PaddedOutputs, Layout.LaneCount);

    /// <summary>Whether the layer is in dot form, vectors running over its inputs; otherwise they run over its output units.</summary>
    public bool IsDot => Layout.Form == LayerForm.Dot;

    /// <summary>Whether tiles of the gradient fetch a line of coming inputs ahead of time.</summary>
    public bool PrefetchesInputs => MachineModel.PrefetchesInputs(Layout, ElementSize);

    /// <summary>
    /// Whether tiles of rows fetch the inputs of the next tile ahead of time: the network's own, as activations are in the cache.
    /// </summary>
    public bool PrefetchesNextTile => ReadsInput && PrefetchesInputs;

    /// <summary>Whether inputs may be zero often: the network's own, and activations of <see cref="NetGen.Activation.ReLU"/>.</summary>
    public required bool MayHaveZeros { get; init; }

    /// <summary>Whether kernels leave out inputs that are zero: that for one sample only if it does not write to the output.</summary>
    public bool SkipsZeros => MayHaveZeros && MachineModel.SkipsZeros(Layout);

    /// <summary>Inputs by which tiles fetch coming weights ahead of time, or 0.</summary>
    public int PrefetchedWeights => MachineModel.PrefetchedWeights(Layout, ElementSize);

    /// <summary>
    /// Whether each column of weights is taken for all rows before the next one: weights that do not stay in the second-level cache are
    /// then read once. Others are read from there for every tile, and all columns of a tile before the next one read inputs only once.
    /// </summary>
    public bool TakesColumnsFirst => PrefetchedWeights > 0;

    /// <inheritdoc/>
    public override int BlockScratch(int rows) => RoundUp(MachineModel.BlockScratch(rows, Stride, ElementSize), Layout.LaneCount);

    /// <inheritdoc/>
    public override int ErrorScratch(int rows) => BlockScratch(rows);

    /// <inheritdoc/>
    public override KernelPlan PlanKernels(int bits, bool callsActivations) => IsDot
        ? DotKernelPlan.Create(this, bits)
        : LanesKernelPlan.Create(this, bits, callsActivations);

    /// <inheritdoc/>
    public override LayerWriter CreateWriter(KernelContext context) => IsDot
        ? new DotLayerWriter(context, this)
        : new LanesLayerWriter(context, this);
}
