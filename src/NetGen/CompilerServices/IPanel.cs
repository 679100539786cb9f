using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// The panel of weights that a generated kernel works on where the last panel of a layer is one vector wide, and the others two:
/// <see cref="FullPanel"/> or <see cref="NarrowPanel"/>. A type, so that the kernel is compiled for each.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPanel
{
    /// <summary>Whether the panel is two vectors wide, not one.</summary>
    static abstract bool IsFull { get; }
}
