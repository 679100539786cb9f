using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The tanh form of GELU, a = z / (1 + e^-v) with v = 2 √(2/π) (z + 0.044715 z³), which is ½ z (1 + tanh(v/2)).</summary>
/// <remarks>D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units", 2016.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GELUTanh : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.GeluTanh<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.GeluTanhDerivative<TVector, T>(z);
}
