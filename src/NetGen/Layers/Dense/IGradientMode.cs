using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// What a generated kernel does with a gradient: <see cref="GradientSum"/> or <see cref="GradientStep"/>. A type, so that the kernel is
/// compiled for the one that is used.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGradientMode
{
    /// <summary>
    /// Whether the gradient starts at zero and, times the step, is added to the parameters; otherwise it is added to a buffer.
    /// </summary>
    static abstract bool Updates { get; }
}
