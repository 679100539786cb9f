using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Adds a gradient to what a buffer holds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GradientSum : IGradientMode
{
    /// <inheritdoc/>
    public static bool Updates => false;
}
