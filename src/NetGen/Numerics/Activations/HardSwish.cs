using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>a = z min(max(z + 3, 0), 6) / 6, with derivative z/3 + 1/2 from -3 to 3, 0 below and 1 above; NaN stays NaN.</summary>
/// <remarks>A. Howard and others, "Searching for MobileNetV3", 2019.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSwish : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>

        // The bound keeps -∞ from meeting 0.
        TVector.Max(TVector.Create(-3), z) * default(HardSigmoid).Apply<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector between = TVector.FusedMultiplyAdd(z, TVector.Create(1.0 / 3), TVector.Create(0.5));
        TVector notBelow = TVector.SelectLessOrEqual(TVector.Create(3), z, TVector.Create(1), between);
        return TVector.SelectLessOrEqual(z, TVector.Create(-3), TVector.Create(0), notBelow);
    }
}
