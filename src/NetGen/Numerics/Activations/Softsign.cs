using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = z / (1 + |z|), with derivative (1 - |a|)².</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Softsign : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Softsign<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector root = TVector.Create(1) + (activation | TVector.Create(-0.0));
        return root * root;
    }
}
