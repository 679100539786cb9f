using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = z tanh(ln(1 + e^z)).</summary>
/// <remarks>D. Misra, "Mish: a self regularized non-monotonic activation function", 2019.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Mish : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Mish<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.MishDerivative<TVector, T>(z);
}
