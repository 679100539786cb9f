using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>A panel two vectors wide.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FullPanel : IPanel
{
    /// <inheritdoc/>
    public static bool IsFull => true;
}
