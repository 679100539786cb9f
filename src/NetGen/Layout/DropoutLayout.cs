namespace NetGen.Layout;

/// <summary>A layer that drops inputs in training, which has no parameters.</summary>
internal sealed class DropoutLayout(int size, int laneCount, long offset) : LayerLayout(size, size, laneCount, offset)
{
    /// <inheritdoc/>
    /// <remarks>Outputs lie one after the other.</remarks>
    public override int Lanes => Outputs;

    /// <inheritdoc/>
    public override long EndOffset => Offset;

    /// <inheritdoc/>
    public override (long Start, long End) ExtentOf(ParameterBlock block) => throw NoBlocks(block);

    /// <inheritdoc/>
    public override (long Offset, int Stride) RowOf(ParameterBlock block, int row) => throw NoBlocks(block);

    private static ArgumentException NoBlocks(ParameterBlock block) =>
        new($"A layer without parameters has no block '{block.Name}'.", nameof(block));
}
