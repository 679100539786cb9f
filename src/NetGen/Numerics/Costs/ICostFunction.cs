using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>A cost of each output unit by itself, defined once for every width and both precisions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICostFunction
{
    /// <summary>The cost C of the activation a against the target y.</summary>
    static abstract TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The derivative dC/da.</summary>
    static abstract TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
