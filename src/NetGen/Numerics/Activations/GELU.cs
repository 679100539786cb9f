using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// a = z Φ(z), where Φ is the distribution function of the standard normal distribution; the derivative is Φ(z) + z φ(z).
/// </summary>
/// <remarks>D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units", 2016; the exact form, Φ(z) = ½ (1 + erf(z / √2)).</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GELU : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Gelu<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.GeluDerivative<TVector, T>(z);
}
