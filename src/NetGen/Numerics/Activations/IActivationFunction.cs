using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>An elementwise activation function, defined once for every width and both precisions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IActivationFunction
{
    /// <summary>Whether <see cref="Derivative"/> takes the weighted input z, which is then kept, and not the activation a.</summary>
    static abstract bool DifferentiatesWeightedInput { get; }

    /// <summary>The activation a of the weighted input z.</summary>
    TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// The derivative da/dz at an activation a, or at a weighted input z where <see cref="DifferentiatesWeightedInput"/> says so.
    /// </summary>
    TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
