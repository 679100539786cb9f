using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The error pass behind a wide layer in output-lane form: the errors of the layer before it are its weights,
/// transposed, times its errors, times the derivative.
/// </summary>
/// <remarks>
/// Lanes are taken in blocks whose weights, of a few units at a time, are copied together: where they lie, they are a panel apart, often
/// in the same few sets of a cache. The sums wait in memory from one block to the next, so their order is that of the numerics contract.
/// </remarks>
internal static class WideLayerErrors
{
    // The tile is written out for 3 samples by 4 units.
    private const int TileRows = MachineModel.WideErrorTileRows;
    private const int TileUnits = MachineModel.ErrorTileUnits;
    private const int PanelBytes = LayoutRules.LineBytes;
    private const int BlockPanels = MachineModel.ErrorBlockPanels;
    private const int BlockRows = MachineModel.ErrorBlockRows;

    /// <summary>Carries errors back.</summary>
    /// <typeparam name="TActivation">The activation of the layer before.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation with its parameter.</param>
    /// <param name="weights">The wide layer's first weight.</param>
    /// <param name="next">The wide layer's first error of the first sample, zero in the padding.</param>
    /// <param name="nextStride">Elements from one sample's errors there to the next's.</param>
    /// <param name="nextLanes">The wide layer's units, padded to a multiple of 64 bytes.</param>
    /// <param name="activations">What the derivative takes, activations or weighted inputs: the first of the first sample in the layer
    /// before.</param>
    /// <param name="errors">Where that layer's errors go; zeros go into their padding.</param>
    /// <param name="stride">Elements from one sample's activations, and errors, to the next's.</param>
    /// <param name="units">Units of that layer, at least 4.</param>
    /// <param name="lanes">The units, padded.</param>
    /// <param name="rows">The number of samples.</param>
    public static void Propagate<TActivation, T>(
        TActivation function,
        ref T weights,
        ref T next,
        nuint nextStride,
        nuint nextLanes,
        ref T activations,
        ref T errors,
        nuint stride,
        nuint units,
        nuint lanes,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint first = 0; first < rows; first += BlockRows)
        {
            nuint count = Math.Min(BlockRows, rows - first);
            ref T nextErrors = ref Unsafe.Add(ref next, first * nextStride);
            ref T a = ref Unsafe.Add(ref activations, first * stride);
            ref T error = ref Unsafe.Add(ref errors, first * stride);
            if (Vector512.IsHardwareAccelerated)
            {
                Propagate<TActivation, V512<T>, T>(function, ref weights, ref nextErrors, nextStride, nextLanes, ref a, ref error, stride,
                    units, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Propagate<TActivation, V256<T>, T>(function, ref weights, ref nextErrors, nextStride, nextLanes, ref a, ref error, stride,
                    units, count);
            }
            else
            {
                Propagate<TActivation, V128<T>, T>(function, ref weights, ref nextErrors, nextStride, nextLanes, ref a, ref error, stride,
                    units, count);
            }

            ClearPadding(ref error, stride, units, lanes, count);
        }
    }

