using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>a = λ z where z is positive and λ α (e^z - 1) elsewhere, with derivative λ or λ α e^z; NaN stays NaN.</summary>
/// <remarks>
/// G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter, "Self-normalizing neural networks", 2017. With their λ and α, activations of
/// mean 0 and variance 1 keep both from layer to layer, where weights have mean 0 and variance 1/fan-in.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SELU : IActivationFunction
{
    private const double Lambda = 1.0507009873554804934;
    private const double LambdaAlpha = 1.7580993408473768599;

    /// <inheritdoc/>
    public static bool DifferentiatesWeightedInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(
            z,
            TVector.Create(0),
            TVector.Create(LambdaAlpha) * Elementary.ExpMinusOneOfNegativeSize<TVector, T>(z),
            TVector.Create(Lambda) * z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(
            TVector.Create(0),
            z,
            TVector.Create(Lambda),
            TVector.Create(LambdaAlpha) * Elementary.ExpOfNegativeSize<TVector, T>(z));
}
