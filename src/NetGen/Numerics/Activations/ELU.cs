using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = z where z is positive and α (e^z - 1) elsewhere, with derivative 1 or α e^z; NaN stays NaN.</summary>
/// <remarks>
/// D. Clevert, T. Unterthiner and S. Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2015.
/// </remarks>
/// <param name="alpha">The size α of the limit far below 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ELU(double alpha) : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(
            z, TVector.Create(0), TVector.Create(alpha) * Elementary.ExpMinusOneOfNegativeSize<TVector, T>(z), z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(
            TVector.Create(0), z, TVector.Create(1), TVector.Create(alpha) * Elementary.ExpOfNegativeSize<TVector, T>(z));
}
