using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Adds a gradient times the step to the parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GradientStep : IGradientMode
{
    /// <inheritdoc/>
    public static bool Updates => true;
}
