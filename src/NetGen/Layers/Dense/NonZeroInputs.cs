using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Machine;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>Finds the inputs of a layer that are not zero.</summary>
internal static unsafe class NonZeroInputs
{
    /// <summary>Elements after a list that finding more may overwrite.</summary>
    public const int ListSlack = 8;

    // For each mask of 8 lanes the numbers of those that are set, a byte each, from the lowest on.
    private static readonly ulong[] s_lanesOfMask = CreateLanesOfMask();

    /// <summary>
    /// Whether few of the first inputs of a sample are not zero: they tell most dense samples, before what follows is done, or even
    /// compiled.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool StartsSparse<T>(ref T x, nuint inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint head = Math.Min(inputs, MachineModel.SkippingHead);
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

        return head - zeros <= MachineModel.MaxNonZero(head);
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
