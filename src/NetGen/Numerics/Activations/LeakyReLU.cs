using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>a = z where z is positive and α z elsewhere, with derivative 1 or α; NaN stays NaN.</summary>
/// <param name="alpha">The slope α where z is negative.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LeakyReLU(double alpha) : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLessOrEqual(z, TVector.Create(0), z * TVector.Create(alpha), z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(TVector.Create(0), z, TVector.Create(1), TVector.Create(alpha));
}
