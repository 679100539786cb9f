using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// -(y ln a + (1 - y) ln(1 - a)), a term being 0 where its factor is 0; with sigmoid the output error is a - y.
/// </summary>
public readonly struct CrossEntropy : ICostFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // From 0, not negated: a cost of nothing is +0.
        TVector one = TVector.Create(1);
        TVector value = TVector.Create(0) - Term<TVector, T>(target, activation);
        return value - Term<TVector, T>(one - target, one - activation);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OutputError<TActivation, TVector, T>(TVector activation, TVector target)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        activation - target;

    /// <summary>factor ln(x), and 0 where the factor is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term<TVector, T>(TVector factor, TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector zero = TVector.Create(0);
        return TVector.SelectEqual(factor, zero, zero, factor * Elementary.Log<TVector, T>(x));
    }
}
