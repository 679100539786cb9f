namespace NetGen.Generator;

/// <summary>How a batch kernel divides rows: into large and small tiles, and single rows where they do not come out even.</summary>
/// <param name="Large">Rows of the large tile.</param>
/// <param name="Small">Rows of the small tile, at least half of the large one.</param>
internal sealed record RowTiles(int Large, int Small)
{
    /// <summary>Rows that go through the kernel for one sample, as an expression of <c>rows</c>.</summary>
    public string SinglesExpression => Large % Small == 0
        ? Literal.Text($"rows % {Small}")
        : Literal.Text($"rows < {Small} ? rows : rows % 2");

    /// <summary>Rows in large tiles, as an expression of <c>tiled</c>, the rows in tiles.</summary>
    /// <remarks>With 6 and 4, a rest of 2 takes one large tile less and two small ones.</remarks>
    public string LargeExpression => Large % Small == 0
        ? Literal.Text($"tiled / {Large} * {Large}")
        : Literal.Text($"(tiled % {Large} == 2 ? tiled - {2 * Small} : tiled) / {Large} * {Large}");
}
