using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// What a kernel does with a gradient: the step of an optimizer, with its constants for one step, or a sum in a buffer
/// (<see cref="GradientSum{T}"/>). A type, so that the kernel is compiled for the one that is used.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether a gradient starts at zero and changes the parameters; otherwise it starts at what a buffer holds and goes there.
    /// </summary>
    static abstract bool Updates { get; }

    /// <summary>How many numbers are kept for each parameter from step to step: 0, 1 or 2.</summary>
    static abstract int StateCount { get; }

    /// <summary>The rule's constants.</summary>
    RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T>;

    /// <summary>
    /// The new values of parameters: lane by lane, by operations whose result is fixed to the last bit. Where parameter, gradient and
    /// state are zero, as in the padding, they stay so.
    /// </summary>
    /// <param name="constants">The constants of the step.</param>
    /// <param name="parameters">The values before.</param>
    /// <param name="gradient">The gradient, summed over the samples of the mini-batch.</param>
    /// <param name="first">The first number kept for each parameter, changed here; without meaning if there is none.</param>
    /// <param name="second">The second one.</param>
    static abstract TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>;
}
