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
    /// <summary>Adds the gradient of the biases to a buffer, or times the step to the biases.</summary>
    /// <typeparam name="TMode"><see cref="GradientSum"/> or <see cref="GradientStep"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="biases">The first bias, or its derivative in a buffer.</param>
    /// <param name="errors">The first error of the first sample, zero in the padding.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="lanes">The layer's units, padded to a multiple of 16 bytes.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="negativeStep">The negative learning rate over the number of samples of the mini-batch.</param>
    public static void AddBiases<TMode, T>(ref T biases, ref T errors, nuint errorStride, nuint lanes, nuint rows, T negativeStep)
        where TMode : struct, IGradientMode
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = lanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
        {
            AddBiases<TMode, V512<T>, T>(ref biases, ref errors, errorStride, lanes, rows, negativeStep);
        }
        else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
        {
            AddBiases<TMode, V256<T>, T>(ref biases, ref errors, errorStride, lanes, rows, negativeStep);
        }
        else
        {
            AddBiases<TMode, V128<T>, T>(ref biases, ref errors, errorStride, lanes, rows, negativeStep);
        }
    }

    /// <summary>Adds the gradient of the weights of the last inputs to a buffer, or times the step to the weights.</summary>
    /// <typeparam name="TMode"><see cref="GradientSum"/> or <see cref="GradientStep"/>.</typeparam>
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
    /// <param name="negativeStep">The negative learning rate over the number of samples of the mini-batch.</param>
    public static void AddLastInputs<TMode, T>(
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
        T negativeStep)
        where TMode : struct, IGradientMode
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
                AddInput<TMode, V512<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    negativeStep);
            }
            else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
            {
                AddInput<TMode, V256<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    negativeStep);
            }
            else
            {
                AddInput<TMode, V128<T>, T>(
                    ref row, outputs, lanes, panelLanes, panelLength, ref inputValue, inputStride, ref errors, errorStride, rows,
                    negativeStep);
            }
        }
    }

    // Vector code is slow without optimization.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddBiases<TMode, TVector, T>(ref T biases, ref T errors, nuint errorStride, nuint lanes, nuint rows, T negativeStep)
        where TMode : struct, IGradientMode
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint lane = 0; lane < lanes; lane += LaneMask.Length<TVector, T>())
        {
            ref TVector bias = ref At<TVector, T>(ref biases, lane);
            TVector sum = TMode.Updates ? default : bias;
            for (nuint row = 0; row < rows; row++)
            {
                sum += At<TVector, T>(ref errors, (row * errorStride) + lane);
            }

            Finish<TMode, TVector, T>(sum, ref bias, negativeStep);
        }
    }

    // The weights of one input.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddInput<TMode, TVector, T>(
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
        T negativeStep)
        where TMode : struct, IGradientMode
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
            TVector sum0 = TMode.Updates ? default : weight0;
            TVector sum1 = TMode.Updates ? default : weight1;
            for (nuint row = 0; row < rows; row++)
            {
                TVector input = TVector.Broadcast(Unsafe.Add(ref x, row * inputStride));
                ref T error = ref Unsafe.Add(ref errors, row * errorStride);
                sum0 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref error, lane), sum0);
                sum1 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref error, next), sum1);
            }

            // An infinite input times the zero error of a padding unit is NaN; the padding stays zero all the same.
            sum0 &= LaneMask.First<TVector, T>(outputs > lane ? outputs - lane : 0);
            Finish<TMode, TVector, T>(sum0, ref weight0, negativeStep);
            if (next > lane)
            {
                sum1 &= LaneMask.First<TVector, T>(outputs > next ? outputs - next : 0);
                Finish<TMode, TVector, T>(sum1, ref weight1, negativeStep);
            }
        }
    }

    // A sum ends with + 0, so that leaving out products that are zero changes no bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TMode, TVector, T>(TVector sum, ref TVector destination, T negativeStep)
        where TMode : struct, IGradientMode
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sum += TVector.Create(0);
        destination = TMode.Updates ? TVector.FusedMultiplyAdd(TVector.Broadcast(negativeStep), sum, destination) : sum;
    }
}
