using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>What several costs are made of.</summary>
internal static class CostMath
{
    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Abs<TVector, T>(TVector value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectBits(TVector.Create(-0.0), TVector.Create(0), value);

    /// <summary>A positive size with the sign of another value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CopySign<TVector, T>(TVector size, TVector sign)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        size | (sign & TVector.Create(-0.0));
}
