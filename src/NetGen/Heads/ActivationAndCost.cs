using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Heads;

/// <summary>Any activation with any cost of a: the output error is ∂C/∂a · f′.</summary>
internal readonly struct ActivationAndCost<TActivation, TCost>(TActivation activation, TCost cost = default) : IUnitHead
    where TActivation : struct, IActivationFunction
    where TCost : struct, ICostFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Activate<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        activation.Apply<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Cost<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        cost.Value<TVector, T>(a, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Error<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        cost.Derivative<TVector, T>(a, y) * Slope<TVector, T>(z, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<TVector, T>(TVector z, TVector a)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        activation.Derivative<TVector, T>(TActivation.DifferentiatesWeightedInput ? z : a);
}
