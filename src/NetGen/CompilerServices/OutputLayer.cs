using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// The last layer's cost and error, for generated code. A sample's cost is summed in the layer's virtual lanes, unit j in lane
/// j mod lanes, and the lanes by a halving tree.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputLayer
{
    /// <summary>The cost of each sample, and their output errors ∂C/∂z with zeros in the padding.</summary>
    /// <typeparam name="TCost">The cost.</typeparam>
    /// <typeparam name="TActivation">The activation of the last layer.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="activations">The first output activation of the first sample, each sample's padded to lanes.</param>
    /// <param name="activationStride">Elements from one sample's activations to the next's.</param>
    /// <param name="targets">The first target of the first sample; the targets are <c>[count, outputs]</c>.</param>
    /// <param name="errors">Where the errors go.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's, at least <paramref name="outputs"/> padded to lanes.</param>
    /// <param name="outputs">The number of output units.</param>
    /// <param name="virtualLanes">Lanes in which a cost is summed: 16, 32 or 64 bytes of them.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="costs">Where the costs go.</param>
    public static void Backprop<TCost, TActivation, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint virtualLanes,
        nuint count,
        ref T costs)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint bytes = virtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            Run<TCost, TActivation, V512<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, ref costs);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            Run<TCost, TActivation, V256<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, ref costs);
        }
        else
        {
            Run<TCost, TActivation, V128<T>, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, ref costs);
        }
    }

    /// <summary>The cost of each sample.</summary>
    /// <inheritdoc cref="Backprop"/>
    public static void Cost<TCost, T>(
        ref T activations, nuint activationStride, ref T targets, nuint outputs, nuint virtualLanes, nuint count, ref T costs)
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backprop<TCost, Identity, T>(
            ref activations, activationStride, ref targets, ref Unsafe.NullRef<T>(), 0, outputs, virtualLanes, count, ref costs);

    private static void Run<TCost, TActivation, TVector, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint virtualLanes,
        nuint count,
        ref T costs)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint parts = virtualLanes / lanes;
        if (outputs <= virtualLanes && parts <= 2 && outputs * count >= virtualLanes)
        {
            // All but the last few samples, behind whose targets there are others to read.
            nuint whole = (((outputs * count) - virtualLanes) / outputs) + 1;
            RunFew<TCost, TActivation, TVector, T>(
                ref activations, activationStride, ref targets, ref errors, errorStride, outputs, parts, whole, ref costs);
            if (whole == count)
            {
                return;
            }

            count -= whole;
            activations = ref Unsafe.Add(ref activations, whole * activationStride);
            targets = ref Unsafe.Add(ref targets, whole * outputs);
            errors = ref Unsafe.Add(ref errors, whole * errorStride);
            costs = ref Unsafe.Add(ref costs, whole);
        }

        RunAny<TCost, TActivation, TVector, T>(
            ref activations, activationStride, ref targets, ref errors, errorStride, outputs, virtualLanes, count, ref costs);
    }

    // Long loops from the first call on, and vector code that is slow without optimization.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunAny<TCost, TActivation, TVector, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint virtualLanes,
        nuint count,
        ref T costs)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        TVector keep = LaneMask.First<TVector, T>(((outputs - 1) % lanes) + 1);
        nuint parts = virtualLanes / lanes;
        bool wantErrors = !Unsafe.IsNullRef(ref errors);
        nuint padded = (outputs + virtualLanes - 1) / virtualLanes * virtualLanes;
        nuint targetsLeft = outputs * count;
        for (nuint sample = 0; sample < count; sample++)
        {
            // Virtual lanes wider than a vector have several sums.
            PartSums<TVector> sums = default;
            TVector sum = default;
            for (nuint unit = 0; unit < padded; unit += lanes)
            {
                TVector a = default;
                TVector y = default;
                if (unit + lanes <= outputs)
                {
                    a = Load<TVector, T>(ref Unsafe.Add(ref activations, unit));
                    y = Load<TVector, T>(ref Unsafe.Add(ref targets, unit));
                }
                else if (unit < outputs)
                {
                    // Cost and error of activation 0 and target 0 are 0, so the padding adds nothing.
                    a = Load<TVector, T>(ref Unsafe.Add(ref activations, unit)) & keep;
                    y = (unit + lanes <= targetsLeft
                        ? Load<TVector, T>(ref Unsafe.Add(ref targets, unit))
                        : LoadLast(ref Unsafe.Add(ref targets, unit), outputs - unit)) & keep;
                }

                if (wantErrors)
                {
                    Store(TCost.OutputError<TActivation, TVector, T>(a, y), ref Unsafe.Add(ref errors, unit));
                }

                TVector cost = TCost.Value<TVector, T>(a, y);
                if (parts == 1)
                {
                    sum += cost;
                }
                else
                {
                    ref TVector part = ref sums[(int)(unit / lanes % parts)];
                    part += cost;
                }
            }

            // The first steps of the halving tree.
            if (parts > 1)
            {
                sum = parts == 2 ? sums[0] + sums[1] : (sums[0] + sums[2]) + (sums[1] + sums[3]);
            }

            Unsafe.Add(ref costs, sample) = TVector.Sum(sum);
            activations = ref Unsafe.Add(ref activations, activationStride);
            targets = ref Unsafe.Add(ref targets, outputs);
            errors = ref Unsafe.Add(ref errors, errorStride);
            targetsLeft -= outputs;
        }

        // The last targets of all, behind which no memory may be read; further lanes repeat the last one. In registers, as a vector that is
        // loaded from single stores waits for them.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TVector LoadLast(ref T targets, nuint count)
        {
            TVector loaded = TVector.Broadcast(Unsafe.Add(ref targets, count - 1));
            for (nuint i = count - 1; i > 0; i--)
            {
                loaded = TVector.SelectBits(LaneMask.First<TVector, T>(i), TVector.Broadcast(Unsafe.Add(ref targets, i - 1)), loaded);
            }

            return loaded;
        }
    }

    // Samples of one or two vectors, all in registers: spilled vectors are slow, as the stack is not aligned for them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunFew<TCost, TActivation, TVector, T>(
        ref T activations,
        nuint activationStride,
        ref T targets,
        ref T errors,
        nuint errorStride,
        nuint outputs,
        nuint parts,
        nuint count,
        ref T costs)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        TVector keepFirst = LaneMask.First<TVector, T>(outputs);
        TVector keepSecond = LaneMask.First<TVector, T>(outputs > lanes ? outputs - lanes : 0);
        bool wantErrors = !Unsafe.IsNullRef(ref errors);
        for (nuint sample = 0; sample < count; sample++)
        {
            TVector keep = keepFirst;
            TVector sum = default;
            nuint unit = 0;
            do
            {
                TVector a = Load<TVector, T>(ref Unsafe.Add(ref activations, (sample * activationStride) + unit)) & keep;
                TVector y = Load<TVector, T>(ref Unsafe.Add(ref targets, (sample * outputs) + unit)) & keep;
                if (wantErrors)
                {
                    Store(TCost.OutputError<TActivation, TVector, T>(a, y), ref Unsafe.Add(ref errors, (sample * errorStride) + unit));
                }

                sum += TCost.Value<TVector, T>(a, y);
                keep = keepSecond;
                unit += lanes;
            }
            while (unit < parts * lanes);

            Unsafe.Add(ref costs, sample) = TVector.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector, T>(ref T source)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<TVector>(ref Unsafe.As<T, byte>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, T>(TVector value, ref T destination)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), value);

    [InlineArray(4)]
    private struct PartSums<TVector>
    {
        private TVector _element;
    }
}
