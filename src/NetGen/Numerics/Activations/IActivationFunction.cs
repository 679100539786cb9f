using System.Numerics;

namespace NetGen.Numerics;

/// <summary>An activation function, defined once for every width and both precisions.</summary>
/// <remarks>
/// A new one is a member of <see cref="Activation"/>, a structure of the same name beside this file, a line in the registry and the
/// lines of the public API.
/// </remarks>
public interface IActivationFunction
{
    /// <summary>The activation a of the weighted input z.</summary>
    static abstract TVector Apply<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The derivative da/dz, expressed by the activation a.</summary>
    static abstract TVector Derivative<TVector, T>(TVector activation)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
