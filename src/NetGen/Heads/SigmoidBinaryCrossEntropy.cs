using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Heads;

/// <summary>
/// Sigmoid with the binary cross-entropy: max(z, 0) − z y + ln(1 + e^−|z|), finite for every finite z, with the error a − y.
/// </summary>
internal readonly struct SigmoidBinaryCrossEntropy : IUnitHead
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Activate<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Sigmoid<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Cost<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // In this order, Max keeps a NaN.
        TVector linear = TVector.FusedMultiplyAdd(-z, y, TVector.Max(TVector.Create(0), z));
        TVector e = Elementary.Exp<TVector, T>(z | TVector.Create(-0.0));
        return linear + Elementary.LogOnePlus<TVector, T>(e);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Error<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a - y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<TVector, T>(TVector z, TVector a)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        default(Sigmoid).Derivative<TVector, T>(a);
}
