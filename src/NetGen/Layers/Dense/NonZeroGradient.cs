using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The gradient of the weights of a layer in output-lane form, from the non-zero inputs alone: for two or four inputs at a time, summed
/// over the samples in which any of them is not zero. As errors are finite and sums end with + 0, the bits are those of all samples.
/// </summary>
internal static unsafe class NonZeroGradient
{
    // For what is known of the samples of each input, on the stack.
    private const int SampleBytes = 32 << 10;

    // For sums that wait for a rule with state, on the stack.
    private const int SumBytes = 8 << 10;

    /// <summary>Sums the gradient of the weights of some inputs, in a buffer or to update them, if few inputs are not zero.</summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="layer">The layer, with at most <see cref="MachineModel.MaxBlockRows"/> samples.</param>
    /// <param name="begin">The first of the inputs.</param>
    /// <param name="end">The first input after them.</param>
    /// <param name="update">What to do with the gradient.</param>
    /// <returns>Whether it was summed; if not, nothing has changed.</returns>
    public static bool TryAdd<TRule, T>(in LayerBlock<T> layer, nuint begin, nuint end, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint head = Math.Min(layer.Inputs, MachineModel.SkippingHead);
        nuint bytes = layer.Lanes * (nuint)sizeof(T);
        int bits = NonZeroInputs.VectorBits(bytes);
        return NonZeroInputs.StartsSparse(ref layer.X, head, MachineModel.MaxNonZeroOfHead(head, bytes, bits)) && bits switch
        {
            512 => TryAdd<TRule, V512<T>, T>(in layer, begin, end, in update),
            256 => TryAdd<TRule, V256<T>, T>(in layer, begin, end, in update),
            _ => TryAdd<TRule, V128<T>, T>(in layer, begin, end, in update),
        };
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TryAdd<TRule, TVector, T>(in LayerBlock<T> layer, nuint begin, nuint end, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        byte* stack = stackalloc byte[SampleBytes + (TRule.StateCount > 0 ? SumBytes : 0) + LayoutRules.LineBytes];
        T* memory = (T*)(stack + LayoutRules.LineBytes - ((nuint)stack % LayoutRules.LineBytes));
        T* sums = memory + (SampleBytes / sizeof(T));
        bool leavesZero = LeavesZero<TRule, T>(in update);
        nuint bytes = layer.Lanes * (nuint)sizeof(T);
        int bits = 8 * Unsafe.SizeOf<TVector>();
        if (layer.Rows < MachineModel.MinSkippingRows(bytes, bits) && !leavesZero)
        {
            return false;
        }

        // Where one or two vectors hold all units, four inputs make enough sums for full speed; what is left over goes in twos.
        nuint group = MachineModel.SkippingGroup(bytes, bits);
        nuint most = (nuint)(SampleBytes / sizeof(T)) / NonZeroSamples<T>.WordsOf(layer.Rows) / 4 * 4;
        nuint count;
        for (nuint input = begin; input < end; input += count)
        {
            count = Math.Min(most, end - input);
            group = count < group ? 2 : group;
            count = group == 4 ? count / 4 * 4 : count;

            // The first of many inputs decide for all.
            bool isFirst = input == begin;
            var samples = new NonZeroSamples<T>(memory, input, count, group, layer.Rows);
            if (!samples.TryFind<TVector>(in layer, givesUp: isFirst) || (isFirst && !AreErrorsFinite<TVector, T>(in layer)))
            {
                return false;
            }

            AddColumns<TRule, TVector, T>(in layer, in samples, in update, leavesZero, sums);
        }

        return true;
    }

    // An infinite or NaN error times zero is NaN, and must not be left out. Less itself it is NaN too; a finite one is 0.
    private static bool AreErrorsFinite<TVector, T>(in LayerBlock<T> layer)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        TVector sum = default;
        for (nuint row = 0; row < layer.Rows; row++)
        {
            ref T errors = ref Unsafe.Add(ref layer.Errors, row * layer.ErrorStride);
            for (nuint lane = 0; lane < layer.Lanes; lane += vector)
            {
                TVector several = At<TVector, T>(ref errors, lane);
                sum += several - several;
            }
        }

        return !T.IsNaN(TVector.Sum(sum));
    }

