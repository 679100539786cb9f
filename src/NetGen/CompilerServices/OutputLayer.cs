using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// The last layer's cost and error, for generated code. A sample's cost is summed in the layer's virtual lanes, unit j in lane
/// j mod lanes, and the lanes by a halving tree; the samples' costs are summed in their order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputLayer
{
    /// <summary>The cost summed over samples, and their output errors ∂C/∂z with zeros in the padding.</summary>
    /// <typeparam name="TCost">The cost.</typeparam>
    /// <typeparam name="TActivation">The activation of the last layer.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="activations">The first output activation of the first sample.</param>
    /// <param name="activationStride">Elements from one sample's activations to the next's.</param>
    /// <param name="targets">The first target of the first sample; the targets are <c>[count, outputs]</c>.</param>
    /// <param name="errors">Where the errors go.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's, at least <paramref name="outputs"/> padded to lanes.</param>
    /// <param name="outputs">The number of output units.</param>
    /// <param name="virtualLanes">Lanes in which a cost is summed.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="sum">The summed cost of the samples before these.</param>
    public static T Backprop<TCost, TActivation, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint virtualLanes,
        nuint count,
        T sum)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = virtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            return Run<TCost, TActivation, V512<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, sum);
        }

        if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            return Run<TCost, TActivation, V256<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, sum);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            return Run<TCost, TActivation, V128<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, sum);
        }

        return Run<TCost, TActivation, V1<T>, T>(
            ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, sum);
    }

    /// <summary>The cost summed over samples.</summary>
    /// <inheritdoc cref="Backprop"/>
    public static T Cost<TCost, T>(
        ref T activations, nuint activationStride, ref T targets, nuint outputs, nuint virtualLanes, nuint count, T sum)
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backprop<TCost, Identity, T>(
            ref activations, activationStride, ref targets, ref Unsafe.NullRef<T>(), 0, outputs, virtualLanes, count, sum);

    // Long loops from the first call on, and vector code that is slow without optimization.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Run<TCost, TActivation, TVector, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint virtualLanes,
        nuint count,
        T sum)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        bool wantErrors = !Unsafe.IsNullRef(ref errors);
        LaneBuffer<T> sumBuffer = default;
        LaneBuffer<T> tailActivations = default;
        LaneBuffer<T> tailTargets = default;
        ref T sums = ref sumBuffer[0];
        for (nuint sample = 0; sample < count; sample++)
        {
            sumBuffer = default;
            for (nuint start = 0; start < outputs; start += virtualLanes)
            {
                for (nuint lane = 0; lane < virtualLanes; lane += lanes)
                {
                    nuint unit = start + lane;
                    scoped ref T activation = ref Unsafe.Add(ref activations, unit);
                    scoped ref T target = ref Unsafe.Add(ref targets, unit);
                    if (unit + lanes > outputs)
                    {
                        // Cost and error of activation 0 and target 0 are 0, so the padding adds nothing.
                        tailActivations = default;
                        tailTargets = default;
                        for (nuint i = 0; unit + i < outputs; i++)
                        {
                            tailActivations[(int)i] = Unsafe.Add(ref activation, i);
                            tailTargets[(int)i] = Unsafe.Add(ref target, i);
                        }

                        activation = ref tailActivations[0];
                        target = ref tailTargets[0];
                    }

                    TVector a = Load<TVector, T>(ref activation);
                    TVector y = Load<TVector, T>(ref target);
                    ref T laneSum = ref Unsafe.Add(ref sums, lane);
                    Store(Load<TVector, T>(ref laneSum) + TCost.Value<TVector, T>(a, y), ref laneSum);
                    if (wantErrors)
                    {
                        Store(TCost.OutputError<TActivation, TVector, T>(a, y), ref Unsafe.Add(ref errors, unit));
                    }
                }
            }

            sum += SumLanes(ref sums, virtualLanes);
            activations = ref Unsafe.Add(ref activations, activationStride);
            targets = ref Unsafe.Add(ref targets, outputs);
            errors = ref Unsafe.Add(ref errors, errorStride);
        }

        return sum;
    }

    private static T SumLanes<T>(ref T lanes, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint half = count / 2; half > 0; half /= 2)
        {
            for (nuint lane = 0; lane < half; lane++)
            {
                Unsafe.Add(ref lanes, lane) += Unsafe.Add(ref lanes, lane + half);
            }
        }

        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector, T>(ref T source)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<TVector>(ref Unsafe.As<T, byte>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, T>(TVector value, ref T destination)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), value);

    // 64 bytes of float; the upper half stays unused for double.
    [InlineArray(16)]
    private struct LaneBuffer<T>
    {
        private T _element;
    }
}
