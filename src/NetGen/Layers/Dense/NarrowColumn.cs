using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>The last column of a layer, one vector wide.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NarrowColumn : IColumn
{
    /// <inheritdoc/>
    public static bool IsFull => false;
}
