using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The weighted inputs of one sample of a layer in output-lane form, from the non-zero inputs alone. As z ends with + 0, the bits are those
/// of all inputs, for finite weights.
/// </summary>
internal static unsafe class NonZeroInputs
{
    // For each mask of 8 lanes the numbers of those that are set, a byte each, from the lowest on.
    private static readonly ulong[] s_lanesOfMask = CreateLanesOfMask();

    /// <summary>Computes the weighted inputs, if few inputs are not zero.</summary>
    /// <param name="biases">The layer's first bias.</param>
    /// <param name="weights">Its first weight.</param>
    /// <param name="x">The first input.</param>
    /// <param name="inputs">The number of inputs: at most <see cref="MachineModel.MaxSkippedInputs"/>.</param>
    /// <param name="z">Where the weighted inputs go, with padding.</param>
    /// <param name="lanes">The units, padded.</param>
    /// <returns>Whether they were computed.</returns>
    public static bool TrySum<T>(ref T biases, ref T weights, ref T x, nuint inputs, ref T z, nuint lanes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        StartsSparse(ref x, inputs) && TrySumListed(ref biases, ref weights, ref x, inputs, ref z, lanes);

    // A few inputs tell most dense samples, before what follows is done, or even compiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool StartsSparse<T>(ref T x, nuint inputs)
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

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySumListed<T>(ref T biases, ref T weights, ref T x, nuint inputs, ref T z, nuint lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint segments = (nuint)LayoutRules.Segments(LayerForm.OutputLanes, (int)inputs);
        ushort* list = stackalloc ushort[MachineModel.MaxSkippedInputs + Vector128<ushort>.Count];
        nuint* counts = stackalloc nuint[4];
        nuint found = 0;
        for (nuint segment = 0; segment < segments; segment++)
        {
            nuint start = segment * inputs / segments;
            nuint end = (segment + 1) * inputs / segments;
            counts[segment] = Find(ref x, start, end, list + found);
            found += counts[segment];
            if (found > MachineModel.MaxNonZero(segment == 0 ? end : inputs))
            {
                return false;
            }
        }

        if (Vector512.IsHardwareAccelerated && lanes % (nuint)Vector512<T>.Count == 0)
        {
            Sum<V512<T>, T>(ref biases, ref weights, ref x, inputs, ref z, lanes, list, counts, segments);
        }
        else if (Vector256.IsHardwareAccelerated && lanes % (nuint)Vector256<T>.Count == 0)
        {
            Sum<V256<T>, T>(ref biases, ref weights, ref x, inputs, ref z, lanes, list, counts, segments);
        }
        else
        {
            Sum<V128<T>, T>(ref biases, ref weights, ref x, inputs, ref z, lanes, list, counts, segments);
        }

        return true;
    }

    // Lists the inputs of a range that are not zero, in their order, and counts them. Up to 8 elements after the list are overwritten.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Find<T>(ref T x, nuint start, nuint end, ushort* list)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint count = 0;
        nuint input = start;
        ref ulong lanesOfMask = ref MemoryMarshal.GetArrayDataReference(s_lanesOfMask);
        if (Vector256.IsHardwareAccelerated)
        {
            uint all = (1u << Vector256<T>.Count) - 1;
            for (; input + (nuint)Vector256<T>.Count <= end; input += (nuint)Vector256<T>.Count)
            {
                uint zeros = Vector256.Equals(At<Vector256<T>, T>(ref x, input), Vector256<T>.Zero).ExtractMostSignificantBits();
                count += Append(list + count, zeros ^ all, input, ref lanesOfMask);
            }
        }
        else
        {
            uint all = (1u << Vector128<T>.Count) - 1;
            for (; input + (nuint)Vector128<T>.Count <= end; input += (nuint)Vector128<T>.Count)
            {
                uint zeros = Vector128.Equals(At<Vector128<T>, T>(ref x, input), Vector128<T>.Zero).ExtractMostSignificantBits();
                count += Append(list + count, zeros ^ all, input, ref lanesOfMask);
            }
        }

        for (; input < end; input++)
        {
            list[count] = (ushort)input;
            count += Unsafe.Add(ref x, input) == T.Zero ? 0u : 1u;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Append(ushort* list, uint mask, nuint first, ref ulong lanesOfMask)
    {
        Vector128<ushort> lanes = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.Add(ref lanesOfMask, mask)).AsByte());
        (lanes + Vector128.Create((ushort)first)).Store(list);
        return (nuint)(uint)BitOperations.PopCount(mask);
    }

