using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Layers.Dropout;

/// <summary>What is dropped of as many inputs as a vector has lanes: <see cref="DropoutHash"/> for all of them at once.</summary>
internal static class DropoutMask
{
    private const uint Factor = DropoutHash.InputFactor;

    private static Vector128<uint> Multiples128 => unchecked(Vector128.Create(0, Factor, 2 * Factor, 3 * Factor));

    private static Vector256<uint> Multiples256 => unchecked(Vector256.Create(
        0, Factor, 2 * Factor, 3 * Factor, 4 * Factor, 5 * Factor, 6 * Factor, 7 * Factor));

    private static Vector512<uint> Multiples512 => unchecked(Vector512.Create(
        0, Factor, 2 * Factor, 3 * Factor, 4 * Factor, 5 * Factor, 6 * Factor, 7 * Factor, 8 * Factor, 9 * Factor, 10 * Factor, 11 * Factor,
        12 * Factor, 13 * Factor, 14 * Factor, 15 * Factor));

    /// <summary>All bits set in the lanes whose inputs are dropped, none in the others.</summary>
    /// <param name="first">The lower half of the sample's key, with the multiple of the first input's number added.</param>
    /// <param name="key">The upper half.</param>
    /// <param name="threshold">That of the rate.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, T>(uint first, uint key, int threshold)
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(TVector) == typeof(V512<T>))
        {
            return typeof(T) == typeof(float)
                ? Of512(first, key, threshold).As<int, TVector>()
                : Widened(Of256(first, key, threshold)).As<long, TVector>();
        }

        if (typeof(TVector) == typeof(V256<T>))
        {
            return typeof(T) == typeof(float)
                ? Of256(first, key, threshold).As<int, TVector>()
                : Widened(Of128(first, key, threshold)).As<long, TVector>();
        }

        if (typeof(TVector) == typeof(V128<T>))
        {
            return typeof(T) == typeof(float)
                ? Of128(first, key, threshold).As<int, TVector>()
                : Vector128.WidenLower(Of128(first, key, threshold)).As<long, TVector>();
        }

        int mask = DropoutHash.Of(first, key) < threshold ? -1 : 0;
        return typeof(T) == typeof(float) ? Unsafe.BitCast<int, TVector>(mask) : Unsafe.BitCast<long, TVector>(mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Of512(uint first, uint key, int threshold)
    {
        Vector512<uint> x = Vector512.Create(first) + Multiples512;
        x ^= x >>> 16;
        x *= Vector512.Create(DropoutHash.FirstFactor);
        x ^= Vector512.Create(key);
        x ^= x >>> 15;
        x *= Vector512.Create(DropoutHash.SecondFactor);
        return Vector512.LessThan(x.AsInt32(), Vector512.Create(threshold));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Of256(uint first, uint key, int threshold)
    {
        Vector256<uint> x = Vector256.Create(first) + Multiples256;
        x ^= x >>> 16;
        x *= Vector256.Create(DropoutHash.FirstFactor);
        x ^= Vector256.Create(key);
        x ^= x >>> 15;
        x *= Vector256.Create(DropoutHash.SecondFactor);
        return Vector256.LessThan(x.AsInt32(), Vector256.Create(threshold));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Of128(uint first, uint key, int threshold)
    {
        Vector128<uint> x = Vector128.Create(first) + Multiples128;
        x ^= x >>> 16;
        x *= Vector128.Create(DropoutHash.FirstFactor);
        x ^= Vector128.Create(key);
        x ^= x >>> 15;
        x *= Vector128.Create(DropoutHash.SecondFactor);
        return Vector128.LessThan(x.AsInt32(), Vector128.Create(threshold));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Widened(Vector256<int> mask) =>
        Vector512.Create(Vector256.WidenLower(mask), Vector256.WidenUpper(mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Widened(Vector128<int> mask) =>
        Vector256.Create(Vector128.WidenLower(mask), Vector128.WidenUpper(mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector As<TFrom, TVector>(this Vector512<TFrom> vector)
        where TVector : struct => Unsafe.BitCast<Vector512<TFrom>, TVector>(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector As<TFrom, TVector>(this Vector256<TFrom> vector)
        where TVector : struct => Unsafe.BitCast<Vector256<TFrom>, TVector>(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector As<TFrom, TVector>(this Vector128<TFrom> vector)
        where TVector : struct => Unsafe.BitCast<Vector128<TFrom>, TVector>(vector);
}
