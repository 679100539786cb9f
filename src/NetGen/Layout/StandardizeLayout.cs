namespace NetGen.Layout;

/// <summary>
/// Where the parameters of a layer that standardizes lie: the means, then the inverse deviations, each padded to whole vectors. An output
/// is <c>(x − mean) · inverseDeviation</c>, rounded after each of the two operations.
/// </summary>
internal sealed class StandardizeLayout(int size, int laneCount, long offset) : LayerLayout(size, size, laneCount, offset)
{
    private long Length => RoundUp(Inputs, LaneCount);

    /// <inheritdoc/>
    /// <remarks>
    /// Outputs lie as inputs do, one sample's after the other's, so the next layer reads them as it would the network's input.
    /// </remarks>
    public override int Lanes => Outputs;

    /// <summary>Where the means start in the packed buffer.</summary>
    public long MeanOffset => Offset;

    /// <summary>Where the inverse deviations start in the packed buffer.</summary>
    public long InverseDeviationOffset => Offset + Length;

    /// <inheritdoc/>
    public override long EndOffset => Offset + (2 * Length);

    /// <inheritdoc/>
    public override (long Start, long End) ExtentOf(ParameterBlock block) =>
        block.Part == StandardizeTopology.Mean ? (MeanOffset, InverseDeviationOffset) : (InverseDeviationOffset, EndOffset);

    /// <inheritdoc/>
    public override (long Offset, int Stride) RowOf(ParameterBlock block, int row) => (ExtentOf(block).Start, 1);
}
