using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// With d = a - y: 1/n times ½ d² where |d| is at most δ, and δ (|d| - ½ δ) elsewhere; the derivative is 1/n times d, limited to [-δ, δ]
/// (P. J. Huber, "Robust Estimation of a Location Parameter", 1964).
/// </summary>
/// <param name="outputs">The number n of outputs.</param>
/// <param name="delta">The parameter δ: positive and finite.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Huber(int outputs, double delta) : ICostFunction
{
    // Rounded to the numeric type where it is used.
    private readonly double _scale = 1.0 / outputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // k (|d| - ½ k) with k = min(|d|, δ). Compared in this order, NaN stays.
        TVector size = CostMath.Abs<TVector, T>(activation - target);
        TVector limit = TVector.Create(delta);
        TVector limited = TVector.SelectLess(limit, size, limit, size);
        return TVector.Create(_scale) * (limited * (size - (TVector.Create(0.5) * limited)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector difference = activation - target;
        TVector limit = TVector.Create(delta);
        TVector limited = TVector.SelectLess(
            limit, CostMath.Abs<TVector, T>(difference), CostMath.CopySign<TVector, T>(limit, difference), difference);
        return TVector.Create(_scale) * limited;
    }
}
