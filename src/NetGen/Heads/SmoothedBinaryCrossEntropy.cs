using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Heads;

/// <summary>
/// Sigmoid with the binary cross-entropy against smoothed targets: y (1 − s) + s/2 for the target y and the label smoothing s.
/// </summary>
internal readonly struct SmoothedBinaryCrossEntropy(double smoothing) : IUnitHead
{
    private readonly double _kept = 1 - smoothing;
    private readonly double _added = smoothing / 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Activate<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        default(SigmoidBinaryCrossEntropy).Activate<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Cost<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        default(SigmoidBinaryCrossEntropy).Cost<TVector, T>(z, a, Smooth<TVector, T>(y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Error<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        default(SigmoidBinaryCrossEntropy).Error<TVector, T>(z, a, Smooth<TVector, T>(y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<TVector, T>(TVector z, TVector a)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        default(SigmoidBinaryCrossEntropy).Slope<TVector, T>(z, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Smooth<TVector, T>(TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(y, TVector.Create(_kept), TVector.Create(_added));
}