    // At most BlockRows samples.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void Propagate<TActivation, TVector, T>(
        TActivation function, ref T weights, ref T next, nuint nextStride, nuint nextLanes, ref T activations, ref T errors, nuint stride,
        nuint units, nuint rows)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Aligned, so that no vector crosses a cache line.
        byte* stack = stackalloc byte[(TileUnits * PanelBytes * (BlockPanels + BlockRows)) + PanelBytes];
        stack += PanelBytes - ((nuint)stack % PanelBytes);
        ref T copy = ref Unsafe.AsRef<T>(stack);
        ref T sums = ref Unsafe.AsRef<T>(stack + (TileUnits * PanelBytes * BlockPanels));
        nuint vector = LaneMask.Length<TVector, T>();
        nuint panelLanes = PanelLanes<T>();
        nuint panelLength = panelLanes * units;
        nuint panels = nextLanes / panelLanes;
        nuint tiled = rows - (rows % TileRows);

        // A copy for less than a tile would take as long as the sums.
        nuint block = tiled > 0 ? BlockPanels : panels;
        nuint weightStride = tiled > 0 ? TileUnits * panelLanes : panelLength;
        for (nuint step = 0; step < units; step += TileUnits)
        {
            // The last group overlaps the one before it and computes the same bits again.
            nuint unit = Math.Min(step, units - TileUnits);
            for (nuint panel = 0; panel < panels; panel += block)
            {
                nuint count = Math.Min(block, panels - panel);
                ref T w = ref Unsafe.Add(ref weights, (panel * panelLength) + (unit * panelLanes));
                T* ahead = (T*)Unsafe.AsPointer(ref w) + (TileUnits * panelLanes);
                CopyPanels(ref w, panelLength, ref copy, tiled > 0 ? count : 0);
                ref T tileWeights = ref tiled > 0 ? ref copy : ref w;
                ref T d = ref Unsafe.Add(ref next, panel * panelLanes);
                ref T sum = ref sums;
                nuint row = 0;
                for (; row < tiled; row += TileRows)
                {
                    // A line of each panel at a time, of the next group's weights.
                    T* line = ahead + (row / TileRows % TileUnits * panelLanes);
                    for (nuint lane = 0; lane < panelLanes; lane += vector)
                    {
                        Tile<TVector, T>(ref Unsafe.Add(ref tileWeights, lane), ref Unsafe.Add(ref d, lane), nextStride,
                            ref Unsafe.Add(ref sum, lane), count, panel == 0, line, panelLength);
                    }

                    d = ref Unsafe.Add(ref d, TileRows * nextStride);
                    sum = ref Unsafe.Add(ref sum, TileRows * TileUnits * panelLanes);
                }

                for (; row < rows; row++)
                {
                    for (nuint lane = 0; lane < panelLanes; lane += vector)
                    {
                        Row<TVector, T>(ref Unsafe.Add(ref tileWeights, lane), weightStride, ref Unsafe.Add(ref d, lane),
                            ref Unsafe.Add(ref sum, lane), count, panel == 0, ahead, panelLength);
                    }

                    d = ref Unsafe.Add(ref d, nextStride);
                    sum = ref Unsafe.Add(ref sum, TileUnits * panelLanes);
                }
            }

            Finish<TActivation, T>(function, ref sums, ref Unsafe.Add(ref activations, unit), ref Unsafe.Add(ref errors, unit), stride,
                rows);
        }
    }

    // The weights of a few units in some panels, one panel after the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPanels<T>(ref T weights, nuint panelLength, ref T copy, nuint panels)
        where T : unmanaged
    {
        for (nuint panel = 0; panel < panels; panel++)
        {
            Unsafe.CopyBlock(
                ref Unsafe.As<T, byte>(ref Unsafe.Add(ref copy, panel * TileUnits * PanelLanes<T>())),
                ref Unsafe.As<T, byte>(ref Unsafe.Add(ref weights, panel * panelLength)),
                TileUnits * PanelBytes);
        }
    }

    // Adds the products of some panels to the sums of three samples and four units, one vector of lanes each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void Tile<TVector, T>(
        ref T weights, ref T next, nuint nextStride, ref T sums, nuint panels, bool starts, T* ahead, nuint panelLength)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = PanelLanes<T>();
        TVector s00 = default, s01 = default, s02 = default, s03 = default;
        TVector s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default;
        if (!starts)
        {
            Load(ref sums, out s00, out s01, out s02, out s03);
            Load(ref Unsafe.Add(ref sums, TileUnits * lanes), out s10, out s11, out s12, out s13);
            Load(ref Unsafe.Add(ref sums, 2 * TileUnits * lanes), out s20, out s21, out s22, out s23);
        }

        ref T next1 = ref Unsafe.Add(ref next, nextStride);
        ref T next2 = ref Unsafe.Add(ref next1, nextStride);
        nuint at = 0;
        for (nuint panel = 0; panel < panels; panel++)
        {
            TVector d0 = At<TVector, T>(ref next, at);
            TVector d1 = At<TVector, T>(ref next1, at);
            TVector d2 = At<TVector, T>(ref next2, at);
            TVector w = At<TVector, T>(ref weights, 0);
            s00 = TVector.FusedMultiplyAdd(d0, w, s00);
            s10 = TVector.FusedMultiplyAdd(d1, w, s10);
            s20 = TVector.FusedMultiplyAdd(d2, w, s20);
            w = At<TVector, T>(ref weights, lanes);
            s01 = TVector.FusedMultiplyAdd(d0, w, s01);
            s11 = TVector.FusedMultiplyAdd(d1, w, s11);
            s21 = TVector.FusedMultiplyAdd(d2, w, s21);
            w = At<TVector, T>(ref weights, 2 * lanes);
            s02 = TVector.FusedMultiplyAdd(d0, w, s02);
            s12 = TVector.FusedMultiplyAdd(d1, w, s12);
            s22 = TVector.FusedMultiplyAdd(d2, w, s22);
            w = At<TVector, T>(ref weights, 3 * lanes);
            s03 = TVector.FusedMultiplyAdd(d0, w, s03);
            s13 = TVector.FusedMultiplyAdd(d1, w, s13);
            s23 = TVector.FusedMultiplyAdd(d2, w, s23);
            Prefetching.Line(ahead);
            weights = ref Unsafe.Add(ref weights, TileUnits * lanes);
            ahead += panelLength;
            at += lanes;
        }

        Store(ref sums, s00, s01, s02, s03);
        Store(ref Unsafe.Add(ref sums, TileUnits * lanes), s10, s11, s12, s13);
        Store(ref Unsafe.Add(ref sums, 2 * TileUnits * lanes), s20, s21, s22, s23);
    }

    // The same for one sample.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void Row<TVector, T>(
        ref T weights, nuint weightStride, ref T next, ref T sums, nuint panels, bool starts, T* ahead, nuint panelLength)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = PanelLanes<T>();
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        if (!starts)
        {
            Load(ref sums, out s0, out s1, out s2, out s3);
        }

        for (nuint panel = 0; panel < panels; panel++)
        {
            TVector d = At<TVector, T>(ref next, panel * lanes);
            s0 = TVector.FusedMultiplyAdd(At<TVector, T>(ref weights, 0), d, s0);
            s1 = TVector.FusedMultiplyAdd(At<TVector, T>(ref weights, lanes), d, s1);
            s2 = TVector.FusedMultiplyAdd(At<TVector, T>(ref weights, 2 * lanes), d, s2);
            s3 = TVector.FusedMultiplyAdd(At<TVector, T>(ref weights, 3 * lanes), d, s3);
            Prefetching.Line(ahead);
            Prefetching.Line(ahead + lanes);
            Prefetching.Line(ahead + (2 * lanes));
            Prefetching.Line(ahead + (3 * lanes));
            weights = ref Unsafe.Add(ref weights, weightStride);
            ahead += panelLength;
        }

        Store(ref sums, s0, s1, s2, s3);
    }

    // The sums of a sample, for four units.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVector, T>(ref T sums, out TVector s0, out TVector s1, out TVector s2, out TVector s3)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        s0 = At<TVector, T>(ref sums, 0);
        s1 = At<TVector, T>(ref sums, PanelLanes<T>());
        s2 = At<TVector, T>(ref sums, 2 * PanelLanes<T>());
        s3 = At<TVector, T>(ref sums, 3 * PanelLanes<T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, T>(ref T sums, TVector s0, TVector s1, TVector s2, TVector s3)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        At<TVector, T>(ref sums, 0) = s0;
        At<TVector, T>(ref sums, PanelLanes<T>()) = s1;
        At<TVector, T>(ref sums, 2 * PanelLanes<T>()) = s2;
        At<TVector, T>(ref sums, 3 * PanelLanes<T>()) = s3;
    }

    // Adds the lanes of four units by the halving tree, all of it in vectors of 128 bits, and multiplies by the derivatives.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Finish<TActivation, T>(TActivation function, ref T sums, ref T activations, ref T errors, nuint stride, nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows; row++)
        {
            Vector128<T> s0 = HalveTwice(ref sums, 0);
            Vector128<T> s1 = HalveTwice(ref sums, 1);
            Vector128<T> s2 = HalveTwice(ref sums, 2);
            Vector128<T> s3 = HalveTwice(ref sums, 3);
            if (typeof(T) == typeof(float))
            {
                Finish<TActivation, T>(function, Lanes.Sum4(s0.AsSingle(), s1.AsSingle(), s2.AsSingle(), s3.AsSingle()).As<float, T>(),
                    ref activations, ref errors);
            }
            else
            {
                Finish<TActivation, T>(function, Lanes.Sum2(s0.AsDouble(), s1.AsDouble()).As<double, T>(), ref activations, ref errors);
                Finish<TActivation, T>(
                    function, Lanes.Sum2(s2.AsDouble(), s3.AsDouble()).As<double, T>(), ref Unsafe.Add(ref activations, 2),
                    ref Unsafe.Add(ref errors, 2));
            }

            sums = ref Unsafe.Add(ref sums, TileUnits * PanelLanes<T>());
            activations = ref Unsafe.Add(ref activations, stride);
            errors = ref Unsafe.Add(ref errors, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> HalveTwice<T>(ref T sums, nuint unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref Vector128<T> quarters = ref Unsafe.As<T, Vector128<T>>(ref Unsafe.Add(ref sums, unit * PanelLanes<T>()));
        return (quarters + Unsafe.Add(ref quarters, 2)) + (Unsafe.Add(ref quarters, 1) + Unsafe.Add(ref quarters, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TActivation, T>(TActivation function, Vector128<T> sum, ref T activations, ref T errors)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V128<T> derivative = function.Derivative<V128<T>, T>(At<V128<T>, T>(ref activations, 0));
        At<V128<T>, T>(ref errors, 0) = new V128<T>(sum) * derivative;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint PanelLanes<T>()
        where T : unmanaged => (nuint)(PanelBytes / Unsafe.SizeOf<T>());
}
