using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// A cost of each output unit by itself, with its parameters, defined once for every width and both precisions. A cost that is a mean
/// over the outputs of a sample has their number among its parameters, and gives the unit's share.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICostFunction
{
    /// <summary>The cost C of the activation a against the target y.</summary>
    TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The derivative dC/da.</summary>
    TVector Derivative<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
