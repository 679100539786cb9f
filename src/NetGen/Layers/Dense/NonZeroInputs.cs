using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>Finds the inputs of a layer that are not zero.</summary>
internal static unsafe class NonZeroInputs
{
    /// <summary>Elements after a list that finding more may overwrite.</summary>
    public const int ListSlack = 16;

    // For each mask of 8 lanes the numbers of those that are set, a byte each, from the lowest on.
    private static readonly ulong[] s_lanesOfMask = CreateLanesOfMask();

    /// <summary>The bits of the vectors that take the units of a layer.</summary>
    /// <param name="unitBytes">The units, padded, in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VectorBits(nuint unitBytes) =>
        Vector512.IsHardwareAccelerated && unitBytes % 64 == 0 ? 512 : Vector256.IsHardwareAccelerated && unitBytes % 32 == 0 ? 256 : 128;

    /// <summary>
    /// Whether few of the first inputs of a sample are not zero: they tell most dense samples, before what follows is done, or even
    /// compiled.
    /// </summary>
    /// <param name="x">The first input.</param>
    /// <param name="head">The number of inputs to look at.</param>
    /// <param name="most">The most of them that are few.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool StartsSparse<T>(ref T x, nuint head, nuint most)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint zeros = 0;
        nuint input = 0;
        for (; Vector256.IsHardwareAccelerated && input + (nuint)Vector256<T>.Count <= head; input += (nuint)Vector256<T>.Count)
        {
            uint mask = Vector256.Equals(At<Vector256<T>, T>(ref x, input), Vector256<T>.Zero).ExtractMostSignificantBits();
            zeros += (nuint)(uint)BitOperations.PopCount(mask);
        }

        for (; input < head; input++)
        {
            zeros += Unsafe.Add(ref x, input) == T.Zero ? 1u : 0u;
        }

