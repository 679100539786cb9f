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
internal sealed class SoftmaxHead<T>(int outputs, bool isLog, double smoothing) : OutputHead<T>(outputs)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _smooths = smoothing > 0;
    private readonly double _kept = 1 - smoothing;
    private readonly double _added = smoothing / outputs;

    // Gives probabilities where this one gives logarithms.
    private readonly SoftmaxHead<T>? _probabilities = isLog ? new(outputs, isLog: false, smoothing: 0) : null;

    /// <inheritdoc/>
    internal override void ActivateRows(ref T rows, nuint stride, nuint count) => Evaluate(
        ref rows, stride, ref Unsafe.NullRef<T>(), ref Unsafe.NullRef<T>(), count, ref Unsafe.NullRef<T>(), keepsActivations: true);

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

    private void Evaluate<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        bool wantsErrors = !Unsafe.IsNullRef(ref errors);
        bool hasTargets = !Unsafe.IsNullRef(ref targets);
        bool few = Lanes <= 2 * LaneMask.Length<TVector, T>();
        nuint targetsLeft = Outputs * count;
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            ref T error = ref wantsErrors ? ref Unsafe.Add(ref errors, sample * stride) : ref errors;
            ref T target = ref hasTargets ? ref Unsafe.Add(ref targets, sample * Outputs) : ref targets;
            T cost = few
                ? EvaluateFew<TVector>(ref row, ref target, ref error, targetsLeft, keepsActivations)
                : EvaluateAny<TVector>(ref row, ref target, ref error, targetsLeft, keepsActivations);
            if (hasTargets)
            {
                Unsafe.Add(ref costs, sample) = cost;
            }

            targetsLeft -= Outputs;
        }
    }

    // One sample of one or two vectors, which stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T EvaluateFew<TVector>(ref T row, ref T target, ref T error, nuint targetsLeft, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        TVector keep0 = LaneMask.First<TVector, T>(Outputs);
        TVector keep1 = LaneMask.First<TVector, T>(Outputs > lanes ? Outputs - lanes : 0);
        TVector lowest = TVector.Create(double.NegativeInfinity);
        TVector z0 = Load<TVector, T>(ref row, 0);
        TVector z1 = two ? Load<TVector, T>(ref row, lanes) : default;
        TVector most = TVector.Max(TVector.SelectBits(keep0, z0, lowest), TVector.SelectBits(keep1, z1, lowest));
        TVector shift = TVector.Broadcast(TVector.MaxAcross(most));
        TVector u0 = z0 - shift;
        TVector u1 = z1 - shift;
        TVector e0 = Elementary.Exp<TVector, T>(u0) & keep0;
        TVector e1 = two ? Elementary.Exp<TVector, T>(u1) & keep1 : default;
        T total = SumFew(e0, e1);
        TVector sum = TVector.Broadcast(total);
        TVector a0 = e0 / sum;
        TVector a1 = two ? e1 / sum : default;
        if (keepsActivations)
        {
            TVector shiftOfLog = isLog ? Elementary.Log<TVector, T>(sum) : default;
            Store(isLog ? (u0 - shiftOfLog) & keep0 : a0, ref row, 0);
            if (two)
            {
                Store(isLog ? (u1 - shiftOfLog) & keep1 : a1, ref row, lanes);
            }
        }

        if (Unsafe.IsNullRef(ref target))
        {
            return T.Zero;
        }

        TVector y0 = LoadTargets<TVector, T>(ref target, 0, Outputs, targetsLeft);
        TVector y1 = LoadTargets<TVector, T>(ref target, lanes, Outputs, targetsLeft - lanes);
        if (_smooths)
        {
            y0 = Smooth(y0) & keep0;
            y1 = Smooth(y1) & keep1;
        }

        if (!Unsafe.IsNullRef(ref error))
        {
            TVector allTargets = TVector.Broadcast(SumFew(y0, y1));
            Store(TVector.FusedMultiplyAdd(a0, allTargets, -y0) & keep0, ref error, 0);
            if (two)
            {
                Store(TVector.FusedMultiplyAdd(a1, allTargets, -y1) & keep1, ref error, lanes);
            }
        }

        TVector log = Elementary.Log<TVector, T>(sum);
        return SumFew(Cost(y0, log - u0), Cost(y1, log - u1));
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

    // Where the virtual lanes take one vector, the second one's lanes come after the first's; where they take two, beside them: the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumFew<TVector>(TVector first, TVector second)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.Sum(first + second);
}
