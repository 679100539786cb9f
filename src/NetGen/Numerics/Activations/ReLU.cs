using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>a = z where z is positive and 0 elsewhere, with derivative 1 or 0; NaN stays NaN.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReLU : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLessOrEqual(z, TVector.Create(0), TVector.Create(0), z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(TVector.Create(0), activation, TVector.Create(1), TVector.Create(0));
}
