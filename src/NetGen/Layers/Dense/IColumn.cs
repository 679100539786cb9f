using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// The column of output lanes that a generated kernel works on where the last column of a layer is one vector wide, and the others two:
/// <see cref="FullColumn"/> or <see cref="NarrowColumn"/>. A type, so that the kernel is compiled for each.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IColumn
{
    /// <summary>Whether the column is two vectors wide, not one.</summary>
    static abstract bool IsFull { get; }
}
