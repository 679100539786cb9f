using System.Runtime.CompilerServices;

namespace NetGen.Machine;

/// <summary>
/// How a kernel for many samples divides their rows: into large and small tiles, and single rows where they do not come out even.
/// </summary>
/// <param name="Large">Rows of the large tile: twice the small one, or 6 beside 4.</param>
/// <param name="Small">Rows of the small tile.</param>
internal readonly record struct RowTiles(int Large, int Small)
{
    /// <summary>Whether two small tiles make a large one. With 6 and 4, a rest of 2 takes one large tile less and two small ones.</summary>
    public bool Nested
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Large % Small == 0;
    }

    /// <summary>The number of rows in tiles of either kind, and of those the number in large tiles, which come first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (nuint Tiled, nuint Large) Divide(nuint rows)
    {
        nuint small = (nuint)Small;
        nuint large = (nuint)Large;
        nuint tiled = rows - (Nested ? rows % small : rows < small ? rows : rows % 2);
        return (tiled, (!Nested && tiled % large == 2 ? tiled - (2 * small) : tiled) / large * large);
    }
}
