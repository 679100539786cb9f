using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The weighted inputs of a layer in output-lane form, from the non-zero inputs alone: of one sample, or of two at a time, which share the
/// weights they load. As z ends with + 0, the bits are those of all inputs, for finite weights.
/// </summary>
internal static unsafe class NonZeroSums
{
    // Lists have so many: those that a small layer lacks are empty.
    private const int MaxSegments = 4;

    // The sums of a segment: one or two samples, one or two vectors.
    private const int SumVectors = 4;

    // Lists of a group of samples that go through all columns of weights together: on the stack, about 32 KB.
    private const int ListLength = 2 * (MachineModel.MaxSkippedInputs + NonZeroInputs.ListSlack);
    private const int MaxPairs = 16;

    /// <summary>Computes the weighted inputs of one sample, if few inputs are not zero.</summary>
    /// <param name="biases">The layer's first bias.</param>
    /// <param name="weights">Its first weight.</param>
    /// <param name="x">The first input.</param>
    /// <param name="inputs">The number of inputs: at most <see cref="MachineModel.MaxSkippedInputs"/>.</param>
    /// <param name="z">Where the weighted inputs go, with padding.</param>
    /// <param name="lanes">The units, padded.</param>
    /// <returns>Whether they were computed.</returns>
    public static bool TrySum<T>(ref T biases, ref T weights, ref T x, nuint inputs, ref T z, nuint lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint head = Math.Min(inputs, MachineModel.SkippingHead);
        int bits = NonZeroInputs.VectorBits(lanes * (nuint)sizeof(T));
        return NonZeroInputs.StartsSparse(ref x, head, MachineModel.MaxNonZero(head, bits))
            && TrySumListed(ref biases, ref weights, ref x, inputs, ref z, lanes, bits);
    }

