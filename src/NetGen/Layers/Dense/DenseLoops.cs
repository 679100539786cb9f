using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;

namespace NetGen.Layers.Dense;

/// <summary>
/// A dense layer as plain loops over its packed parameters, in the orders of the numerics contract.
/// </summary>
internal sealed class DenseLoops<T>(DenseLayout layout, ScalarActivation<T>? activation) : LayerLoops<T>(layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override void Forward(ref T parameters, ref T input, ref T z)
    {
        ref T weights = ref Unsafe.Add(ref parameters, (nint)layout.WeightOffset);
        ref T biases = ref Unsafe.Add(ref parameters, (nint)layout.BiasOffset);
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            T bias = Unsafe.Add(ref biases, unit);
            T sum = layout.Form == LayerForm.Dot
                ? bias + DotProduct(ref Unsafe.Add(ref weights, (nint)unit * layout.PaddedInputs), ref input)
                : SegmentSum(ref Unsafe.Add(ref weights, FirstWeight(unit)), bias, ref input);
            Unsafe.Add(ref z, unit) = sum + T.Zero;
        }

        ClearPadding(ref z);
    }

    /// <inheritdoc/>
    public override void Activate(ref T z, ref T a)
    {
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            Unsafe.Add(ref a, unit) = activation!.Apply(Unsafe.Add(ref z, unit));
        }

        ClearPadding(ref a);
    }

    /// <inheritdoc/>
    public override void CarryErrorBack(ref T parameters, ref T error, ref T inputError)
    {
        ref T weights = ref Unsafe.Add(ref parameters, (nint)layout.WeightOffset);
        Span<T> sums = stackalloc T[layout.VirtualLanes];
        for (int input = 0; input < layout.Inputs; input++)
        {
            Unsafe.Add(ref inputError, input) = layout.ChainsErrors
                ? ErrorChain(ref weights, ref error, input)
                : ErrorLanes(ref weights, ref error, input, sums);
        }
    }

    /// <inheritdoc/>
    public override void CarryErrorsToInputs(
        in DropoutStep dropout, ref T parameters, ref T errors, nuint stride, ref T inputErrors, nuint inputStride, nuint rows)
    {
        ref T weights = ref Unsafe.Add(ref parameters, (nint)layout.WeightOffset);
        nuint inputs = (nuint)layout.Inputs;
        if (!Vector128.IsHardwareAccelerated || (!layout.ChainsErrors && layout.Inputs < MachineModel.ErrorTileUnits))
        {
            base.CarryErrorsToInputs(in dropout, ref parameters, ref errors, stride, ref inputErrors, inputStride, rows);
        }
        else if (layout.Form == LayerForm.Dot)
        {
            DotInputErrors.Propagate(
                ref weights, (nuint)layout.PaddedInputs, ref errors, stride, (nuint)layout.Outputs, ref inputErrors, inputStride, inputs,
                rows);
        }
        else if (layout.ChainsErrors)
        {
            NarrowLayerErrors.Propagate(
                default(Identity), ref weights, ref errors, stride, (nuint)layout.Outputs, (nuint)layout.PanelLanes, ref inputErrors,
                ref inputErrors, inputStride, inputs, inputStride, rows);
        }
        else
        {
            WideLayerErrors.Propagate(
                default(Identity), ref weights, ref errors, stride, (nuint)layout.Lanes, ref inputErrors, ref inputErrors, inputStride,
                inputs, inputStride, rows);
        }
    }

    /// <inheritdoc/>
    public override void MultiplyByDerivative(ref T z, ref T a, ref T error)
    {
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            Unsafe.Add(ref error, unit) *= activation!.Derivative(Unsafe.Add(ref z, unit), Unsafe.Add(ref a, unit));
        }

        ClearPadding(ref error);
    }

    /// <inheritdoc/>
    public override void AddGradient<TRule>(ref T destination, Samples samples, in UpdateStep<TRule, T> step, int worker, int workers)
    {
        if (worker == 0)
        {
            AddBiasGradient(ref destination, samples, in step.Biases);
        }

        (nuint first, nuint end) = WorkerTeam.Share((nuint)layout.Inputs, worker, workers);
        AddWeightGradient(ref destination, samples, in step.Weights, (int)first, (int)end);
    }

    private void AddWeightGradient<TRule>(
        ref T destination, Samples samples, in BlockUpdate<TRule, T> update, int firstInput, int endInput)
        where TRule : struct, IUpdateRule<T>
    {
        ref T weights = ref Unsafe.Add(ref destination, (nint)layout.WeightOffset);
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            ref T weight = ref Unsafe.Add(ref weights, FirstWeight(unit) + ((nint)firstInput * layout.WeightStride));
            for (int input = firstInput; input < endInput; input++)
            {
                T sum = TRule.Updates ? T.Zero : weight;
                for (nuint sample = 0; sample < samples.Count; sample++)
                {
                    sum = Fused.MultiplyAdd(samples.Error(sample, unit), samples.Input(sample, input), sum);
                }

                update.Finish(new V1<T>(sum), ref Unsafe.As<T, V1<T>>(ref weight));
                weight = ref Unsafe.Add(ref weight, layout.WeightStride);
            }
        }
    }

    private void AddBiasGradient<TRule>(ref T destination, Samples samples, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
    {
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            ref T bias = ref Unsafe.Add(ref destination, (nint)layout.BiasOffset + unit);
            T sum = TRule.Updates ? T.Zero : bias;
            for (nuint sample = 0; sample < samples.Count; sample++)
            {
                sum += samples.Error(sample, unit);
            }

            update.Finish(new V1<T>(sum), ref Unsafe.As<T, V1<T>>(ref bias));
        }
    }

    private nint FirstWeight(int unit) => (nint)(layout.WeightIndex(unit, 0) - layout.WeightOffset);

    // Segments of inputs, each one chain; the first starts from the bias; added in their order.
    private T SegmentSum(ref T weight, T bias, ref T input)
    {
        T z = T.Zero;
        for (int segment = 0; segment < layout.Segments; segment++)
        {
            T sum = segment == 0 ? bias : T.Zero;
            for (int k = layout.SegmentStart(segment); k < layout.SegmentStart(segment + 1); k++)
            {
                sum = Fused.MultiplyAdd(Unsafe.Add(ref input, k), weight, sum);
                weight = ref Unsafe.Add(ref weight, layout.WeightStride);
            }

            z = segment == 0 ? sum : z + sum;
        }

        return z;
    }

    // Lane l takes the inputs l, l + n, l + 2n, ...; segments of such blocks as above, lane by lane; then the halving tree.
    private T DotProduct(ref T weights, ref T input)
    {
        int laneCount = layout.LaneCount;
        Span<T> sums = stackalloc T[laneCount];
        for (int lane = 0; lane < laneCount; lane++)
        {
            for (int segment = 0; segment < layout.Segments; segment++)
            {
                T sum = T.Zero;
                for (int block = layout.SegmentStart(segment); block < layout.SegmentStart(segment + 1); block++)
                {
                    int k = (block * laneCount) + lane;
                    sum = Fused.MultiplyAdd(k < layout.Inputs ? Unsafe.Add(ref input, k) : T.Zero, Unsafe.Add(ref weights, k), sum);
                }

                sums[lane] = segment == 0 ? sum : sums[lane] + sum;
            }
        }

        return HalvingTree.Sum(sums);
    }

    private T ErrorChain(ref T weights, ref T error, int input)
    {
        T sum = T.Zero;
        for (int unit = 0; unit < layout.Outputs; unit++)
        {
            T weight = Unsafe.Add(ref weights, FirstWeight(unit) + ((nint)input * layout.WeightStride));
            sum = Fused.MultiplyAdd(weight, Unsafe.Add(ref error, unit), sum);
        }

        return sum;
    }

    // Errors and weights of padding units are zero.
    private T ErrorLanes(ref T weights, ref T error, int input, Span<T> sums)
    {
        sums.Clear();
        int panelLanes = layout.PanelLanes;
        for (int panel = 0; panel < layout.Lanes; panel += panelLanes)
        {
            ref T row = ref Unsafe.Add(ref weights, ((nint)panel * layout.Inputs) + ((nint)input * panelLanes));
            for (int lane = 0; lane < panelLanes; lane++)
            {
                ref T sum = ref sums[lane];
                sum = Fused.MultiplyAdd(Unsafe.Add(ref row, lane), Unsafe.Add(ref error, panel + lane), sum);
            }
        }

        return HalvingTree.Sum(sums);
    }

    private void ClearPadding(ref T row) =>
        VectorMemory.ClearPadding(ref row, 0, (nuint)layout.Outputs, (nuint)layout.Lanes, 1);
}
