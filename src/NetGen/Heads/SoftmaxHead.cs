using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Heads.RowVectors;

namespace NetGen.Heads;

/// <summary>
/// Softmax with the categorical cross-entropy, or its logarithm with the negative log-likelihood. With u = z − max z: p = e^u / Σ e^u,
/// C = Σ y (ln Σ e^u − u), where terms with y = 0 are left out, and ∂C/∂z = p Σy − y. The activations are p or u − ln Σ e^u.
/// </summary>
/// <param name="outputs">The number n of output units.</param>
/// <param name="isLog">Whether the activations are logarithms.</param>
/// <param name="smoothing">The label smoothing s: in the place of y stands y (1 − s) + s/n.</param>
internal sealed partial class SoftmaxHead<T>(int outputs, bool isLog, double smoothing) : OutputHead<T>(outputs)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _smooths = smoothing > 0;
    private readonly double _kept = 1 - smoothing;
    private readonly double _added = smoothing / outputs;

    // Gives probabilities where this one gives logarithms.
    private readonly SoftmaxHead<T>? _probabilities = isLog ? new(outputs, isLog: false, smoothing: 0) : null;

    /// <inheritdoc/>
    internal override void ActivateRows(ref T rows, nuint stride, nuint count) =>
        ActivateTo(ref rows, stride, ref Unsafe.NullRef<T>(), count);

    /// <inheritdoc/>
    /// <remarks>A null reference for the outputs leaves the activations in the rows.</remarks>
    internal override void ActivateTo(ref T rows, nuint stride, ref T outputs, nuint count)
    {
        nuint bytes = VirtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            ActivateTo<V512<T>>(ref rows, stride, ref outputs, count);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            ActivateTo<V256<T>>(ref rows, stride, ref outputs, count);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            ActivateTo<V128<T>>(ref rows, stride, ref outputs, count);
        }
        else
        {
            ActivateTo<V1<T>>(ref rows, stride, ref outputs, count);
        }
    }

    /// <inheritdoc/>
    internal override void Evaluate(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
    {
        nuint bytes = VirtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            Evaluate<V512<T>>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            Evaluate<V256<T>>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Evaluate<V128<T>>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
        else
        {
            Evaluate<V1<T>>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
    }

    /// <inheritdoc/>
    internal override void CarryBack(ref T rows, nuint stride, ref T gradients, ref T errors, nuint count)
    {
        (_probabilities ?? this).ActivateRows(ref rows, stride, count);
        nuint bytes = VirtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            CarryBack<V512<T>>(ref rows, stride, ref gradients, ref errors, count);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            CarryBack<V256<T>>(ref rows, stride, ref gradients, ref errors, count);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            CarryBack<V128<T>>(ref rows, stride, ref gradients, ref errors, count);
        }
        else
        {
            CarryBack<V1<T>>(ref rows, stride, ref gradients, ref errors, count);
        }
    }

    // δ_j = p_j (g_j − Σ p_k g_k) or, of the logarithm, g_j − p_j Σ g_k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CarryBack<TVector>(ref T rows, nuint stride, ref T gradients, ref T errors, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint vectors = VirtualLanes / lanes;
        nuint left = Outputs * count;
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            ref T error = ref Unsafe.Add(ref errors, sample * stride);
            Sums<TVector> sums = default;
            for (nuint unit = 0; unit < Lanes; unit += lanes)
            {
                TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
                TVector g = LoadTargets<TVector, T>(ref gradients, unit, Outputs, left - unit);
                sums[(int)(unit / lanes % vectors)] += (isLog ? g : Load<TVector, T>(ref row, unit) * g) & keep;
            }

            TVector sum = TVector.Broadcast(SumLanes<TVector, T>(ref sums, vectors));
            for (nuint unit = 0; unit < Lanes; unit += lanes)
            {
                TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
                TVector g = LoadTargets<TVector, T>(ref gradients, unit, Outputs, left - unit);
                TVector probability = Load<TVector, T>(ref row, unit);
                TVector delta = isLog ? TVector.FusedMultiplyAdd(-probability, sum, g) : probability * (g - sum);
                Store(delta & keep, ref error, unit);
            }

            gradients = ref Unsafe.Add(ref gradients, Outputs);
            left -= Outputs;
        }
    }

    private void ActivateTo<TVector>(ref T rows, nuint stride, ref T outputs, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        // The logarithm takes u and the sum of e^u together, and so one sample at a time.
        bool few = IsFew<TVector>();
        if (few && count > 1 && !isLog)
        {
            ActivateFew<TVector>(ref rows, stride, ref outputs, count);
            return;
        }

        ref T none = ref Unsafe.NullRef<T>();
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            _ = few
                ? EvaluateOne<TVector>(ref row, ref none, ref none, 0, keepsActivations: true)
                : EvaluateAny<TVector>(ref row, ref none, ref none, 0, keepsActivations: true);
        }

        if (!Unsafe.IsNullRef(ref outputs))
        {
            CopyOutputs(ref rows, stride, ref outputs, count);
        }
    }

    private void Evaluate<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        // Without errors, passes would have no memory for e^u; with activations, which are rare, the rows would hold both.
        bool few = IsFew<TVector>();
        bool several = few && count > 1 && !Unsafe.IsNullRef(ref errors) && !keepsActivations;
        nuint atOnce = several ? LaneMask.Length<TVector, T>() : 1;
        for (nuint sample = 0; sample < count; sample += atOnce)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            ref T error = ref Unsafe.IsNullRef(ref errors) ? ref errors : ref Unsafe.Add(ref errors, sample * stride);
            ref T target = ref Unsafe.Add(ref targets, sample * Outputs);
            ref T cost = ref Unsafe.Add(ref costs, sample);
            nuint left = count - sample;
            if (several)
            {
                EvaluateFew<TVector>(ref row, stride, ref target, ref error, left * Outputs, Math.Min(left, atOnce), ref cost);
            }
            else
            {
                cost = few
                    ? EvaluateOne<TVector>(ref row, ref target, ref error, left * Outputs, keepsActivations)
                    : EvaluateAny<TVector>(ref row, ref target, ref error, left * Outputs, keepsActivations);
            }
        }
    }

    // One sample of any size. Exponentials are computed twice, rather than kept in memory of their own.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T EvaluateAny<TVector>(ref T row, ref T target, ref T error, nuint targetsLeft, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint vectors = VirtualLanes / lanes;
        bool hasTargets = !Unsafe.IsNullRef(ref target);
        TVector shift = TVector.Broadcast(Largest<TVector>(ref row));
        Sums<TVector> sums = default;
        Sums<TVector> targetSums = default;
        Sums<TVector> costs = default;
        for (nuint unit = 0; unit < Lanes; unit += lanes)
        {
            TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
            int lane = (int)(unit / lanes % vectors);
            sums[lane] += Elementary.Exp<TVector, T>(Load<TVector, T>(ref row, unit) - shift) & keep;
            if (hasTargets)
            {
                TVector y = LoadTargets<TVector, T>(ref target, unit, Outputs, targetsLeft - unit);
                targetSums[lane] += _smooths ? Smooth(y) & keep : y;
            }
        }

        TVector sum = TVector.Broadcast(SumLanes<TVector, T>(ref sums, vectors));
        TVector allTargets = TVector.Broadcast(SumLanes<TVector, T>(ref targetSums, vectors));
        TVector log = Elementary.Log<TVector, T>(sum);
        for (nuint unit = 0; unit < Lanes; unit += lanes)
        {
            TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
            TVector u = Load<TVector, T>(ref row, unit) - shift;
            TVector a = (Elementary.Exp<TVector, T>(u) & keep) / sum;
            if (keepsActivations)
            {
                Store(isLog ? (u - log) & keep : a, ref row, unit);
            }

            if (hasTargets)
            {
                TVector y = LoadTargets<TVector, T>(ref target, unit, Outputs, targetsLeft - unit);
                y = _smooths ? Smooth(y) & keep : y;
                costs[(int)(unit / lanes % vectors)] += Cost(y, log - u);
                if (!Unsafe.IsNullRef(ref error))
                {
                    Store(TVector.FusedMultiplyAdd(a, allTargets, -y) & keep, ref error, unit);
                }
            }
        }

        return SumLanes<TVector, T>(ref costs, vectors);
    }

    private T Largest<TVector>(ref T row)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector lowest = TVector.Create(double.NegativeInfinity);
        TVector most = lowest;
        for (nuint unit = 0; unit < Outputs; unit += LaneMask.Length<TVector, T>())
        {
            TVector keep = LaneMask.First<TVector, T>(Outputs - unit);
            most = TVector.Max(TVector.SelectBits(keep, Load<TVector, T>(ref row, unit), lowest), most);
        }

        return TVector.MaxAcross(most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Smooth<TVector>(TVector y)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.FusedMultiplyAdd(y, TVector.Create(_kept), TVector.Create(_added));

    // y · (ln Σ e^u − u), and nothing where y is 0, even if u is -∞. Padding has y = 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Cost<TVector>(TVector y, TVector negativeLogOfActivation)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.SelectEqual(y, TVector.Create(0), TVector.Create(0), y * negativeLogOfActivation);
}