    /// <summary>Computes the weighted inputs of the first samples of a block, as long as few inputs are not zero.</summary>
    /// <param name="biases">The layer's first bias.</param>
    /// <param name="weights">Its first weight.</param>
    /// <param name="x">The first input of the first sample.</param>
    /// <param name="inputs">The number of inputs: at most <see cref="MachineModel.MaxSkippedInputs"/>.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="z">Where the weighted inputs of the first sample go, with padding.</param>
    /// <param name="stride">Elements from one sample's weighted inputs to the next's.</param>
    /// <param name="lanes">The units, padded.</param>
    /// <param name="rows">The number of samples.</param>
    /// <returns>
    /// For how many samples they were computed: an even number. Those after the first group in which many inputs are not zero are left as
    /// they were.
    /// </returns>
    public static nuint SumRows<T>(
        ref T biases,
        ref T weights,
        ref T x,
        nuint inputs,
        nuint inputStride,
        ref T z,
        nuint stride,
        nuint lanes,
        nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint done = 0;
        nuint head = Math.Min(inputs, MachineModel.SkippingHead);
        nuint unitBytes = lanes * (nuint)sizeof(T);
        nuint most = MachineModel.MaxNonZeroOfHead(head, unitBytes, NonZeroInputs.VectorBits(unitBytes));
        nuint group = 2 * Math.Min(MaxPairs, ListLength / (inputs + NonZeroInputs.ListSlack));
        for (nuint end = rows / 2 * 2; done < end;)
        {
            nuint count = Math.Min(group, end - done);
            ref T first = ref Unsafe.Add(ref x, done * inputStride);
            if (!NonZeroInputs.StartsSparse(ref first, head, most)
                || !TrySumPairs(
                    ref biases, ref weights, ref first, inputs, inputStride, ref Unsafe.Add(ref z, done * stride), stride, lanes, count))
            {
                break;
            }

            done += count;
        }

        return done;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySumListed<T>(ref T biases, ref T weights, ref T x, nuint inputs, ref T z, nuint lanes, int bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint segments = (nuint)LayoutRules.Segments(LayerForm.OutputLanes, (int)inputs);
        ushort* list = stackalloc ushort[MachineModel.MaxSkippedInputs + NonZeroInputs.ListSlack];
        nuint* ends = stackalloc nuint[MaxSegments];
        nuint found = 0;
        for (nuint segment = 0; segment < segments; segment++)
        {
            nuint end = (segment + 1) * inputs / segments;
            found += NonZeroInputs.Find<One, T>(ref x, 0, segment * inputs / segments, end, list + found);
            ends[segment] = found;
            if (found > MachineModel.MaxNonZero(segment == 0 ? end : inputs, bits))
            {
                return false;
            }
        }

        for (nuint segment = segments; segment < MaxSegments; segment++)
        {
            ends[segment] = found;
        }

        var lists = new Lists(list, 0, ends, 1);
        Sum<One, T>(ref biases, ref weights, ref x, inputs, 0, ref z, 0, lanes, in lists);
        return true;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySumPairs<T>(
        ref T biases, ref T weights, ref T x, nuint inputs, nuint inputStride, ref T z, nuint stride, nuint lanes, nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint segments = (nuint)LayoutRules.Segments(LayerForm.OutputLanes, (int)inputs);
        ushort* memory = stackalloc ushort[ListLength];
        nuint* ends = stackalloc nuint[MaxSegments * MaxPairs];
        var lists = new Lists(memory, inputs + NonZeroInputs.ListSlack, ends, rows / 2);
        nuint unitBytes = lanes * (nuint)sizeof(T);
        int bits = NonZeroInputs.VectorBits(unitBytes);
        nuint found = 0;
        for (nuint pair = 0; pair < lists.Count; pair++)
        {
            ref T first = ref Unsafe.Add(ref x, 2 * pair * inputStride);
            ushort* list = memory + (pair * lists.Stride);
            nuint listed = 0;
            for (nuint segment = 0; segment < segments; segment++)
            {
                nuint count = NonZeroInputs.Find<Two, T>(
                    ref first, inputStride, segment * inputs / segments, (segment + 1) * inputs / segments, list + listed);
                listed += count;
                ends[(pair * MaxSegments) + segment] = listed;
                found += count;

                // One or two pairs say little of the others: they give up only where so many inputs are listed that it pays for no layer.
                nuint examined = (pair * inputs) + ((segment + 1) * inputs / segments);
                bool decides = segment + 1 == segments && (pair >= 2 || pair + 1 == lists.Count);
                if (found > (decides ? MachineModel.MaxNonZeroOfPair(examined, unitBytes, bits) : examined / 2))
                {
                    return false;
                }
            }

            for (nuint segment = segments; segment < MaxSegments; segment++)
            {
                ends[(pair * MaxSegments) + segment] = listed;
            }
        }

        Sum<Two, T>(ref biases, ref weights, ref x, inputs, inputStride, ref z, stride, lanes, in lists);
        return true;
    }

    private static void Sum<TRows, T>(
        ref T biases, ref T weights, ref T x, nuint inputs, nuint inputStride, ref T z, nuint stride, nuint lanes, in Lists lists)
        where TRows : struct, ICount
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && lanes % (nuint)Vector512<T>.Count == 0)
        {
            Sum<TRows, V512<T>, T>(ref biases, ref weights, ref x, inputs, inputStride, ref z, stride, lanes, in lists);
        }
        else if (Vector256.IsHardwareAccelerated && lanes % (nuint)Vector256<T>.Count == 0)
        {
            Sum<TRows, V256<T>, T>(ref biases, ref weights, ref x, inputs, inputStride, ref z, stride, lanes, in lists);
        }
        else
        {
            Sum<TRows, V128<T>, T>(ref biases, ref weights, ref x, inputs, inputStride, ref z, stride, lanes, in lists);
        }
    }

