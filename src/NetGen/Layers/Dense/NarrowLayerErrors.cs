using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The error pass behind a narrow layer in output-lane form: the errors of the layer before it are its weights,
/// transposed, times its errors, times the derivative. Lanes are units of the layer before, each sum one chain over the narrow layer's
/// units.
/// </summary>
/// <remarks>
/// In the parameters, lanes are units of the narrow layer. So the weights of a column, two vectors of units of the layer before, are
/// transposed into a copy, which then serves all samples.
/// </remarks>
internal static class NarrowLayerErrors
{
    // The tiles are written out for 6 and 4 samples by two vectors.
    private const int LargeTileRows = MachineModel.LargeTileRows;
    private const int SmallTileRows = MachineModel.SmallTileRows;
    private const int ColumnVectors = MachineModel.TileVectors;
    private const int MaxVectorBytes = LayoutRules.LineBytes;

    /// <summary>Carries errors back.</summary>
    /// <typeparam name="TActivation">The activation of the layer before.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation with its parameter.</param>
    /// <param name="weights">The narrow layer's first weight.</param>
    /// <param name="next">The narrow layer's first error of the first sample.</param>
    /// <param name="nextStride">Elements from one sample's errors there to the next's.</param>
    /// <param name="nextUnits">The narrow layer's units, in at most 2 panels.</param>
    /// <param name="panelLanes">Lanes of its panels.</param>
    /// <param name="activations">What the derivative takes, activations or weighted inputs: the first of the first sample in the layer
    /// before.</param>
    /// <param name="errors">Where that layer's errors go; zeros go into their padding.</param>
    /// <param name="stride">Elements from one sample's activations, and errors, to the next's.</param>
    /// <param name="units">Units of that layer.</param>
    /// <param name="lanes">The units, padded.</param>
    /// <param name="rows">The number of samples.</param>
    public static void Propagate<TActivation, T>(
        TActivation function,
        ref T weights,
        ref T next,
        nuint nextStride,
        nuint nextUnits,
        nuint panelLanes,
        ref T activations,
        ref T errors,
        nuint stride,
        nuint units,
        nuint lanes,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = lanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector256.IsHardwareAccelerated && Avx.IsSupported && rows < SmallTileRows)
        {
            for (nuint row = 0; row < rows; row++)
            {
                PropagateOne<TActivation, T>(
                    function,
                    ref weights,
                    ref Unsafe.Add(ref next, row * nextStride),
                    nextUnits,
                    panelLanes,
                    ref Unsafe.Add(ref activations, row * stride),
                    ref Unsafe.Add(ref errors, row * stride),
                    units);
            }
        }
        else if (Vector512.IsHardwareAccelerated && bytes >= 64)
        {
            Propagate<TActivation, V512<T>, T>(
                function, ref weights, ref next, nextStride, nextUnits, panelLanes, ref activations, ref errors, stride, units, lanes,
                rows);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            Propagate<TActivation, V256<T>, T>(
                function, ref weights, ref next, nextStride, nextUnits, panelLanes, ref activations, ref errors, stride, units, lanes,
                rows);
        }
        else
        {
            Propagate<TActivation, V128<T>, T>(
                function, ref weights, ref next, nextStride, nextUnits, panelLanes, ref activations, ref errors, stride, units, lanes,
                rows);
        }

