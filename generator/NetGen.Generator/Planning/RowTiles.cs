namespace NetGen.Generator;

/// <summary>How a batch kernel divides rows: into large and small tiles, and single rows where they do not come out even.</summary>
/// <param name="Large">Rows of the large tile: twice the small one, or 6 beside 4.</param>
/// <param name="Small">Rows of the small tile.</param>
internal sealed record RowTiles(int Large, int Small)
{
    private bool Nested => Large % Small == 0;

    /// <summary>Rows that go through the kernel for one sample, as an expression of <c>rows</c>.</summary>
    public string SinglesExpression => Nested ? Literal.Text($"rows % {Small}") : Literal.Text($"rows < {Small} ? rows : rows % 2");

    /// <summary>Rows in large tiles, as an expression of <c>tiled</c>, the rows in tiles of either kind.</summary>
    /// <remarks>With 6 and 4, a rest of 2 takes one large tile less and two small ones.</remarks>
    public string LargeExpression => Nested
        ? Literal.Text($"tiled / {Large} * {Large}")
        : Literal.Text($"(tiled % {Large} == 2 ? tiled - {2 * Small} : tiled) / {Large} * {Large}");

    /// <summary>What the expressions come to: the number of large tiles, of small tiles and of single rows.</summary>
    public (int Large, int Small, int Singles) Divide(int rows)
    {
        int singles = Nested ? rows % Small : rows < Small ? rows : rows % 2;
        int tiled = rows - singles;
        int large = (!Nested && tiled % Large == 2 ? tiled - (2 * Small) : tiled) / Large;
        return (large, (tiled - (large * Large)) / Small, singles);
    }
}