    // Columns of four vectors, then what is left.
    private static void Sum<TRows, TVector, T>(
        ref T biases, ref T weights, ref T x, nuint inputs, nuint inputStride, ref T z, nuint stride, nuint lanes, in Lists lists)
        where TRows : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        for (nuint lane = 0; lane < lanes;)
        {
            nuint vectors = (lanes - lane) / vector;
            ref T column = ref Unsafe.Add(ref z, lane);
            var w = new ColumnWeights<T>(ref biases, ref weights, lane, lanes, vector, inputs);
            if (vectors >= 4)
            {
                SumColumn<TRows, Four, TVector, T>(w, ref x, inputStride, ref column, stride, in lists);
                lane += 4 * vector;
            }
            else if (vectors >= 2)
            {
                SumColumn<TRows, Two, TVector, T>(w, ref x, inputStride, ref column, stride, in lists);
                lane += 2 * vector;
            }
            else
            {
                SumColumn<TRows, One, TVector, T>(w, ref x, inputStride, ref column, stride, in lists);
                lane += vector;
            }
        }
    }

    // A segment of all lists before the next one, so that its weights stay in the first-level cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumColumn<TRows, TVectors, TVector, T>(
        ColumnWeights<T> column, ref T x, nuint inputStride, ref T z, nuint stride, in Lists lists)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The few sums of one list would wait for each other, so two lists are summed side by side; of an odd one, all segments.
        bool isWide = TVectors.Value > 2;
        nuint paired = isWide ? 0 : lists.Count / 2 * 2;
        for (nuint segment = 0; segment < MaxSegments; segment++)
        {
            for (nuint at = 0; at < paired; at += 2)
            {
                SumTwo<TRows, TVectors, TVector, T>(
                    in column, lists.Of<TRows, T>(at, segment, ref x, inputStride, ref z, stride),
                    lists.Of<TRows, T>(at + 1, segment, ref x, inputStride, ref z, stride), inputStride, stride);
            }

            for (nuint at = paired; isWide && at < lists.Count; at++)
            {
                SumOne<TRows, TVectors, TVector, T>(
                    in column, lists.Of<TRows, T>(at, segment, ref x, inputStride, ref z, stride), inputStride, stride);
            }
        }

        if (!isWide && paired < lists.Count)
        {
            nuint row = paired * (nuint)TRows.Value;
            SumSegments<TRows, TVectors, TVector, T>(
                in column,
                ref Unsafe.Add(ref x, row * inputStride),
                inputStride,
                ref Unsafe.Add(ref z, row * stride),
                stride,
                in lists,
                paired);
        }
    }

    // The segments of the sums of one list side by side, the longest first, as the others end before it: of one or two vectors of units.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumSegments<TRows, TVectors, TVector, T>(
        in ColumnWeights<T> column, ref T x, nuint inputStride, ref T z, nuint stride, in Lists lists, nuint at)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        lists.Sort(at, out Segment a, out Segment b, out Segment c, out Segment d);
        TVector a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        TVector c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        Start<TRows, TVectors, TVector, T>(in column, a.Number, ref a0, ref a1, ref a2, ref a3);
        Start<TRows, TVectors, TVector, T>(in column, b.Number, ref b0, ref b1, ref b2, ref b3);
        Start<TRows, TVectors, TVector, T>(in column, c.Number, ref c0, ref c1, ref c2, ref c3);
        Start<TRows, TVectors, TVector, T>(in column, d.Number, ref d0, ref d1, ref d2, ref d3);
        nuint panel = column.Panel;
        ref T w0 = ref column.W0;
        ref T w1 = ref column.W1;
        nuint i = 0;
        for (; i < d.Count; i++)
        {
            Add<TRows, TVectors, TVector, T>(ref x, a.List[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
            Add<TRows, TVectors, TVector, T>(ref x, b.List[i], inputStride, ref w0, ref w1, panel, ref b0, ref b1, ref b2, ref b3);
            Add<TRows, TVectors, TVector, T>(ref x, c.List[i], inputStride, ref w0, ref w1, panel, ref c0, ref c1, ref c2, ref c3);
            Add<TRows, TVectors, TVector, T>(ref x, d.List[i], inputStride, ref w0, ref w1, panel, ref d0, ref d1, ref d2, ref d3);
        }

        for (; i < c.Count; i++)
        {
            Add<TRows, TVectors, TVector, T>(ref x, a.List[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
            Add<TRows, TVectors, TVector, T>(ref x, b.List[i], inputStride, ref w0, ref w1, panel, ref b0, ref b1, ref b2, ref b3);
            Add<TRows, TVectors, TVector, T>(ref x, c.List[i], inputStride, ref w0, ref w1, panel, ref c0, ref c1, ref c2, ref c3);
        }

        for (; i < b.Count; i++)
        {
            Add<TRows, TVectors, TVector, T>(ref x, a.List[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
            Add<TRows, TVectors, TVector, T>(ref x, b.List[i], inputStride, ref w0, ref w1, panel, ref b0, ref b1, ref b2, ref b3);
        }

        for (; i < a.Count; i++)
        {
            Add<TRows, TVectors, TVector, T>(ref x, a.List[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
        }

        byte* memory = stackalloc byte[(MaxSegments * SumVectors * LayoutRules.LineBytes) + LayoutRules.LineBytes];
        T* sums = (T*)(memory + LayoutRules.LineBytes - ((nuint)memory % LayoutRules.LineBytes));
        Keep<TRows, TVectors, TVector, T>(sums, a.Number, a0, a1, a2, a3);
        Keep<TRows, TVectors, TVector, T>(sums, b.Number, b0, b1, b2, b3);
        Keep<TRows, TVectors, TVector, T>(sums, c.Number, c0, c1, c2, c3);
        Keep<TRows, TVectors, TVector, T>(sums, d.Number, d0, d1, d2, d3);
        nuint vector = LaneMask.Length<TVector, T>();
        At<TVector, T>(ref z, 0) = Total<TVector, T>(sums);
        if (TVectors.Value > 1)
        {
            At<TVector, T>(ref z, vector) = Total<TVector, T>(sums + vector);
        }

        if (TRows.Value > 1)
        {
            At<TVector, T>(ref z, stride) = Total<TVector, T>(sums + (2 * vector));
        }

        if (TRows.Value > 1 && TVectors.Value > 1)
        {
            At<TVector, T>(ref z, stride + vector) = Total<TVector, T>(sums + (3 * vector));
        }
    }

    // Keeps the sums of a segment until those of all segments are added in their order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TRows, TVectors, TVector, T>(T* sums, nuint segment, TVector s0, TVector s1, TVector s2, TVector s3)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        ref T place = ref *(sums + (segment * SumVectors * vector));
        At<TVector, T>(ref place, 0) = s0;
        if (TVectors.Value > 1)
        {
            At<TVector, T>(ref place, vector) = s1;
        }

        if (TRows.Value > 1)
        {
            At<TVector, T>(ref place, 2 * vector) = s2;
        }

        if (TRows.Value > 1 && TVectors.Value > 1)
        {
            At<TVector, T>(ref place, 3 * vector) = s3;
        }
    }

    // Not −0 after the first segment, and so after no later one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Total<TVector, T>(T* sums)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint segment = SumVectors * LaneMask.Length<TVector, T>();
        TVector total = TVector.Create(0) + At<TVector, T>(ref *sums, 0);
        total += At<TVector, T>(ref *sums, segment);
        total += At<TVector, T>(ref *sums, 2 * segment);
        return total + At<TVector, T>(ref *sums, 3 * segment);
    }

    // The sums of two lists, of one or two vectors of units.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumTwo<TRows, TVectors, TVector, T>(
        in ColumnWeights<T> column, in ListedInputs<T> a, in ListedInputs<T> b, nuint inputStride, nuint stride)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Start<TRows, TVectors, TVector, T>(in column, a.Segment, ref a0, ref a1, ref a2, ref a3);
        Start<TRows, TVectors, TVector, T>(in column, b.Segment, ref b0, ref b1, ref b2, ref b3);
        nuint panel = column.Panel;
        ref T w0 = ref column.W0;
        ref T w1 = ref column.W1;
        ref T ax = ref a.X;
        ref T bx = ref b.X;
        ushort* aList = a.List;
        ushort* bList = b.List;
        nuint aCount = a.Count;
        nuint bCount = b.Count;
        nuint common = Math.Min(aCount, bCount);
        for (nuint i = 0; i < common; i++)
        {
            Add<TRows, TVectors, TVector, T>(
                ref ax, aList[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
            Add<TRows, TVectors, TVector, T>(
                ref bx, bList[i], inputStride, ref w0, ref w1, panel, ref b0, ref b1, ref b2, ref b3);
        }

        for (nuint i = common; i < aCount; i++)
        {
            Add<TRows, TVectors, TVector, T>(
                ref ax, aList[i], inputStride, ref w0, ref w1, panel, ref a0, ref a1, ref a2, ref a3);
        }

        for (nuint i = common; i < bCount; i++)
        {
            Add<TRows, TVectors, TVector, T>(
                ref bx, bList[i], inputStride, ref w0, ref w1, panel, ref b0, ref b1, ref b2, ref b3);
        }

        // They may be segments of the same sums.
        Store<TRows, TVectors, TVector, T>(a0, a1, a2, a3, ref a.Z, stride, a.Segment);
        Store<TRows, TVectors, TVector, T>(b0, b1, b2, b3, ref b.Z, stride, b.Segment);
    }

    // The sums of the first row, then of the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start<TRows, TVectors, TVector, T>(
        in ColumnWeights<T> column, nuint segment, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (segment > 0)
        {
            return;
        }

        nuint vector = LaneMask.Length<TVector, T>();
        s0 = At<TVector, T>(ref column.Biases, 0);
        s1 = TVectors.Value > 1 ? At<TVector, T>(ref column.Biases, vector) : default;
        s2 = s0;
        s3 = s1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TVectors, TVector, T>(
        ref T x,
        nuint input,
        nuint inputStride,
        ref T w0,
        ref T w1,
        nuint panel,
        ref TVector s0,
        ref TVector s1,
        ref TVector s2,
        ref TVector s3)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint at = input * panel;
        ref T value = ref Unsafe.Add(ref x, input);
        TVector x0 = TVector.Broadcast(value);
        TVector x1 = TRows.Value > 1 ? TVector.Broadcast(Unsafe.Add(ref value, inputStride)) : default;
        TVector w = At<TVector, T>(ref w0, at);
        s0 = TVector.FusedMultiplyAdd(x0, w, s0);
        s2 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s2) : s2;
        if (TVectors.Value > 1)
        {
            w = At<TVector, T>(ref w1, at);
            s1 = TVector.FusedMultiplyAdd(x0, w, s1);
            s3 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s3) : s3;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TVectors, TVector, T>(
        TVector s0, TVector s1, TVector s2, TVector s3, ref T z, nuint stride, nuint segment)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Store<TVectors, TVector, T>(s0, s1, default, default, ref z, segment);
        if (TRows.Value > 1)
        {
            Store<TVectors, TVector, T>(s2, s3, default, default, ref Unsafe.Add(ref z, stride), segment);
        }
    }

    // The sums of one list.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumOne<TRows, TVectors, TVector, T>(
        in ColumnWeights<T> column, in ListedInputs<T> inputs, nuint inputStride, nuint stride)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint panel = column.Panel;
        nuint segment = inputs.Segment;
        ref T x = ref inputs.X;
        ref T z = ref inputs.Z;
        ref T w0 = ref column.W0;
        ref T w1 = ref column.W1;
        ref T w2 = ref column.W2;
        ref T w3 = ref column.W3;
        TVector s00 = default, s01 = default, s02 = default, s03 = default;
        if (segment == 0)
        {
            s00 = At<TVector, T>(ref column.Biases, 0);
            s01 = TVectors.Value > 1 ? At<TVector, T>(ref column.Biases, vector) : default;
            s02 = TVectors.Value > 2 ? At<TVector, T>(ref column.Biases, 2 * vector) : default;
            s03 = TVectors.Value > 3 ? At<TVector, T>(ref column.Biases, 3 * vector) : default;
        }

        TVector s10 = s00, s11 = s01, s12 = s02, s13 = s03;
        ushort* list = inputs.List;
        for (nuint count = inputs.Count; count > 0; count--)
        {
            nuint input = *list++;
            nuint at = input * panel;
            ref T value = ref Unsafe.Add(ref x, input);
            TVector x0 = TVector.Broadcast(value);
            TVector x1 = TRows.Value > 1 ? TVector.Broadcast(Unsafe.Add(ref value, inputStride)) : default;
            TVector w = At<TVector, T>(ref w0, at);
            s00 = TVector.FusedMultiplyAdd(x0, w, s00);
            s10 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s10) : default;
            if (TVectors.Value > 1)
            {
                w = At<TVector, T>(ref w1, at);
                s01 = TVector.FusedMultiplyAdd(x0, w, s01);
                s11 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s11) : default;
            }

            if (TVectors.Value > 2)
            {
                w = At<TVector, T>(ref w2, at);
                s02 = TVector.FusedMultiplyAdd(x0, w, s02);
                s12 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s12) : default;
                w = At<TVector, T>(ref w3, at);
                s03 = TVector.FusedMultiplyAdd(x0, w, s03);
                s13 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, w, s13) : default;
            }
        }

        Store<TVectors, TVector, T>(s00, s01, s02, s03, ref z, segment);
        if (TRows.Value > 1)
        {
            Store<TVectors, TVector, T>(s10, s11, s12, s13, ref Unsafe.Add(ref z, stride), segment);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector, T>(TVector s0, TVector s1, TVector s2, TVector s3, ref T z, nuint segment)
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        Store(s0, ref At<TVector, T>(ref z, 0), segment);
        if (TVectors.Value > 1)
        {
            Store(s1, ref At<TVector, T>(ref z, vector), segment);
        }

        if (TVectors.Value > 2)
        {
            Store(s2, ref At<TVector, T>(ref z, 2 * vector), segment);
            Store(s3, ref At<TVector, T>(ref z, 3 * vector), segment);
        }

        // Not −0 at the first segment, and so at no later one.
        static void Store(TVector sum, ref TVector z, nuint segment) => z = (segment == 0 ? TVector.Create(0) : z) + sum;
    }

    // Lists of inputs: for each sample or pair of samples one, a stride apart, with the end of each segment in it.
    private readonly struct Lists(ushort* first, nuint stride, nuint* ends, nuint count)
    {
        public readonly nuint Stride = stride;
        public readonly nuint Count = count;

        // A segment of one of the lists, of samples whose inputs and sums lie a stride apart.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ListedInputs<T> Of<TRows, T>(nuint at, nuint segment, ref T x, nuint inputStride, ref T z, nuint zStride)
            where TRows : struct, ICount
            where T : unmanaged
        {
            nuint row = at * (nuint)TRows.Value;
            nuint* end = ends + (at * MaxSegments) + segment;
            nuint start = segment == 0 ? 0 : end[-1];
            return new(ref Unsafe.Add(ref x, row * inputStride), ref Unsafe.Add(ref z, row * zStride))
            {
                List = first + (at * Stride) + start,
                Count = *end - start,
                Segment = segment,
            };
        }

        // The four segments of a list, those with most inputs first, without a branch.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Sort(nuint at, out Segment a, out Segment b, out Segment c, out Segment d)
        {
            nuint* end = ends + (at * MaxSegments);
            ushort* list = first + (at * Stride);
            nuint k0 = end[0] * MaxSegments;
            nuint k1 = ((end[1] - end[0]) * MaxSegments) + 1;
            nuint k2 = ((end[2] - end[1]) * MaxSegments) + 2;
            nuint k3 = ((end[3] - end[2]) * MaxSegments) + 3;
            (k0, k1) = (Math.Max(k0, k1), Math.Min(k0, k1));
            (k2, k3) = (Math.Max(k2, k3), Math.Min(k2, k3));
            (k0, k2) = (Math.Max(k0, k2), Math.Min(k0, k2));
            (k1, k3) = (Math.Max(k1, k3), Math.Min(k1, k3));
            (k1, k2) = (Math.Max(k1, k2), Math.Min(k1, k2));
            a = Of(k0);
            b = Of(k1);
            c = Of(k2);
            d = Of(k3);

            Segment Of(nuint key)
            {
                nuint number = key % MaxSegments;
                return new(list + end[number] - (key / MaxSegments), key / MaxSegments, number);
            }
        }
    }

    // The inputs of a segment.
    private readonly struct Segment(ushort* list, nuint count, nuint number)
    {
        public readonly ushort* List = list;
        public readonly nuint Count = count;
        public readonly nuint Number = number;
    }

    // A segment of a list, the inputs that its numbers are for, and where the sums go: of the first of its samples.
    private readonly ref struct ListedInputs<T>(ref T x, ref T z)
        where T : unmanaged
    {
        public readonly ref T X = ref x;
        public readonly ref T Z = ref z;

        public required ushort* List { get; init; }

        public required nuint Count { get; init; }

        public required nuint Segment { get; init; }
    }

    // The biases of a column, and the weights of the first input for each of its vectors.
    private readonly ref struct ColumnWeights<T>
        where T : unmanaged
    {
        public readonly ref T Biases;
        public readonly ref T W0;
        public readonly ref T W1;
        public readonly ref T W2;
        public readonly ref T W3;
        public readonly nuint Panel;

        public ColumnWeights(ref T biases, ref T weights, nuint lane, nuint lanes, nuint vector, nuint inputs)
        {
            // A narrower column does not use all: the others must point into the weights all the same.
            nuint last = lanes - vector;
            Panel = Math.Min(lanes, (nuint)(LayoutRules.LineBytes / sizeof(T)));
            Biases = ref Unsafe.Add(ref biases, lane);
            W0 = ref Of(ref weights, lane, Panel, inputs);
            W1 = ref Of(ref weights, Math.Min(last, lane + vector), Panel, inputs);
            W2 = ref Of(ref weights, Math.Min(last, lane + (2 * vector)), Panel, inputs);
            W3 = ref Of(ref weights, Math.Min(last, lane + (3 * vector)), Panel, inputs);
        }

        private static ref T Of(ref T weights, nuint lane, nuint panel, nuint inputs) =>
            ref Unsafe.Add(ref weights, ((lane - (lane % panel)) * inputs) + (lane % panel));
    }
}