        ClearPadding(ref errors, stride, units, lanes, rows);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void Propagate<TActivation, TVector, T>(
        TActivation function,
        ref T weights,
        ref T next,
        nuint nextStride,
        nuint nextUnits,
        nuint panelLanes,
        ref T activations,
        ref T errors,
        nuint stride,
        nuint units,
        nuint lanes,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Aligned, so that no vector crosses a cache line.
        const int Length = ColumnVectors * MaxVectorBytes * LayoutRules.MaxChainedPanels * MaxVectorBytes / sizeof(float);
        byte* stack = stackalloc byte[Length + MaxVectorBytes];
        ref T copy = ref Unsafe.AsRef<T>(stack + MaxVectorBytes - ((nuint)stack % MaxVectorBytes));
        nuint column = ColumnVectors * LaneMask.Length<TVector, T>();
        for (nuint unit = 0; unit < units; unit += column)
        {
            // What follows behind the last unit, up to lanes or in columns of its own, is padding.
            nuint width = Math.Min(column, lanes - unit);
            Transpose(ref weights, units, nextUnits, panelLanes, unit, width, ref copy, column);
            if (width == column)
            {
                PropagateColumn<TActivation, TVector, FullColumn, T>(
                    function, ref copy, ref next, nextStride, nextUnits, ref Unsafe.Add(ref activations, unit),
                    ref Unsafe.Add(ref errors, unit), stride, rows);
            }
            else
            {
                PropagateColumn<TActivation, TVector, NarrowColumn, T>(
                    function, ref copy, ref next, nextStride, nextUnits, ref Unsafe.Add(ref activations, unit),
                    ref Unsafe.Add(ref errors, unit), stride, rows);
            }
        }
    }

