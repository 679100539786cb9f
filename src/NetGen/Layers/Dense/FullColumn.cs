using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>A column two vectors wide.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FullColumn : IColumn
{
    /// <inheritdoc/>
    public static bool IsFull => true;
}
