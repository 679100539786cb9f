using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Adds a gradient to what a buffer holds.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GradientSum<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static bool Updates => false;

    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T> => gradient;
}