    // The weights of some units of the layer before, for each unit of the narrow layer side by side; zeros where there are no more of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Transpose<T>(
        ref T weights, nuint units, nuint nextUnits, nuint panelLanes, nuint first, nuint width, ref T copy, nuint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint block = BlockUnits<T>();
        nuint present = Math.Min(width, units - first);
        for (nuint nextUnit = 0; nextUnit < nextUnits; nextUnit += block)
        {
            // A block of units lies in one panel, whose lanes are a power of two; those of the last one that are padding are copied too.
            nuint inPanel = nextUnit & (panelLanes - 1);
            ref T from = ref Unsafe.Add(ref weights, ((nextUnit - inPanel) * units) + (first * panelLanes) + inPanel);
            ref T to = ref Unsafe.Add(ref copy, nextUnit * stride);
            nuint unit = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; unit + (4 * block) <= present; unit += 4 * block)
                {
                    TransposeFourBlocks(ref Unsafe.Add(ref from, unit * panelLanes), panelLanes, ref Unsafe.Add(ref to, unit), stride);
                }
            }

            if (Avx.IsSupported)
            {
                for (; unit + (2 * block) <= present; unit += 2 * block)
                {
                    TransposeTwoBlocks(ref Unsafe.Add(ref from, unit * panelLanes), panelLanes, ref Unsafe.Add(ref to, unit), stride);
                }
            }
            else if (Sse2.IsSupported || AdvSimd.Arm64.IsSupported)
            {
                for (; unit + block <= present; unit += block)
                {
                    TransposeBlock(ref Unsafe.Add(ref from, unit * panelLanes), panelLanes, ref Unsafe.Add(ref to, unit), stride);
                }
            }

            for (; unit < width; unit++)
            {
                for (nuint i = 0; i < block; i++)
                {
                    Unsafe.Add(ref to, (i * stride) + unit) = unit < present ? Unsafe.Add(ref from, (unit * panelLanes) + i) : T.Zero;
                }
            }
        }
    }

    // Units of the narrow layer in a block: 4 of float, 2 of double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint BlockUnits<T>()
        where T : unmanaged => (nuint)(Vector128<byte>.Count / Unsafe.SizeOf<T>());

    // Stored as they will be loaded, as other loads wait until the stores have reached the cache.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFourBlocks<T>(ref T from, nuint fromStride, ref T to, nuint toStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T high = ref Unsafe.Add(ref from, 2 * BlockUnits<T>() * fromStride);
        TransposeTwoBlocks(ref from, fromStride, out Vector256<T> l0, out Vector256<T> l1, out Vector256<T> l2, out Vector256<T> l3);
        TransposeTwoBlocks(ref high, fromStride, out Vector256<T> h0, out Vector256<T> h1, out Vector256<T> h2, out Vector256<T> h3);
        At<Vector512<T>, T>(ref to, 0) = l0.ToVector512Unsafe().WithUpper(h0);
        At<Vector512<T>, T>(ref to, toStride) = l1.ToVector512Unsafe().WithUpper(h1);
        if (typeof(T) == typeof(float))
        {
            At<Vector512<T>, T>(ref to, 2 * toStride) = l2.ToVector512Unsafe().WithUpper(h2);
            At<Vector512<T>, T>(ref to, 3 * toStride) = l3.ToVector512Unsafe().WithUpper(h3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTwoBlocks<T>(ref T from, nuint fromStride, ref T to, nuint toStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TransposeTwoBlocks(ref from, fromStride, out Vector256<T> v0, out Vector256<T> v1, out Vector256<T> v2, out Vector256<T> v3);
        At<Vector256<T>, T>(ref to, 0) = v0;
        At<Vector256<T>, T>(ref to, toStride) = v1;
        if (typeof(T) == typeof(float))
        {
            At<Vector256<T>, T>(ref to, 2 * toStride) = v2;
            At<Vector256<T>, T>(ref to, 3 * toStride) = v3;
        }
    }

    // Two blocks of 4 x 4 float, or 2 x 2 double, side by side: a vector for each unit of the narrow layer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTwoBlocks<T>(
        ref T from, nuint stride, out Vector256<T> v0, out Vector256<T> v1, out Vector256<T> v2, out Vector256<T> v3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<float> r0 = Rows(ref from, stride, 0).AsSingle();
            Vector256<float> r1 = Rows(ref from, stride, 1).AsSingle();
            Vector256<float> r2 = Rows(ref from, stride, 2).AsSingle();
            Vector256<float> r3 = Rows(ref from, stride, 3).AsSingle();
            Vector256<float> even0 = Avx.UnpackLow(r0, r2);
            Vector256<float> odd0 = Avx.UnpackLow(r1, r3);
            Vector256<float> even1 = Avx.UnpackHigh(r0, r2);
            Vector256<float> odd1 = Avx.UnpackHigh(r1, r3);
            v0 = Avx.UnpackLow(even0, odd0).As<float, T>();
            v1 = Avx.UnpackHigh(even0, odd0).As<float, T>();
            v2 = Avx.UnpackLow(even1, odd1).As<float, T>();
            v3 = Avx.UnpackHigh(even1, odd1).As<float, T>();
        }
        else
        {
            Vector256<double> r0 = Rows(ref from, stride, 0).AsDouble();
            Vector256<double> r1 = Rows(ref from, stride, 1).AsDouble();
            v0 = Avx.UnpackLow(r0, r1).As<double, T>();
            v1 = Avx.UnpackHigh(r0, r1).As<double, T>();
            v2 = default;
            v3 = default;
        }

        // A row of the first block and the same row of the second.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<T> Rows(ref T from, nuint stride, nuint row) => Vector256.Create(
            At<Vector128<T>, T>(ref from, row * stride),
            At<Vector128<T>, T>(ref from, (row + (nuint)Vector128<T>.Count) * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock<T>(ref T from, nuint fromStride, ref T to, nuint toStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector128<T> r0 = At<Vector128<T>, T>(ref from, 0);
        Vector128<T> r1 = At<Vector128<T>, T>(ref from, fromStride);
        if (typeof(T) == typeof(float))
        {
            Vector128<T> r2 = At<Vector128<T>, T>(ref from, 2 * fromStride);
            Vector128<T> r3 = At<Vector128<T>, T>(ref from, 3 * fromStride);
            Vector128<T> even0 = InterleaveLow(r0, r2);
            Vector128<T> odd0 = InterleaveLow(r1, r3);
            Vector128<T> even1 = InterleaveHigh(r0, r2);
            Vector128<T> odd1 = InterleaveHigh(r1, r3);
            At<Vector128<T>, T>(ref to, 0) = InterleaveLow(even0, odd0);
            At<Vector128<T>, T>(ref to, toStride) = InterleaveHigh(even0, odd0);
            At<Vector128<T>, T>(ref to, 2 * toStride) = InterleaveLow(even1, odd1);
            At<Vector128<T>, T>(ref to, 3 * toStride) = InterleaveHigh(even1, odd1);
        }
        else
        {
            At<Vector128<T>, T>(ref to, 0) = InterleaveLow(r0, r1);
            At<Vector128<T>, T>(ref to, toStride) = InterleaveHigh(r0, r1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> InterleaveLow<T>(Vector128<T> left, Vector128<T> right)
        where T : unmanaged => typeof(T) == typeof(float)
        ? (Sse.IsSupported ? Sse.UnpackLow(left.AsSingle(), right.AsSingle())
            : AdvSimd.Arm64.ZipLow(left.AsSingle(), right.AsSingle())).As<float, T>()
        : (Sse2.IsSupported ? Sse2.UnpackLow(left.AsDouble(), right.AsDouble()) : AdvSimd.Arm64.ZipLow(left.AsDouble(), right.AsDouble()))
            .As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> InterleaveHigh<T>(Vector128<T> left, Vector128<T> right)
        where T : unmanaged => typeof(T) == typeof(float)
        ? (Sse.IsSupported ? Sse.UnpackHigh(left.AsSingle(), right.AsSingle())
            : AdvSimd.Arm64.ZipHigh(left.AsSingle(), right.AsSingle())).As<float, T>()
        : (Sse2.IsSupported ? Sse2.UnpackHigh(left.AsDouble(), right.AsDouble()) : AdvSimd.Arm64.ZipHigh(left.AsDouble(), right.AsDouble()))
            .As<double, T>();

    // For one sample: weights are transposed in registers, and not kept. By 256 bits, as two blocks side by side make that.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PropagateOne<TActivation, T>(
        TActivation function, ref T weights, ref T next, nuint nextUnits, nuint panelLanes, ref T activations, ref T errors, nuint units)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)Vector256<T>.Count;
        nuint unit = 0;

        // Four chains side by side.
        for (; unit + (4 * lanes) <= units; unit += 4 * lanes)
        {
            V256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            for (nuint panel = 0; panel < nextUnits; panel += panelLanes)
            {
                ref T error = ref Unsafe.Add(ref next, panel);
                ref T from0 = ref Unsafe.Add(ref weights, (panel * units) + (unit * panelLanes));
                ref T from1 = ref Unsafe.Add(ref from0, lanes * panelLanes);
                ref T from2 = ref Unsafe.Add(ref from1, lanes * panelLanes);
                ref T from3 = ref Unsafe.Add(ref from2, lanes * panelLanes);
                nuint end = Math.Min(panelLanes, nextUnits - panel);
                nuint i = 0;
                for (; i + BlockUnits<T>() <= end; i += BlockUnits<T>())
                {
                    AddTwoBlocks(ref s0, ref s1, ref from0, ref from1, panelLanes, ref error, i, BlockUnits<T>());
                    AddTwoBlocks(ref s2, ref s3, ref from2, ref from3, panelLanes, ref error, i, BlockUnits<T>());
                }

                if (i < end)
                {
                    AddTwoBlocks(ref s0, ref s1, ref from0, ref from1, panelLanes, ref error, i, end - i);
                    AddTwoBlocks(ref s2, ref s3, ref from2, ref from3, panelLanes, ref error, i, end - i);
                }
            }

            Finish<TActivation, V256<T>, FullColumn, T>(function, s0, s1, ref activations, ref errors, unit);
            Finish<TActivation, V256<T>, FullColumn, T>(function, s2, s3, ref activations, ref errors, unit + (2 * lanes));
        }

        for (; unit + lanes <= units; unit += lanes)
        {
            V256<T> sum = default;
            for (nuint panel = 0; panel < nextUnits; panel += panelLanes)
            {
                ref T from = ref Unsafe.Add(ref weights, (panel * units) + (unit * panelLanes));
                for (nuint i = 0, end = Math.Min(panelLanes, nextUnits - panel); i < end; i += BlockUnits<T>())
                {
                    sum = AddTwoBlocks(sum, ref from, panelLanes, ref Unsafe.Add(ref next, panel), i, end - i);
                }
            }

            Finish<TActivation, V256<T>, NarrowColumn, T>(function, sum, default, ref activations, ref errors, unit);
        }

        for (; unit < units; unit++)
        {
            V1<T> sum = default;
            for (nuint nextUnit = 0; nextUnit < nextUnits; nextUnit++)
            {
                nuint inPanel = nextUnit & (panelLanes - 1);
                V1<T> w = new(Unsafe.Add(ref weights, ((nextUnit - inPanel) * units) + (unit * panelLanes) + inPanel));
                sum = V1<T>.FusedMultiplyAdd(w, new(Unsafe.Add(ref next, nextUnit)), sum);
            }

            Finish<TActivation, V1<T>, NarrowColumn, T>(function, sum, default, ref activations, ref errors, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTwoBlocks<T>(
        ref V256<T> sum0, ref V256<T> sum1, ref T from0, ref T from1, nuint stride, ref T errors, nuint first, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sum0 = AddTwoBlocks(sum0, ref from0, stride, ref errors, first, count);
        sum1 = AddTwoBlocks(sum1, ref from1, stride, ref errors, first, count);
    }

    // Adds the products with some errors of the narrow layer, of at most a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V256<T> AddTwoBlocks<T>(V256<T> sum, ref T from, nuint stride, ref T errors, nuint first, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        errors = ref Unsafe.Add(ref errors, first);
        TransposeTwoBlocks(ref Unsafe.Add(ref from, first), stride, out Vector256<T> v0, out Vector256<T> v1, out Vector256<T> v2,
            out Vector256<T> v3);
        sum = V256<T>.FusedMultiplyAdd(new(v0), V256<T>.Broadcast(errors), sum);
        if (count > 1)
        {
            sum = V256<T>.FusedMultiplyAdd(new(v1), V256<T>.Broadcast(Unsafe.Add(ref errors, 1)), sum);
        }

        if (typeof(T) == typeof(float) && count > 2)
        {
            sum = V256<T>.FusedMultiplyAdd(new(v2), V256<T>.Broadcast(Unsafe.Add(ref errors, 2)), sum);
        }

        if (typeof(T) == typeof(float) && count > 3)
        {
            sum = V256<T>.FusedMultiplyAdd(new(v3), V256<T>.Broadcast(Unsafe.Add(ref errors, 3)), sum);
        }

        return sum;
    }

    private static void PropagateColumn<TActivation, TVector, TColumn, T>(
        TActivation function, ref T weights, ref T next, nuint nextStride, nuint nextUnits, ref T activations, ref T errors, nuint stride,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where TColumn : struct, IColumn
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (nuint tiled, nuint large) = new RowTiles(LargeTileRows, SmallTileRows).Divide(rows);
        nuint row = 0;
        for (; row < large; row += LargeTileRows)
        {
            Tile<TActivation, TVector, TColumn, LargeTile, T>(
                function, ref weights, ref Unsafe.Add(ref next, row * nextStride), nextStride, nextUnits,
                ref Unsafe.Add(ref activations, row * stride), ref Unsafe.Add(ref errors, row * stride), stride);
        }

        for (; row < tiled; row += SmallTileRows)
        {
            Tile<TActivation, TVector, TColumn, SmallTile, T>(
                function, ref weights, ref Unsafe.Add(ref next, row * nextStride), nextStride, nextUnits,
                ref Unsafe.Add(ref activations, row * stride), ref Unsafe.Add(ref errors, row * stride), stride);
        }

        for (; row < rows; row++)
        {
            Row<TActivation, TVector, TColumn, T>(
                function, ref weights, ref Unsafe.Add(ref next, row * nextStride), nextUnits,
                ref Unsafe.Add(ref activations, row * stride), ref Unsafe.Add(ref errors, row * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<TActivation, TVector, TColumn, TTile, T>(
        TActivation function, ref T weights, ref T next, nuint nextStride, nuint nextUnits, ref T activations, ref T errors, nuint stride)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where TColumn : struct, IColumn
        where TTile : struct, ITile
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        ref T next1 = ref Unsafe.Add(ref next, nextStride);
        ref T next2 = ref Unsafe.Add(ref next1, nextStride);
        ref T next3 = ref Unsafe.Add(ref next2, nextStride);
        ref T next4 = ref TTile.IsLarge ? ref Unsafe.Add(ref next3, nextStride) : ref next3;
        ref T next5 = ref TTile.IsLarge ? ref Unsafe.Add(ref next4, nextStride) : ref next3;
        TVector s00 = default, s10 = default, s20 = default, s30 = default, s40 = default, s50 = default;
        TVector s01 = default, s11 = default, s21 = default, s31 = default, s41 = default, s51 = default;
        for (nuint unit = 0; unit < nextUnits; unit++)
        {
            TVector w0 = At<TVector, T>(ref weights, 0);
            TVector w1 = TColumn.IsFull ? At<TVector, T>(ref weights, lanes) : default;
            Add<TVector, TColumn, T>(ref s00, ref s01, w0, w1, Unsafe.Add(ref next, unit));
            Add<TVector, TColumn, T>(ref s10, ref s11, w0, w1, Unsafe.Add(ref next1, unit));
            Add<TVector, TColumn, T>(ref s20, ref s21, w0, w1, Unsafe.Add(ref next2, unit));
            Add<TVector, TColumn, T>(ref s30, ref s31, w0, w1, Unsafe.Add(ref next3, unit));
            if (TTile.IsLarge)
            {
                Add<TVector, TColumn, T>(ref s40, ref s41, w0, w1, Unsafe.Add(ref next4, unit));
                Add<TVector, TColumn, T>(ref s50, ref s51, w0, w1, Unsafe.Add(ref next5, unit));
            }

            weights = ref Unsafe.Add(ref weights, ColumnVectors * lanes);
        }

        Finish<TActivation, TVector, TColumn, T>(function, s00, s01, ref activations, ref errors, 0);
        Finish<TActivation, TVector, TColumn, T>(function, s10, s11, ref activations, ref errors, stride);
        Finish<TActivation, TVector, TColumn, T>(function, s20, s21, ref activations, ref errors, 2 * stride);
        Finish<TActivation, TVector, TColumn, T>(function, s30, s31, ref activations, ref errors, 3 * stride);
        if (TTile.IsLarge)
        {
            Finish<TActivation, TVector, TColumn, T>(function, s40, s41, ref activations, ref errors, 4 * stride);
            Finish<TActivation, TVector, TColumn, T>(function, s50, s51, ref activations, ref errors, 5 * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Row<TActivation, TVector, TColumn, T>(TActivation function, ref T weights, ref T next, nuint nextUnits,
        ref T activations, ref T errors)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where TColumn : struct, IColumn
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        TVector s0 = default, s1 = default;
        for (nuint unit = 0; unit < nextUnits; unit++)
        {
            TVector w1 = TColumn.IsFull ? At<TVector, T>(ref weights, lanes) : default;
            Add<TVector, TColumn, T>(ref s0, ref s1, At<TVector, T>(ref weights, 0), w1, Unsafe.Add(ref next, unit));
            weights = ref Unsafe.Add(ref weights, ColumnVectors * lanes);
        }

        Finish<TActivation, TVector, TColumn, T>(function, s0, s1, ref activations, ref errors, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, TColumn, T>(ref TVector sum0, ref TVector sum1, TVector w0, TVector w1, T error)
        where TVector : struct, ISimd<TVector, T>
        where TColumn : struct, IColumn
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector d = TVector.Broadcast(error);
        sum0 = TVector.FusedMultiplyAdd(w0, d, sum0);
        if (TColumn.IsFull)
        {
            sum1 = TVector.FusedMultiplyAdd(w1, d, sum1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TActivation, TVector, TColumn, T>(TActivation function, TVector sum0, TVector sum1, ref T activations,
        ref T errors, nuint offset)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where TColumn : struct, IColumn
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        At<TVector, T>(ref errors, offset) = sum0 * function.Derivative<TVector, T>(At<TVector, T>(ref activations, offset));
        if (TColumn.IsFull)
        {
            offset += LaneMask.Length<TVector, T>();
            At<TVector, T>(ref errors, offset) = sum1 * function.Derivative<TVector, T>(At<TVector, T>(ref activations, offset));
        }
    }

    // How many samples a tile takes; a type, so that the tile is compiled for each.
    private interface ITile
    {
        static abstract bool IsLarge { get; }
    }

    private readonly struct LargeTile : ITile
    {
        public static bool IsLarge => true;
    }

    private readonly struct SmallTile : ITile
    {
        public static bool IsLarge => false;
    }
}
