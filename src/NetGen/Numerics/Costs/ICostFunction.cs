using System.Numerics;

namespace NetGen.Numerics;

/// <summary>A cost, as the share of one output unit, defined once for every width and both precisions.</summary>
/// <remarks>
/// A new one is a member of <see cref="CostFunction"/>, a structure of the same name beside this file, a line in the registry and the
/// lines of the public API. Value and error of activation 0 and target 0 must be +0: padding is made of them.
/// </remarks>
public interface ICostFunction
{
    /// <summary>The cost of the activation a against the target y.</summary>
    static abstract TVector Value<TVector, T>(TVector activation, TVector target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The output error δ = dC/dz, where a = f(z) and f is <typeparamref name="TActivation"/>.</summary>
    static abstract TVector OutputError<TActivation, TVector, T>(TVector activation, TVector target)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
