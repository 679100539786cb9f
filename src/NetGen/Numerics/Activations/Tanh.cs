using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = tanh z, with derivative 1 - a².</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tanh : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Tanh<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(-activation, activation, TVector.Create(1));
}
