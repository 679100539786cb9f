using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = z / (1 + e^-z), z times its sigmoid s; the derivative is s + z s (1 - s).</summary>
/// <remarks>S. Elfwing, E. Uchibe and K. Doya, "Sigmoid-weighted linear units for neural network function approximation", 2017.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SiLU : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.Silu<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementary.SiluDerivative<TVector, T>(z);
}
