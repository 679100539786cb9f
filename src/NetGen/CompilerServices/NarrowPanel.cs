using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>The last panel of a layer, one vector wide.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NarrowPanel : IPanel
{
    /// <inheritdoc/>
    public static bool IsFull => false;
}
