using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>Numbers below the least normal one, which processors compute with slowly.</summary>
internal static class Subnormals
{
    private const double LeastSingle = 1.17549435e-38;
    private const double LeastDouble = 2.2250738585072014E-308;

    /// <summary>
    /// By lane, 0 where the value is less in size than the least normal number. A mean that decays where a gradient stays 0 would end at a
    /// subnormal number and never leave it, as a fraction of the least one is rounded up.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ToZero<TVector, T>(TVector value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector sign = TVector.Create(-0.0);
        return TVector.SelectLess((value | sign) ^ sign, LeastNormal<TVector, T>(), TVector.Create(0), value);
    }

    /// <summary>As <see cref="ToZero"/>, of values that are not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector PositiveToZero<TVector, T>(TVector value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.SelectLess(value, LeastNormal<TVector, T>(), TVector.Create(0), value);

    /// <summary>The least positive number that is normal.</summary>
    public static T LeastNormalOf<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(typeof(T) == typeof(float) ? LeastSingle : LeastDouble);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LeastNormal<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.Create(typeof(T) == typeof(float) ? LeastSingle : LeastDouble);
}