    // Whether a sum of zero changes no weight. By descent with a negative learning rate, it makes +0 of −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool LeavesZero<TRule, T>(in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(TRule) != typeof(SgdRule<T>))
        {
            return false;
        }

        V128<T> weight = V128<T>.Broadcast(T.NegativeZero);
        update.Finish(default, ref weight);
        T sum = V128<T>.Sum(weight);
        return T.IsZero(sum) && T.IsNegative(sum);
    }

    // Columns of four vectors, or two of four inputs, then what is left.
    private static void AddColumns<TRule, TVector, T>(
        in LayerBlock<T> layer, in NonZeroSamples<T> samples, in BlockUpdate<TRule, T> update, bool leavesZero, T* buffer)
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        for (nuint lane = 0; lane < layer.Lanes;)
        {
            nuint vectors = (layer.Lanes - lane) / vector;
            if (vectors >= 4 && samples.Group == 2)
            {
                AddColumn<TRule, Four, TVector, T>(in layer, in samples, lane, in update, leavesZero, buffer);
                lane += 4 * vector;
            }
            else if (vectors >= 2)
            {
                AddColumn<TRule, Two, TVector, T>(in layer, in samples, lane, in update, leavesZero, buffer);
                lane += 2 * vector;
            }
            else
            {
                AddColumn<TRule, One, TVector, T>(in layer, in samples, lane, in update, leavesZero, buffer);
                lane += vector;
            }
        }
    }

    // With a rule that keeps state, the sums of some inputs wait in a buffer, so that they need not share the registers, nor do rules
    // need code of their own.
    private static void AddColumn<TRule, TVectors, TVector, T>(
        in LayerBlock<T> layer, in NonZeroSamples<T> samples, nuint lane, in BlockUpdate<TRule, T> update, bool leavesZero, T* buffer)
        where TRule : struct, IUpdateRule<T>
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint lanes = (nuint)TVectors.Value * vector;
        nuint width = Math.Min(lanes, layer.Panel);
        nuint panel = layer.Panel * layer.Inputs;
        ref T first = ref Unsafe.Add(
            ref layer.Weights, (lane / layer.Panel * panel) + (lane % layer.Panel) + (samples.First * layer.Panel));
        var weights = new Column<T>(ref first, 0, layer.Panel, vector, width, panel);
        if (TRule.StateCount == 0)
        {
            AddGroups<TRule, TVectors, TVector, T>(in layer, in samples, lane, 0, samples.Groups, in update, leavesZero, in weights);
            return;
        }

        nuint groups = (nuint)(SumBytes / sizeof(T)) / lanes / samples.Group;
        for (nuint begin = 0; begin < samples.Groups; begin += groups)
        {
            nuint end = Math.Min(samples.Groups, begin + groups);
            nuint input = begin * samples.Group;
            nuint count = Math.Min(samples.Count, end * samples.Group) - input;
            var sums = new Column<T>(ref *buffer, input, width, vector, width, count * width);
            new Span<T>(buffer, (int)(count * lanes)).Clear();
            AddGroups<GradientSum<T>, TVectors, TVector, T>(in layer, in samples, lane, begin, end, default, leavesZero: true, in sums);
            bool isPanel = width == layer.Panel;
            for (nuint i = 0; i < lanes / width; i++)
            {
                update.UpdateRows<TVector>(
                    ref Unsafe.Add(ref weights.Of(input), i * panel),
                    ref *(buffer + (i * count * width)),
                    isPanel ? 1 : count,
                    layer.Panel,
                    isPanel ? count * width : width);
            }
        }
    }

    private static void AddGroups<TRule, TVectors, TVector, T>(
        in LayerBlock<T> layer,
        in NonZeroSamples<T> samples,
        nuint lane,
        nuint begin,
        nuint end,
        in BlockUpdate<TRule, T> update,
        bool leavesZero,
        in Column<T> column)
        where TRule : struct, IUpdateRule<T>
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (samples.Group == 2)
        {
            AddPairs<TRule, TVectors, TVector, T>(in layer, in samples, lane, begin, end, in update, leavesZero, in column);
        }
        else
        {
            AddFours<TRule, TVectors, TVector, T>(in layer, in samples, lane, begin, end, in update, leavesZero, in column);
        }
    }

    // The sums of some pairs: they change the weights, or are added to what is there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddPairs<TRule, TVectors, TVector, T>(
        in LayerBlock<T> layer,
        in NonZeroSamples<T> samples,
        nuint lane,
        nuint begin,
        nuint end,
        in BlockUpdate<TRule, T> update,
        bool leavesZero,
        in Column<T> column)
        where TRule : struct, IUpdateRule<T>
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // An infinite input times the zero error of a padding unit is NaN; the padding stays zero all the same.
        nuint vector = LaneMask.Length<TVector, T>();
        TVector keep0 = FirstOf<TVector, T>(layer.Units, lane);
        TVector keep1 = FirstOf<TVector, T>(layer.Units, lane + vector);
        TVector keep2 = FirstOf<TVector, T>(layer.Units, lane + (2 * vector));
        TVector keep3 = FirstOf<TVector, T>(layer.Units, lane + (3 * vector));
        nuint inputStride = layer.InputStride;
        nuint errorStride = layer.ErrorStride;
        for (nuint pair = begin; pair < end; pair++)
        {
            ulong bits = samples.Of<Two>(pair, 0);
            ulong rest = layer.Rows > NonZeroSamples<T>.Step ? samples.Of<Two>(pair, NonZeroSamples<T>.Step) : 0;
            if (leavesZero && (bits | rest) == 0)
            {
                continue;
            }

            // The last one of an odd number is summed twice, and stored once.
            nuint second = (2 * pair) + 1 < samples.Count ? 1u : 0u;
            ref T place0 = ref column.Of(2 * pair);
            ref T place1 = ref column.Of((2 * pair) + second);
            StartPair<TRule, One, TVectors, TVector, T>(ref place0, ref place1, 0, out TVector s00, out TVector s10);
            StartPair<TRule, Two, TVectors, TVector, T>(ref place0, ref place1, column.Offset1, out TVector s01, out TVector s11);
            StartPair<TRule, Four, TVectors, TVector, T>(ref place0, ref place1, column.Offset2, out TVector s02, out TVector s12);
            StartPair<TRule, Four, TVectors, TVector, T>(ref place0, ref place1, column.Offset3, out TVector s03, out TVector s13);
            ref T x = ref Unsafe.Add(ref layer.X, samples.First + (2 * pair));
            ref T errors = ref Unsafe.Add(ref layer.Errors, lane);
            while (true)
            {
                for (; bits != 0; bits &= bits - 1)
                {
                    nuint row = (nuint)(uint)BitOperations.TrailingZeroCount(bits);
                    ref T value = ref Unsafe.Add(ref x, row * inputStride);
                    ref T error = ref Unsafe.Add(ref errors, row * errorStride);
                    TVector x0 = TVector.Broadcast(value);
                    TVector x1 = TVector.Broadcast(Unsafe.Add(ref value, second));
                    AddPair<One, TVectors, TVector, T>(ref s00, ref s10, x0, x1, ref error, 0);
                    AddPair<Two, TVectors, TVector, T>(ref s01, ref s11, x0, x1, ref error, vector);
                    AddPair<Four, TVectors, TVector, T>(ref s02, ref s12, x0, x1, ref error, 2 * vector);
                    AddPair<Four, TVectors, TVector, T>(ref s03, ref s13, x0, x1, ref error, 3 * vector);
                }

                if (rest == 0)
                {
                    break;
                }

                bits = rest;
                rest = 0;
                x = ref Unsafe.Add(ref x, NonZeroSamples<T>.Step * inputStride);
                errors = ref Unsafe.Add(ref errors, NonZeroSamples<T>.Step * errorStride);
            }

            bool both = second > 0;
            StorePair<TRule, One, TVectors, TVector, T>(s00 & keep0, s10 & keep0, ref place0, ref place1, 0, both, in update);
            StorePair<TRule, Two, TVectors, TVector, T>(s01 & keep1, s11 & keep1, ref place0, ref place1, column.Offset1, both, in update);
            StorePair<TRule, Four, TVectors, TVector, T>(s02 & keep2, s12 & keep2, ref place0, ref place1, column.Offset2, both, in update);
            StorePair<TRule, Four, TVectors, TVector, T>(s03 & keep3, s13 & keep3, ref place0, ref place1, column.Offset3, both, in update);
        }
    }

    // The products of two inputs with a vector of errors, in columns of at least as many vectors as it needs to be there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair<TNeeded, TVectors, TVector, T>(
        ref TVector sum0, ref TVector sum1, TVector x0, TVector x1, ref T errors, nuint offset)
        where TNeeded : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TVectors.Value < TNeeded.Value)
        {
            return;
        }

        TVector d = At<TVector, T>(ref errors, offset);
        sum0 = TVector.FusedMultiplyAdd(x0, d, sum0);
        sum1 = TVector.FusedMultiplyAdd(x1, d, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StartPair<TRule, TNeeded, TVectors, TVector, T>(
        ref T place0, ref T place1, nuint offset, out TVector sum0, out TVector sum1)
        where TRule : struct, IUpdateRule<T>
        where TNeeded : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sum0 = Start<TRule, TNeeded, TVectors, TVector, T>(ref place0, offset);
        sum1 = Start<TRule, TNeeded, TVectors, TVector, T>(ref place1, offset);
    }

    // Stores the sums of two inputs, or updates their weights; of the first one only at the end of an odd number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TRule, TNeeded, TVectors, TVector, T>(
        TVector sum0, TVector sum1, ref T place0, ref T place1, nuint offset, bool both, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TNeeded : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Finish<TRule, TNeeded, TVectors, TVector, T>(sum0, ref place0, offset, in update);
        if (both)
        {
            Finish<TRule, TNeeded, TVectors, TVector, T>(sum1, ref place1, offset, in update);
        }
    }

    // The sums of some groups of four inputs, of one or two vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddFours<TRule, TVectors, TVector, T>(
        in LayerBlock<T> layer,
        in NonZeroSamples<T> samples,
        nuint lane,
        nuint begin,
        nuint end,
        in BlockUpdate<TRule, T> update,
        bool leavesZero,
        in Column<T> column)
        where TRule : struct, IUpdateRule<T>
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        TVector keep0 = FirstOf<TVector, T>(layer.Units, lane);
        TVector keep1 = FirstOf<TVector, T>(layer.Units, lane + vector);
        nuint inputStride = layer.InputStride;
        nuint errorStride = layer.ErrorStride;
        nuint offset = column.Offset1;
        nuint next = column.InputStride;
        ref T inputs = ref Unsafe.Add(ref layer.X, samples.First + (4 * begin));
        ref T place0 = ref column.Of(4 * begin);
        for (nuint group = begin;
            group < end;
            group++, inputs = ref Unsafe.Add(ref inputs, 4), place0 = ref Unsafe.Add(ref place0, 4 * next))
        {
            ulong bits = samples.Of<Four>(group, 0);
            ulong rest = layer.Rows > NonZeroSamples<T>.Step ? samples.Of<Four>(group, NonZeroSamples<T>.Step) : 0;
            if (leavesZero && (bits | rest) == 0)
            {
                continue;
            }

            ref T place1 = ref Unsafe.Add(ref place0, next);
            ref T place2 = ref Unsafe.Add(ref place0, 2 * next);
            ref T place3 = ref Unsafe.Add(ref place0, 3 * next);
            StartPair<TRule, One, TVectors, TVector, T>(ref place0, ref place1, 0, out TVector s00, out TVector s10);
            StartPair<TRule, Two, TVectors, TVector, T>(ref place0, ref place1, offset, out TVector s01, out TVector s11);
            StartPair<TRule, One, TVectors, TVector, T>(ref place2, ref place3, 0, out TVector s20, out TVector s30);
            StartPair<TRule, Two, TVectors, TVector, T>(ref place2, ref place3, offset, out TVector s21, out TVector s31);
            ref T x = ref inputs;
            ref T d = ref Unsafe.Add(ref layer.Errors, lane);
            while (true)
            {
                for (; bits != 0; bits &= bits - 1)
                {
                    nuint row = (nuint)(uint)BitOperations.TrailingZeroCount(bits);
                    ref T value = ref Unsafe.Add(ref x, row * inputStride);
                    ref T error = ref Unsafe.Add(ref d, row * errorStride);
                    TVector d0 = At<TVector, T>(ref error, 0);
                    TVector d1 = TVectors.Value > 1 ? At<TVector, T>(ref error, vector) : default;
                    Add<TVectors, TVector, T>(ref s00, ref s01, d0, d1, value);
                    Add<TVectors, TVector, T>(ref s10, ref s11, d0, d1, Unsafe.Add(ref value, 1));
                    Add<TVectors, TVector, T>(ref s20, ref s21, d0, d1, Unsafe.Add(ref value, 2));
                    Add<TVectors, TVector, T>(ref s30, ref s31, d0, d1, Unsafe.Add(ref value, 3));
                }

                if (rest == 0)
                {
                    break;
                }

                bits = rest;
                rest = 0;
                x = ref Unsafe.Add(ref x, NonZeroSamples<T>.Step * inputStride);
                d = ref Unsafe.Add(ref d, NonZeroSamples<T>.Step * errorStride);
            }

            StorePair<TRule, One, TVectors, TVector, T>(s00 & keep0, s10 & keep0, ref place0, ref place1, 0, true, in update);
            StorePair<TRule, Two, TVectors, TVector, T>(s01 & keep1, s11 & keep1, ref place0, ref place1, offset, true, in update);
            StorePair<TRule, One, TVectors, TVector, T>(s20 & keep0, s30 & keep0, ref place2, ref place3, 0, true, in update);
            StorePair<TRule, Two, TVectors, TVector, T>(s21 & keep1, s31 & keep1, ref place2, ref place3, offset, true, in update);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVectors, TVector, T>(ref TVector sum0, ref TVector sum1, TVector d0, TVector d1, T x)
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector input = TVector.Broadcast(x);
        sum0 = TVector.FusedMultiplyAdd(input, d0, sum0);
        if (TVectors.Value > 1)
        {
            sum1 = TVector.FusedMultiplyAdd(input, d1, sum1);
        }
    }

    // What a sum starts from, in columns of at least as many vectors as it needs to be there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start<TRule, TNeeded, TVectors, TVector, T>(ref T place, nuint offset)
        where TRule : struct, IUpdateRule<T>
        where TNeeded : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TRule.Updates || TVectors.Value < TNeeded.Value ? default : At<TVector, T>(ref place, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TRule, TNeeded, TVectors, TVector, T>(
        TVector sum, ref T place, nuint offset, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TNeeded : struct, ICount
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TVectors.Value >= TNeeded.Value)
        {
            update.Finish(sum, ref At<TVector, T>(ref place, offset));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FirstOf<TVector, T>(nuint units, nuint lane)
        where TVector : struct
        where T : unmanaged => LaneMask.First<TVector, T>(units > lane ? units - lane : 0);

    // A column of weights, or of their sums in a buffer: where the vectors of an input lie.
    private readonly ref struct Column<T>
        where T : unmanaged
    {
        public readonly nuint Offset1;
        public readonly nuint Offset2;
        public readonly nuint Offset3;

        public readonly nuint InputStride;

        private readonly ref T _first;
        private readonly nuint _firstInput;

        // So many lanes lie one after another; the next ones lie a stride on.
        public Column(ref T first, nuint firstInput, nuint inputStride, nuint vector, nuint width, nuint stride)
        {
            _first = ref first;
            _firstInput = firstInput;
            InputStride = inputStride;
            Offset1 = OffsetOf(vector);
            Offset2 = OffsetOf(2 * vector);
            Offset3 = OffsetOf(3 * vector);

            nuint OffsetOf(nuint lane) => (lane / width * stride) + (lane % width);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref T Of(nuint input) => ref Unsafe.Add(ref _first, (input - _firstInput) * InputStride);
    }
}
