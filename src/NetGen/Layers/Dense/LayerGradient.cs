using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// What a generated gradient kernel leaves over: the biases, and the weights of the last inputs, which are too few for
/// a tile. A derivative is the sum over the samples, in their order.
/// </summary>
internal static class LayerGradient
{
    /// <summary>Sums the gradient of the biases, in a buffer or to update the biases.</summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="biases">The first bias, or its derivative in a buffer.</param>
    /// <param name="errors">The first error of the first sample, zero in the padding.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="lanes">The layer's units, padded to a multiple of 16 bytes.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="update">What to do with the gradient.</param>
    public static void AddBiases<TRule, T>(
        ref T biases, ref T errors, nuint errorStride, nuint lanes, nuint rows, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = lanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
        {
            AddBiases<TRule, V512<T>, T>(ref biases, ref errors, errorStride, lanes, rows, in update);
        }
        else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
        {
            AddBiases<TRule, V256<T>, T>(ref biases, ref errors, errorStride, lanes, rows, in update);
        }
        else
        {
            AddBiases<TRule, V128<T>, T>(ref biases, ref errors, errorStride, lanes, rows, in update);
        }
    }

    /// <summary>Sums the gradient of the weights of the last inputs, in a buffer or to update the weights.</summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The layer's first weight, or its derivative in a buffer.</param>
    /// <param name="first">The first input to take.</param>
    /// <param name="inputs">The number of inputs of the layer.</param>
    /// <param name="outputs">The number of units.</param>
    /// <param name="lanes">The units, padded to a multiple of 16 bytes.</param>
    /// <param name="panelLanes">Lanes of a panel of weights.</param>
    /// <param name="x">The first input of the first sample.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="errors">The first error of the first sample.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="update">What to do with the gradient.</param>
    public static void AddLastInputs<TRule, T>(
        ref T weights,
        nuint first,
        nuint inputs,
        nuint outputs,
        nuint lanes,
        nuint panelLanes,
        ref T x,
        nuint inputStride,
        ref T errors,
        nuint errorStride,
        nuint rows,
        in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = lanes * (nuint)Unsafe.SizeOf<T>();
        nuint panelLength = panelLanes * inputs;
        for (nuint input = first; input < inputs; input++)
        {
            ref T row = ref Unsafe.Add(ref weights, input * panelLanes);
            ref T inputValue = ref Unsafe.Add(ref x, input);
            if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
            {
                AddInput<TRule, V512<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    in update);
            }
            else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
            {
                AddInput<TRule, V256<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    in update);
            }
            else
            {
                AddInput<TRule, V128<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    in update);
            }
        }
    }

    // Vector code is slow without optimization.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddBiases<TRule, TVector, T>(
        ref T biases, ref T errors, nuint errorStride, nuint lanes, nuint rows, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint lane = 0; lane < lanes; lane += LaneMask.Length<TVector, T>())
        {
            ref TVector bias = ref At<TVector, T>(ref biases, lane);
            TVector sum = TRule.Updates ? default : bias;
            for (nuint row = 0; row < rows; row++)
            {
                sum += At<TVector, T>(ref errors, (row * errorStride) + lane);
            }

            update.Finish(sum, ref bias);
        }
    }

    // The weights of one input.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddInput<TRule, TVector, T>(
        ref T weights,
        nuint outputs,
        nuint lanes,
        nuint panelLanes,
        nuint panelLength,
        ref T x,
        nuint inputStride,
        ref T errors,
        nuint errorStride,
        nuint rows,
        in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Two vectors beside each other, as each sum waits for its last addition; where there is only one, it is taken twice.
        nuint vector = LaneMask.Length<TVector, T>();
        for (nuint lane = 0; lane < lanes; lane += 2 * vector)
        {
            nuint next = lane + vector < lanes ? lane + vector : lane;
            ref TVector weight0 = ref At<TVector, T>(ref weights, (lane / panelLanes * panelLength) + (lane % panelLanes));
            ref TVector weight1 = ref At<TVector, T>(ref weights, (next / panelLanes * panelLength) + (next % panelLanes));
            TVector sum0 = TRule.Updates ? default : weight0;
            TVector sum1 = TRule.Updates ? default : weight1;
            for (nuint row = 0; row < rows; row++)
            {
                TVector input = TVector.Broadcast(Unsafe.Add(ref x, row * inputStride));
                ref T error = ref Unsafe.Add(ref errors, row * errorStride);
                sum0 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref error, lane), sum0);
                sum1 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref error, next), sum1);
            }

            // An infinite input times the zero error of a padding unit is NaN; the padding stays zero all the same.
            sum0 &= LaneMask.First<TVector, T>(outputs > lane ? outputs - lane : 0);
            update.Finish(sum0, ref weight0);
            if (next > lane)
            {
                sum1 &= LaneMask.First<TVector, T>(outputs > next ? outputs - next : 0);
                update.Finish(sum1, ref weight1);
            }
        }
    }
}
