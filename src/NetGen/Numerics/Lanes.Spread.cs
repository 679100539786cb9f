using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.CompilerServices;

/// <content>Numbers from one register into others: each serves all lanes of a multiply-add in turn.</content>
public static partial class Lanes
{
    /// <summary>One of the 16-byte chunks of a vector, again and again.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="source">The vector.</param>
    /// <param name="chunk">Which of its chunks, from 0; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> RepeatChunk128<T>(Vector256<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T> => chunk == 0 ? source.GetLower() : source.GetUpper();

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> RepeatChunk128<T>(Vector512<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return chunk switch
            {
                0 => source.GetLower().GetLower(),
                1 => Avx512F.ExtractVector128(source.AsSingle(), 1).As<float, T>(),
                2 => Avx512F.ExtractVector128(source.AsSingle(), 2).As<float, T>(),
                _ => Avx512F.ExtractVector128(source.AsSingle(), 3).As<float, T>(),
            };
        }

        return RepeatChunk128(chunk < 2 ? source.GetLower() : source.GetUpper(), chunk % 2);
    }

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatChunk256<T>(Vector128<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = chunk;
        return source.ToVector256Unsafe().WithUpper(source);
    }

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatChunk256<T>(Vector256<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            Vector256<float> x = source.AsSingle();
            return (chunk == 0 ? Avx.Permute2x128(x, x, 0x00) : Avx.Permute2x128(x, x, 0x11)).As<float, T>();
        }

        return RepeatChunk256(RepeatChunk128(source, chunk), 0);
    }

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatChunk256<T>(Vector512<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatChunk256(chunk < 2 ? source.GetLower() : source.GetUpper(), chunk % 2);

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatChunk512<T>(Vector128<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatChunk512(source.ToVector256Unsafe(), chunk);

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatChunk512<T>(Vector256<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatChunk512(source.ToVector512Unsafe(), chunk);

    /// <inheritdoc cref="RepeatChunk128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatChunk512<T>(Vector512<T> source, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> x = source.AsSingle();
            return (chunk switch
            {
                0 => Avx512F.Shuffle4x128(x, x, 0b00_00_00_00),
                1 => Avx512F.Shuffle4x128(x, x, 0b01_01_01_01),
                2 => Avx512F.Shuffle4x128(x, x, 0b10_10_10_10),
                _ => Avx512F.Shuffle4x128(x, x, 0b11_11_11_11),
            }).As<float, T>();
        }

        return Vector512.Create(RepeatChunk256(source, chunk), RepeatChunk256(source, chunk));
    }

    /// <summary>In each of the 16-byte chunks of a vector one of its numbers in all lanes, without a load.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="chunks">The vector.</param>
    /// <param name="index">Which number of a chunk, from 0; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SpreadInChunks<T>(Vector128<T> chunks, int index)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector128.Shuffle(chunks.AsSingle(), Vector128.Create(index)).As<float, T>()
            : Vector128.Shuffle(chunks.AsDouble(), Vector128.Create((long)index)).As<double, T>();

    /// <inheritdoc cref="SpreadInChunks{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SpreadInChunks<T>(Vector256<T> chunks, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(SpreadInChunks(chunks.GetLower(), index), SpreadInChunks(chunks.GetUpper(), index));
        }

        if (typeof(T) == typeof(double))
        {
            Vector256<double> twos = chunks.AsDouble();
            return (index == 0 ? Avx.Permute(twos, 0b0000) : Avx.Permute(twos, 0b1111)).As<double, T>();
        }

        Vector256<float> fours = chunks.AsSingle();
        return (index switch
        {
            0 => Avx.Permute(fours, 0b00_00_00_00),
            1 => Avx.Permute(fours, 0b01_01_01_01),
            2 => Avx.Permute(fours, 0b10_10_10_10),
            _ => Avx.Permute(fours, 0b11_11_11_11),
        }).As<float, T>();
    }

    /// <inheritdoc cref="SpreadInChunks{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SpreadInChunks<T>(Vector512<T> chunks, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(SpreadInChunks(chunks.GetLower(), index), SpreadInChunks(chunks.GetUpper(), index));
        }

        if (typeof(T) == typeof(double))
        {
            Vector512<double> twos = chunks.AsDouble();
            return (index == 0 ? Avx512F.Permute2x64(twos, 0b00000000) : Avx512F.Permute2x64(twos, 0b11111111)).As<double, T>();
        }

        Vector512<float> fours = chunks.AsSingle();
        return (index switch
        {
            0 => Avx512F.Permute4x32(fours, 0b00_00_00_00),
            1 => Avx512F.Permute4x32(fours, 0b01_01_01_01),
            2 => Avx512F.Permute4x32(fours, 0b10_10_10_10),
            _ => Avx512F.Permute4x32(fours, 0b11_11_11_11),
        }).As<float, T>();
    }
}
