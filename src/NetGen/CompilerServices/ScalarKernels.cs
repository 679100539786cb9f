using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// The loops of <see cref="LoopKernels{T}"/> over the packed parameters of one layer, in the orders of the numerics contract.
/// </summary>
internal static class ScalarKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One layer, one sample, output-lane form.</summary>
    public static void Forward(
        ScalarActivation<T> activation, ref T weights, ref T biases, ref T input, ref T output, int inputs, int outputs, int panelLanes, int segments)
    {
        for (int unit = 0; unit < outputs; unit++)
        {
            int panel = unit / panelLanes * panelLanes;
            ref T weight = ref Unsafe.Add(ref weights, ((nint)panel * inputs) + (unit - panel));
            T z = T.Zero;
            for (int segment = 0; segment < segments; segment++)
            {
                T sum = segment == 0 ? Unsafe.Add(ref biases, unit) : T.Zero;
                int end = (int)((long)(segment + 1) * inputs / segments);
                for (int k = (int)((long)segment * inputs / segments); k < end; k++)
                {
                    sum = T.FusedMultiplyAdd(Unsafe.Add(ref input, k), weight, sum);
                    weight = ref Unsafe.Add(ref weight, panelLanes);
                }

                z = segment == 0 ? sum : z + sum;
            }

            Unsafe.Add(ref output, unit) = activation.Apply(z);
        }
    }

    /// <summary>One layer, one sample, dot form.</summary>
    public static void ForwardDot(
        ScalarActivation<T> activation, ref T weights, ref T biases, ref T input, ref T output, int inputs, int outputs, int laneCount, int segments)
    {
        int blocks = (inputs + laneCount - 1) / laneCount;
        Span<T> sums = stackalloc T[laneCount];
        for (int unit = 0; unit < outputs; unit++)
        {
            ref T row = ref Unsafe.Add(ref weights, (nint)unit * blocks * laneCount);
            for (int lane = 0; lane < laneCount; lane++)
            {
                for (int segment = 0; segment < segments; segment++)
                {
                    T sum = T.Zero;
                    int end = (int)((long)(segment + 1) * blocks / segments);
                    for (int block = (int)((long)segment * blocks / segments); block < end; block++)
                    {
                        int k = (block * laneCount) + lane;
                        sum = T.FusedMultiplyAdd(k < inputs ? Unsafe.Add(ref input, k) : T.Zero, Unsafe.Add(ref row, k), sum);
                    }

                    sums[lane] = segment == 0 ? sum : sums[lane] + sum;
                }
            }

            T z = Unsafe.Add(ref biases, unit) + Reference.ReferenceLayer<T>.HalvingTree(sums);
            Unsafe.Add(ref output, unit) = activation.Apply(z);
        }
    }

    /// <summary>
    /// The error of one sample in the layer before one in output-lane form, with zeros in the padding up to
    /// <paramref name="errorLanes"/>. The next layer's errors are zero in the padding as well.
    /// </summary>
    public static void PropagateError(
        ScalarActivation<T> activation, ref T weights, ref T nextError, ref T activations, ref T error, int units, int errorLanes, int lanes, int panelLanes)
    {
        Span<T> sums = stackalloc T[panelLanes];
        for (int k = 0; k < units; k++)
        {
            sums.Clear();
            for (int panel = 0; panel < lanes; panel += panelLanes)
            {
                ref T row = ref Unsafe.Add(ref weights, ((nint)panel * units) + ((nint)k * panelLanes));
                for (int lane = 0; lane < panelLanes; lane++)
                {
                    ref T sum = ref sums[lane];
                    sum = T.FusedMultiplyAdd(Unsafe.Add(ref row, lane), Unsafe.Add(ref nextError, panel + lane), sum);
                }
            }

            T derivative = activation.Derivative(Unsafe.Add(ref activations, k));
            Unsafe.Add(ref error, k) = Reference.ReferenceLayer<T>.HalvingTree(sums) * derivative;
        }

        VectorMemory.ClearPadding(ref error, 0, (nuint)units, (nuint)errorLanes, 1);
    }

    /// <summary>
    /// The same where each sum is one chain over the next layer's units: unit j's weights start at panel j / <paramref name="panelLanes"/>,
    /// each of <paramref name="panelLength"/>, and lie <paramref name="panelLanes"/> apart; in dot form, 1.
    /// </summary>
    public static void PropagateErrorInChains(
        ScalarActivation<T> activation,
        ref T weights,
        ref T nextError,
        ref T activations,
        ref T error,
        int units,
        int errorLanes,
        int nextUnits,
        int panelLanes,
        int panelLength)
    {
        for (int k = 0; k < units; k++)
        {
            T sum = T.Zero;
            for (int unit = 0; unit < nextUnits; unit++)
            {
                nint at = ((nint)(unit / panelLanes) * panelLength) + ((nint)k * panelLanes) + (unit % panelLanes);
                sum = T.FusedMultiplyAdd(Unsafe.Add(ref weights, at), Unsafe.Add(ref nextError, unit), sum);
            }

            T derivative = activation.Derivative(Unsafe.Add(ref activations, k));
            Unsafe.Add(ref error, k) = sum * derivative;
        }

        VectorMemory.ClearPadding(ref error, 0, (nuint)units, (nuint)errorLanes, 1);
    }

    /// <summary>
    /// Sums one layer's gradient over samples, output-lane form: on top of what lies in <paramref name="destination"/>, or, to update,
    /// from zero and then added to it times <paramref name="negativeStep"/>. Only the weights of some inputs are touched.
    /// </summary>
    public static void Gradient(
        ref T destination,
        ref T input,
        int inputStride,
        ref T error,
        int errorStride,
        nuint samples,
        int inputs,
        int outputs,
        int panelLanes,
        T negativeStep,
        bool update,
        int firstInput,
        int endInput)
    {
        for (int unit = 0; unit < outputs; unit++)
        {
            int panel = unit / panelLanes * panelLanes;
            ref T value = ref Unsafe.Add(ref destination, ((nint)panel * inputs) + ((nint)firstInput * panelLanes) + (unit - panel));
            for (int k = firstInput; k < endInput; k++)
            {
                Accumulate(
                    ref value, ref Unsafe.Add(ref error, unit), errorStride, ref Unsafe.Add(ref input, k), inputStride, samples, negativeStep, update);
                value = ref Unsafe.Add(ref value, panelLanes);
            }
        }
    }

    /// <summary>As <see cref="Gradient"/>, for a layer in dot form.</summary>
    public static void GradientDot(
        ref T destination,
        ref T input,
        int inputStride,
        ref T error,
        int errorStride,
        nuint samples,
        int outputs,
        int paddedInputs,
        T negativeStep,
        bool update,
        int firstInput,
        int endInput)
    {
        for (int unit = 0; unit < outputs; unit++)
        {
            for (int k = firstInput; k < endInput; k++)
            {
                Accumulate(
                    ref Unsafe.Add(ref destination, ((nint)unit * paddedInputs) + k),
                    ref Unsafe.Add(ref error, unit),
                    errorStride,
                    ref Unsafe.Add(ref input, k),
                    inputStride,
                    samples,
                    negativeStep,
                    update);
            }
        }
    }

    /// <summary>Sums the gradient of one layer's biases, as <see cref="Gradient"/> does for weights.</summary>
    public static void BiasGradient(
        ref T destination, ref T error, int errorStride, nuint samples, int outputs, T negativeStep, bool update)
    {
        for (int unit = 0; unit < outputs; unit++)
        {
            ref T value = ref Unsafe.Add(ref destination, unit);
            T sum = update ? T.Zero : value;
            for (nuint sample = 0; sample < samples; sample++)
            {
                sum += Unsafe.Add(ref error, (sample * (nuint)errorStride) + (nuint)unit);
            }

            value = update ? T.FusedMultiplyAdd(negativeStep, sum, value) : sum;
        }
    }

    private static void Accumulate(
        ref T value, ref T error, int errorStride, ref T input, int inputStride, nuint samples, T negativeStep, bool update)
    {
        T sum = update ? T.Zero : value;
        for (nuint sample = 0; sample < samples; sample++)
        {
            sum = T.FusedMultiplyAdd(
                Unsafe.Add(ref error, sample * (nuint)errorStride), Unsafe.Add(ref input, sample * (nuint)inputStride), sum);
        }

        value = update ? T.FusedMultiplyAdd(negativeStep, sum, value) : sum;
    }
}
