using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>1/n max(0, 1 - y a) with y = -1 or 1; the derivative is -y/n where 1 - y a is positive, and 0 elsewhere.</summary>
/// <param name="outputs">The number n of outputs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Hinge(int outputs) : ICostFunction
{
    // Rounded to the numeric type where it is used.
    private readonly double _scale = 1.0 / outputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // In this order, Max keeps a NaN.
        TVector margin = TVector.FusedMultiplyAdd(-target, activation, TVector.Create(1));
        return TVector.Create(_scale) * TVector.Max(TVector.Create(0), margin);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector margin = TVector.FusedMultiplyAdd(-target, activation, TVector.Create(1));
        TVector slope = TVector.SelectEqual(margin, margin, -target * TVector.Create(_scale), margin);
        return TVector.SelectLessOrEqual(margin, TVector.Create(0), TVector.Create(0), slope);
    }
}
