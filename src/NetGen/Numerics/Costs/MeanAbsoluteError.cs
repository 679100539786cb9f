using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>1/n |a - y|, with derivative 1/n of the sign of a - y, 0 where that is 0.</summary>
/// <param name="outputs">The number n of outputs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanAbsoluteError(int outputs) : ICostFunction
{
    // Rounded to the numeric type where it is used.
    private readonly double _scale = 1.0 / outputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return TVector.Create(_scale) * CostMath.Abs<TVector, T>(activation - target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A difference of 0 or NaN stays as it is.
        TVector difference = activation - target;
        TVector sign = CostMath.CopySign<TVector, T>(TVector.Create(_scale), difference);
        return TVector.SelectLess(TVector.Create(0), CostMath.Abs<TVector, T>(difference), sign, difference);
    }
}
