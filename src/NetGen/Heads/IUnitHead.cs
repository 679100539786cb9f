using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Heads;

/// <summary>A head that takes each output unit by itself: from its weighted input z to activation, cost and error.</summary>
internal interface IUnitHead
{
    /// <summary>The activation a.</summary>
    TVector Activate<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The unit's cost against the target y.</summary>
    TVector Cost<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The output error ∂C/∂z.</summary>
    TVector Error<TVector, T>(TVector z, TVector a, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The derivative ∂a/∂z.</summary>
    TVector Slope<TVector, T>(TVector z, TVector a)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
