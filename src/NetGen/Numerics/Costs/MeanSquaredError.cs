using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>1/n (a - y)², with derivative 2/n (a - y).</summary>
/// <param name="outputs">The number n of outputs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanSquaredError(int outputs) : ICostFunction
{
    // Rounded to the numeric type where it is used.
    private readonly double _scale = 1.0 / outputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector difference = activation - target;
        return TVector.Create(_scale) * difference * difference;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return TVector.Create(2 * _scale) * (activation - target);
    }
}
