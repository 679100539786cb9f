using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>a = min(max(z + 3, 0), 6) / 6, with derivative 1/6 between, and 0 where a is 0 or 1; NaN stays NaN.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSigmoid : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector six = TVector.Create(6);
        TVector sum = TVector.Max(TVector.Create(0), z + TVector.Create(3));
        return TVector.SelectLess(six, sum, six, sum) / six;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector zero = TVector.Create(0);
        TVector belowOne = TVector.SelectLess(activation, TVector.Create(1), TVector.Create(1.0 / 6), zero);
        return TVector.SelectLess(zero, activation, belowOne, zero);
    }
}
