using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

/// <content>Numbers from one register into others: each serves all lanes of a multiply-add in turn.</content>
public static partial class Lanes
{
    /// <summary>Four numbers from memory, again and again: what <see cref="SpreadInParts{T}(Vector512{T}, int)"/> takes one of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RepeatFour(ref float first) => RepeatPart512(Vector128.LoadUnsafe(ref first), 0);

    /// <summary>One of the 16-byte parts of a vector, again and again.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="source">The vector.</param>
    /// <param name="part">Which of its parts, from 0; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> RepeatPart128<T>(Vector256<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T> => part == 0 ? source.GetLower() : source.GetUpper();

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> RepeatPart128<T>(Vector512<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return part switch
            {
                0 => source.GetLower().GetLower(),
                1 => Avx512F.ExtractVector128(source.AsSingle(), 1).As<float, T>(),
                2 => Avx512F.ExtractVector128(source.AsSingle(), 2).As<float, T>(),
                _ => Avx512F.ExtractVector128(source.AsSingle(), 3).As<float, T>(),
            };
        }

        return RepeatPart128(part < 2 ? source.GetLower() : source.GetUpper(), part % 2);
    }

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatPart256<T>(Vector128<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = part;
        return source.ToVector256Unsafe().WithUpper(source);
    }

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatPart256<T>(Vector256<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            Vector256<float> x = source.AsSingle();
            return (part == 0 ? Avx.Permute2x128(x, x, 0x00) : Avx.Permute2x128(x, x, 0x11)).As<float, T>();
        }

        return RepeatPart256(RepeatPart128(source, part), 0);
    }

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> RepeatPart256<T>(Vector512<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatPart256(part < 2 ? source.GetLower() : source.GetUpper(), part % 2);

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatPart512<T>(Vector128<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatPart512(source.ToVector256Unsafe(), part);

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatPart512<T>(Vector256<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T> => RepeatPart512(source.ToVector512Unsafe(), part);

    /// <inheritdoc cref="RepeatPart128{T}(Vector256{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> RepeatPart512<T>(Vector512<T> source, int part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> x = source.AsSingle();
            return (part switch
            {
                0 => Avx512F.Shuffle4x128(x, x, 0b00_00_00_00),
                1 => Avx512F.Shuffle4x128(x, x, 0b01_01_01_01),
                2 => Avx512F.Shuffle4x128(x, x, 0b10_10_10_10),
                _ => Avx512F.Shuffle4x128(x, x, 0b11_11_11_11),
            }).As<float, T>();
        }

        return Vector512.Create(RepeatPart256(source, part), RepeatPart256(source, part));
    }

    /// <summary>In each of the 16-byte parts of a vector one of its numbers in all lanes, without a load.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parts">The vector.</param>
    /// <param name="index">Which number of a part, from 0; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SpreadInParts<T>(Vector128<T> parts, int index)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector128.Shuffle(parts.AsSingle(), Vector128.Create(index)).As<float, T>()
            : Vector128.Shuffle(parts.AsDouble(), Vector128.Create((long)index)).As<double, T>();

    /// <inheritdoc cref="SpreadInParts{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SpreadInParts<T>(Vector256<T> parts, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(SpreadInParts(parts.GetLower(), index), SpreadInParts(parts.GetUpper(), index));
        }

        if (typeof(T) == typeof(double))
        {
            Vector256<double> twos = parts.AsDouble();
            return (index == 0 ? Avx.Permute(twos, 0b0000) : Avx.Permute(twos, 0b1111)).As<double, T>();
        }

        Vector256<float> fours = parts.AsSingle();
        return (index switch
        {
            0 => Avx.Permute(fours, 0b00_00_00_00),
            1 => Avx.Permute(fours, 0b01_01_01_01),
            2 => Avx.Permute(fours, 0b10_10_10_10),
            _ => Avx.Permute(fours, 0b11_11_11_11),
        }).As<float, T>();
    }

    /// <inheritdoc cref="SpreadInParts{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SpreadInParts<T>(Vector512<T> parts, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(SpreadInParts(parts.GetLower(), index), SpreadInParts(parts.GetUpper(), index));
        }

        if (typeof(T) == typeof(double))
        {
            Vector512<double> twos = parts.AsDouble();
            return (index == 0 ? Avx512F.Permute2x64(twos, 0b00000000) : Avx512F.Permute2x64(twos, 0b11111111)).As<double, T>();
        }

        Vector512<float> fours = parts.AsSingle();
        return (index switch
        {
            0 => Avx512F.Permute4x32(fours, 0b00_00_00_00),
            1 => Avx512F.Permute4x32(fours, 0b01_01_01_01),
            2 => Avx512F.Permute4x32(fours, 0b10_10_10_10),
            _ => Avx512F.Permute4x32(fours, 0b11_11_11_11),
        }).As<float, T>();
    }
}
