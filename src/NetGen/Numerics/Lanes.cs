using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.CompilerServices;

/// <summary>Lane operations of generated code.</summary>
/// <remarks>
/// Sums over lanes follow a halving tree: of n lanes, lane l takes lane l + n/2, then l + n/4, until one is left. The order is
/// that of the tree in each form below, whatever the shuffles.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Lanes
{
    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value)
    {
        Vector128<float> pairs = value + Vector128.Shuffle(value, Vector128.Create(2, 3, 2, 3));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector128<double> value) => value.ToScalar() + value.GetElement(1);

    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The sum of the lanes, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The sums of four vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, Vector128<float> v3)
    {
        if (Sse.IsSupported)
        {
            // Two sums of pairs for each vector, two vectors at a time; then all four.
            Vector128<float> pairs01 = Sse.Shuffle(v0, v1, 0b01_00_01_00) + Sse.Shuffle(v0, v1, 0b11_10_11_10);
            Vector128<float> pairs23 = Sse.Shuffle(v2, v3, 0b01_00_01_00) + Sse.Shuffle(v2, v3, 0b11_10_11_10);
            return Sse.Shuffle(pairs01, pairs23, 0b10_00_10_00) + Sse.Shuffle(pairs01, pairs23, 0b11_01_11_01);
        }

        return Vector128.Create(Sum(v0), Sum(v1), Sum(v2), Sum(v3));
    }

    /// <summary>The sums of four vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector256<float> v0, Vector256<float> v1, Vector256<float> v2, Vector256<float> v3)
    {
        if (Avx.IsSupported)
        {
            // Halves of two vectors side by side, paired so that the last step finds the four sums in order.
            Vector256<float> fours02 = Avx.Permute2x128(v0, v2, 0x20) + Avx.Permute2x128(v0, v2, 0x31);
            Vector256<float> fours13 = Avx.Permute2x128(v1, v3, 0x20) + Avx.Permute2x128(v1, v3, 0x31);
            Vector256<float> pairs = Avx.Shuffle(fours02, fours13, 0b01_00_01_00) + Avx.Shuffle(fours02, fours13, 0b11_10_11_10);
            Vector128<float> pairs01 = pairs.GetLower();
            Vector128<float> pairs23 = pairs.GetUpper();
            return Sse.Shuffle(pairs01, pairs23, 0b10_00_10_00) + Sse.Shuffle(pairs01, pairs23, 0b11_01_11_01);
        }

        return Sum4(
            v0.GetLower() + v0.GetUpper(),
            v1.GetLower() + v1.GetUpper(),
            v2.GetLower() + v2.GetUpper(),
            v3.GetLower() + v3.GetUpper());
    }

    /// <summary>The sums of four vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> eights01 = Avx512F.Shuffle4x128(v0, v1, 0b01_00_01_00) + Avx512F.Shuffle4x128(v0, v1, 0b11_10_11_10);
            Vector512<float> eights23 = Avx512F.Shuffle4x128(v2, v3, 0b01_00_01_00) + Avx512F.Shuffle4x128(v2, v3, 0b11_10_11_10);

            // From here each quarter belongs to one vector.
            Vector512<float> quarters = Avx512F.Shuffle4x128(eights01, eights23, 0b10_00_10_00)
                + Avx512F.Shuffle4x128(eights01, eights23, 0b11_01_11_01);
            quarters += Avx512F.Permute4x32(quarters, 0b01_00_11_10);
            quarters += Avx512F.Permute4x32(quarters, 0b10_11_00_01);
            return Avx512F.PermuteVar16x32(quarters, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12))
                .GetLower().GetLower();
        }

        return Sum4(
            v0.GetLower() + v0.GetUpper(),
            v1.GetLower() + v1.GetUpper(),
            v2.GetLower() + v2.GetUpper(),
            v3.GetLower() + v3.GetUpper());
    }

    /// <summary>The sums of two vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sum2(Vector128<double> v0, Vector128<double> v1)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackLow(v0, v1) + Sse2.UnpackHigh(v0, v1);
        }

        return Vector128.Create(Sum(v0), Sum(v1));
    }

    /// <summary>The sums of four vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sum4(Vector256<double> v0, Vector256<double> v1, Vector256<double> v2, Vector256<double> v3)
    {
        if (Avx.IsSupported)
        {
            Vector256<double> pairs02 = Avx.Permute2x128(v0, v2, 0x20) + Avx.Permute2x128(v0, v2, 0x31);
            Vector256<double> pairs13 = Avx.Permute2x128(v1, v3, 0x20) + Avx.Permute2x128(v1, v3, 0x31);
            return Avx.UnpackLow(pairs02, pairs13) + Avx.UnpackHigh(pairs02, pairs13);
        }

        return Vector256.Create(
            Sum2(v0.GetLower() + v0.GetUpper(), v1.GetLower() + v1.GetUpper()),
            Sum2(v2.GetLower() + v2.GetUpper(), v3.GetLower() + v3.GetUpper()));
    }

    /// <summary>The sums of four vectors, by the halving tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sum4(Vector512<double> v0, Vector512<double> v1, Vector512<double> v2, Vector512<double> v3)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<double> fours01 = Avx512F.Shuffle4x128(v0, v1, 0b01_00_01_00) + Avx512F.Shuffle4x128(v0, v1, 0b11_10_11_10);
            Vector512<double> fours23 = Avx512F.Shuffle4x128(v2, v3, 0b01_00_01_00) + Avx512F.Shuffle4x128(v2, v3, 0b11_10_11_10);
            Vector512<double> quarters = Avx512F.Shuffle4x128(fours01, fours23, 0b10_00_10_00)
                + Avx512F.Shuffle4x128(fours01, fours23, 0b11_01_11_01);
            quarters += Avx512F.Permute2x64(quarters, 0b01_01_01_01);
            return Avx512F.PermuteVar8x64(quarters, Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).GetLower();
        }

        return Sum4(
            v0.GetLower() + v0.GetUpper(),
            v1.GetLower() + v1.GetUpper(),
            v2.GetLower() + v2.GetUpper(),
            v3.GetLower() + v3.GetUpper());
    }

    /// <summary>
    /// All bits set in the first <paramref name="count"/> lanes, none in the others; any number of lanes may be asked for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First512<T>(int count)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();

    /// <inheritdoc cref="First512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> First256<T>(int count)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
            : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();

    /// <inheritdoc cref="First512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> First128<T>(int count)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).As<int, T>()
            : Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).As<long, T>();
}