    // Columns of four vectors, then what is left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sum<TVector, T>(
        ref T biases, ref T weights, ref T x, nuint inputs, ref T z, nuint lanes, ushort* list, nuint* counts, nuint segments)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint panel = Math.Min(lanes, (nuint)(LayoutRules.LineBytes / Unsafe.SizeOf<T>()));
        nuint lane = 0;
        for (; lane + (4 * vector) <= lanes; lane += 4 * vector)
        {
            SumFour<TVector, T>(
                ref Unsafe.Add(ref biases, lane),
                ref Weights(ref weights, lane, panel, inputs),
                ref Weights(ref weights, lane + vector, panel, inputs),
                ref Weights(ref weights, lane + (2 * vector), panel, inputs),
                ref Weights(ref weights, lane + (3 * vector), panel, inputs),
                panel,
                ref x,
                ref Unsafe.Add(ref z, lane),
                list,
                counts,
                segments);
        }

        for (; lane < lanes; lane += vector)
        {
            SumOne<TVector, T>(
                ref Unsafe.Add(ref biases, lane),
                ref Weights(ref weights, lane, panel, inputs),
                panel,
                ref x,
                ref Unsafe.Add(ref z, lane),
                list,
                counts,
                segments);
        }
    }

    // The weights of the first input for the vector that begins with a lane.
    private static ref T Weights<T>(ref T weights, nuint lane, nuint panel, nuint inputs)
        where T : unmanaged => ref Unsafe.Add(ref weights, ((lane - (lane % panel)) * inputs) + (lane % panel));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumFour<TVector, T>(
        ref T biases, ref T w0, ref T w1, ref T w2, ref T w3, nuint panel, ref T x, ref T z, ushort* list, nuint* counts, nuint segments)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        TVector t0 = default, t1 = default, t2 = default, t3 = default;
        for (nuint segment = 0; segment < segments; segment++)
        {
            bool starts = segment == 0;
            TVector s0 = starts ? At<TVector, T>(ref biases, 0) : default;
            TVector s1 = starts ? At<TVector, T>(ref biases, vector) : default;
            TVector s2 = starts ? At<TVector, T>(ref biases, 2 * vector) : default;
            TVector s3 = starts ? At<TVector, T>(ref biases, 3 * vector) : default;
            for (nuint left = counts[segment]; left > 0; left--)
            {
                nuint input = *list++;
                TVector value = TVector.Broadcast(Unsafe.Add(ref x, input));
                nuint at = input * panel;
                s0 = TVector.FusedMultiplyAdd(value, At<TVector, T>(ref w0, at), s0);
                s1 = TVector.FusedMultiplyAdd(value, At<TVector, T>(ref w1, at), s1);
                s2 = TVector.FusedMultiplyAdd(value, At<TVector, T>(ref w2, at), s2);
                s3 = TVector.FusedMultiplyAdd(value, At<TVector, T>(ref w3, at), s3);
            }

            t0 = starts ? s0 : t0 + s0;
            t1 = starts ? s1 : t1 + s1;
            t2 = starts ? s2 : t2 + s2;
            t3 = starts ? s3 : t3 + s3;
        }

        TVector zero = TVector.Create(0);
        At<TVector, T>(ref z, 0) = t0 + zero;
        At<TVector, T>(ref z, vector) = t1 + zero;
        At<TVector, T>(ref z, 2 * vector) = t2 + zero;
        At<TVector, T>(ref z, 3 * vector) = t3 + zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumOne<TVector, T>(
        ref T biases, ref T weights, nuint panel, ref T x, ref T z, ushort* list, nuint* counts, nuint segments)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector sum = default;
        for (nuint segment = 0; segment < segments; segment++)
        {
            TVector s = segment == 0 ? At<TVector, T>(ref biases, 0) : default;
            for (nuint left = counts[segment]; left > 0; left--)
            {
                nuint input = *list++;
                s = TVector.FusedMultiplyAdd(
                    TVector.Broadcast(Unsafe.Add(ref x, input)), At<TVector, T>(ref weights, input * panel), s);
            }

            sum = segment == 0 ? s : sum + s;
        }

        At<TVector, T>(ref z, 0) = sum + TVector.Create(0);
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