        return head - zeros <= most;
    }

    /// <summary>Lists inputs of a range that are not zero, in their order: in one sample, or in either of two.</summary>
    /// <typeparam name="TRows">One or two samples.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The first input of the first sample.</param>
    /// <param name="stride">Elements from one sample's inputs to the next's.</param>
    /// <param name="start">The first input of the range.</param>
    /// <param name="end">The first one after it.</param>
    /// <param name="list">Where the numbers of the inputs go; elements after them may be overwritten.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static nuint Find<TRows, T>(ref T x, nuint stride, nuint start, nuint end, ushort* list)
        where TRows : struct, ICount
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            return FindByCompressing<TRows, T>(ref x, stride, start, end, list);
        }

        ref ulong lanesOfMask = ref MemoryMarshal.GetArrayDataReference(s_lanesOfMask);
        nuint count = 0;
        nuint input = start;
        if (Vector256.IsHardwareAccelerated)
        {
            uint all = (1u << Vector256<T>.Count) - 1;
            Vector128<ushort> first = Vector128.Create((ushort)start);
            for (; input + (nuint)Vector256<T>.Count <= end; input += (nuint)Vector256<T>.Count)
            {
                Vector256<T> values = At<Vector256<T>, T>(ref x, input);
                if (TRows.Value > 1)
                {
                    values |= At<Vector256<T>, T>(ref x, input + stride);
                }

                uint zeros = Vector256.Equals(values, Vector256<T>.Zero).ExtractMostSignificantBits();
                count += Append(list + count, zeros ^ all, first, ref lanesOfMask);
                first += Vector128.Create((ushort)Vector256<T>.Count);
            }
        }
        else
        {
            uint all = (1u << Vector128<T>.Count) - 1;
            Vector128<ushort> first = Vector128.Create((ushort)start);
            for (; input + (nuint)Vector128<T>.Count <= end; input += (nuint)Vector128<T>.Count)
            {
                Vector128<T> values = At<Vector128<T>, T>(ref x, input);
                if (TRows.Value > 1)
                {
                    values |= At<Vector128<T>, T>(ref x, input + stride);
                }

                uint zeros = Vector128.Equals(values, Vector128<T>.Zero).ExtractMostSignificantBits();
                count += Append(list + count, zeros ^ all, first, ref lanesOfMask);
                first += Vector128.Create((ushort)Vector128<T>.Count);
            }
        }

        return count + FindOneByOne<TRows, T>(ref x, stride, input, end, list + count);
    }

    // 16 inputs at a time: their numbers, without those of zeros in between.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint FindByCompressing<TRows, T>(ref T x, nuint stride, nuint start, nuint end, ushort* list)
        where TRows : struct, ICount
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint length = (nuint)Vector512<float>.Count;
        ref float values = ref Unsafe.As<T, float>(ref x);
        Vector512<uint> numbers = Vector512<uint>.Indices + Vector512.Create((uint)start);
        nuint count = 0;
        nuint input = start;
        for (; input + length <= end; input += length)
        {
            count += AppendNonZero(list + count, ValuesAt<TRows>(ref values, stride, input), numbers);
            numbers += Vector512.Create((uint)length);
        }

        if (input == end)
        {
            return count;
        }

        if (end < length)
        {
            return count + FindOneByOne<TRows, T>(ref x, stride, input, end, list + count);
        }

        // Of the last vector, what has been examined already counts as zero.
        nuint examined = length - (end - input);
        Vector512<float> last = ValuesAt<TRows>(ref values, stride, input - examined) & ~LaneMask.First<Vector512<float>, float>(examined);
        return count + AppendNonZero(list + count, last, numbers - Vector512.Create((uint)examined));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ValuesAt<TRows>(ref float x, nuint stride, nuint input)
        where TRows : struct, ICount
    {
        Vector512<float> values = Vector512.LoadUnsafe(ref x, input);
        return TRows.Value > 1 ? values | Vector512.LoadUnsafe(ref x, input + stride) : values;
    }

    // A comparison for each use: one that is used twice would become a vector, and a mask again. Narrowing by a permutation, as an
    // instruction that narrows and stores at once is slow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint AppendNonZero(ushort* list, Vector512<float> values, Vector512<uint> numbers)
    {
        Vector512<uint> found = Avx512F.Compress(
            Vector512<uint>.Zero, Avx512F.CompareNotEqual(values, Vector512<float>.Zero).AsUInt32(), numbers);
        Vector512<ushort> even = Vector512<ushort>.Indices << 1;
        Avx512BW.PermuteVar32x16(found.AsUInt16(), even).GetLower().Store(list);
        uint zeros = (uint)Avx512F.CompareEqual(values, Vector512<float>.Zero).ExtractMostSignificantBits();
        return (nuint)Vector512<float>.Count - (nuint)(uint)BitOperations.PopCount(zeros);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint FindOneByOne<TRows, T>(ref T x, nuint stride, nuint input, nuint end, ushort* list)
        where TRows : struct, ICount
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint count = 0;
        for (; input < end; input++)
        {
            bool isZero = Unsafe.Add(ref x, input) == T.Zero && (TRows.Value == 1 || Unsafe.Add(ref x, input + stride) == T.Zero);
            list[count] = (ushort)input;
            count += isZero ? 0u : 1u;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Append(ushort* list, uint mask, Vector128<ushort> first, ref ulong lanesOfMask)
    {
        Vector128<ushort> lanes = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.Add(ref lanesOfMask, mask)).AsByte());
        (lanes + first).Store(list);
        return (nuint)(uint)BitOperations.PopCount(mask);
    }

    private static ulong[] CreateLanesOfMask()
    {
        var lanes = new ulong[256];
        for (int mask = 0; mask < lanes.Length; mask++)
        {
            int count = 0;
            for (int lane = 0; lane < 8; lane++)
            {
                if ((mask & (1 << lane)) != 0)
                {
                    lanes[mask] |= (ulong)lane << (8 * count++);
                }
            }
        }

        return lanes;
    }
}
