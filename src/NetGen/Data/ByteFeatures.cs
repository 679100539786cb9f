using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Layout;

namespace NetGen.Data;

/// <summary>
/// Bytes times a factor. A byte is exact in float and in double, so that each element is rounded once, by the multiplication, and
/// is the same on every path.
/// </summary>
internal static class ByteFeatures
{
    // Elements converted at a time.
    private const int Step = 16;

    /// <summary>Writes <c>source[i] * scale</c> for all elements; the lengths are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Convert<T>(ReadOnlySpan<byte> source, T scale, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (source.Length != destination.Length)
        {
            throw new ArgumentException(
                $"{source.Length} bytes need as many elements; the destination has {destination.Length}.", nameof(destination));
        }

        if (Vector128.IsHardwareAccelerated && source.Length >= Step)
        {
            if (typeof(T) == typeof(float))
            {
                ConvertVectors(source, Unsafe.BitCast<T, float>(scale), MemoryMarshal.Cast<T, float>(destination));
                return;
            }

            if (typeof(T) == typeof(double))
            {
                ConvertVectors(source, Unsafe.BitCast<T, double>(scale), MemoryMarshal.Cast<T, double>(destination));
                return;
            }
        }

        ConvertOneByOne(source, scale, destination);
    }

    internal static void ConvertOneByOne<T>(ReadOnlySpan<byte> source, T scale, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]) * scale;
        }
    }

    // Steps may overlap: the first and the last are where the ends are, and those between begin with a cache line of the
    // destination, as vectors across two lines take twice as long to store. Optimized from the first call on: unoptimized, vectors
    // are fifty times slower, and a first epoch of training would feel it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ConvertVectors(ReadOnlySpan<byte> source, float scale, Span<float> destination)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int last = source.Length - Step;
        ConvertStep(ref from, scale, ref to, 0);
        for (int i = ElementsToCacheLine(ref to); i < last; i += Step)
        {
            ConvertStep(ref from, scale, ref to, (nuint)i);
        }

        ConvertStep(ref from, scale, ref to, (nuint)last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ConvertVectors(ReadOnlySpan<byte> source, double scale, Span<double> destination)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(destination);
        int last = source.Length - Step;
        ConvertStep(ref from, scale, ref to, 0);
        for (int i = ElementsToCacheLine(ref to); i < last; i += Step)
        {
            ConvertStep(ref from, scale, ref to, (nuint)i);
        }

        ConvertStep(ref from, scale, ref to, (nuint)last);
    }

    // At most a step. If the memory moves meanwhile, only speed is lost.
    private static unsafe int ElementsToCacheLine<T>(ref T to)
        where T : unmanaged
    {
        nuint address = (nuint)Unsafe.AsPointer(ref to);
        return (int)(LayoutRules.LineBytes - (address % LayoutRules.LineBytes)) / sizeof(T);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ConvertStep(ref byte from, float scale, ref float to, nuint i)
    {
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, i);
        if (Vector512.IsHardwareAccelerated)
        {
            (ToSingles512(bytes) * scale).StoreUnsafe(ref to, i);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            (Vector256<float> first, Vector256<float> second) = ToSingles256(bytes);
            (first * scale).StoreUnsafe(ref to, i);
            (second * scale).StoreUnsafe(ref to, i + 8);
        }
        else
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
            (Vector128<float> first, Vector128<float> second) = ToSingles128(lower);
            (Vector128<float> third, Vector128<float> fourth) = ToSingles128(upper);
            (first * scale).StoreUnsafe(ref to, i);
            (second * scale).StoreUnsafe(ref to, i + 4);
            (third * scale).StoreUnsafe(ref to, i + 8);
            (fourth * scale).StoreUnsafe(ref to, i + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ConvertStep(ref byte from, double scale, ref double to, nuint i)
    {
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, i);
        if (Vector512.IsHardwareAccelerated)
        {
            (Vector512<double> first, Vector512<double> second) = Vector512.Widen(ToSingles512(bytes));
            (first * scale).StoreUnsafe(ref to, i);
            (second * scale).StoreUnsafe(ref to, i + 8);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            (Vector256<float> lower, Vector256<float> upper) = ToSingles256(bytes);
            Store(lower, scale, ref to, i);
            Store(upper, scale, ref to, i + 8);
        }
        else
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
            (Vector128<float> first, Vector128<float> second) = ToSingles128(lower);
            (Vector128<float> third, Vector128<float> fourth) = ToSingles128(upper);
            Store(first, scale, ref to, i);
            Store(second, scale, ref to, i + 4);
            Store(third, scale, ref to, i + 8);
            Store(fourth, scale, ref to, i + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> values, double scale, ref double to, nuint offset)
    {
        (Vector256<double> first, Vector256<double> second) = Vector256.Widen(values);
        (first * scale).StoreUnsafe(ref to, offset);
        (second * scale).StoreUnsafe(ref to, offset + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> values, double scale, ref double to, nuint offset)
    {
        (Vector128<double> first, Vector128<double> second) = Vector128.Widen(values);
        (first * scale).StoreUnsafe(ref to, offset);
        (second * scale).StoreUnsafe(ref to, offset + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ToSingles512(Vector128<byte> bytes)
    {
        Vector256<ushort> words = Vector256.WidenLower(bytes.ToVector256());
        return Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512()).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> First, Vector256<float> Second) ToSingles256(Vector128<byte> bytes)
    {
        (Vector256<uint> first, Vector256<uint> second) = Vector256.Widen(Vector256.WidenLower(bytes.ToVector256()));
        return (Vector256.ConvertToSingle(first.AsInt32()), Vector256.ConvertToSingle(second.AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> First, Vector128<float> Second) ToSingles128(Vector128<ushort> words)
    {
        (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(words);
        return (Vector128.ConvertToSingle(first.AsInt32()), Vector128.ConvertToSingle(second.AsInt32()));
    }
}
