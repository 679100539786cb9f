using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Heads.RowVectors;

namespace NetGen.Heads;

/// <content>
/// Samples of one or two vectors. Several samples go through passes with short chains of operations, of which the processor overlaps
/// many; in a single pass, it would wait for the long chain of each sample.
/// </content>
internal sealed partial class SoftmaxHead<T>
{
    private bool IsFew<TVector>()
        where TVector : struct, ISimd<TVector, T> =>
        Lanes <= 2 * LaneMask.Length<TVector, T>();

    // A null reference for the outputs leaves the activations in the rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ActivateFew<TVector>(ref T rows, nuint stride, ref T outputs, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        ShiftRows<TVector>(ref rows, ref rows, stride, count, ref Unsafe.NullRef<T>());
        ExponentiateRows<TVector>(ref rows, stride, count);
        if (Unsafe.IsNullRef(ref outputs))
        {
            DivideRows<TVector>(ref rows, stride, ref rows, stride, count);
            return;
        }

        // A row is stored with its padding, which the next row overwrites. That of the last rows would lie after the outputs.
        nuint total = count * Outputs;
        nuint whole = total < Lanes ? 0 : ((total - Lanes) / Outputs) + 1;
        DivideRows<TVector>(ref rows, stride, ref outputs, Outputs, whole);
        if (whole < count)
        {
            ref T rest = ref Unsafe.Add(ref rows, whole * stride);
            DivideRows<TVector>(ref rest, stride, ref rest, stride, count - whole);
            CopyOutputs(ref rest, stride, ref Unsafe.Add(ref outputs, whole * Outputs), count - whole);
        }
    }

    // Costs and errors of as many samples as a vector has lanes, or fewer: one logarithm of the sums does for all of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void EvaluateFew<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint targetsLeft, nuint count, ref T costs)
        where TVector : struct, ISimd<TVector, T>
    {
        ShiftRows<TVector>(ref rows, ref errors, stride, count, ref costs);
        ExponentiateRows<TVector>(ref errors, stride, count);
        TVector sums = ErrorsOfExponentials<TVector>(ref errors, stride, ref targets, targetsLeft, count);
        CostsOfRows(ref rows, stride, ref targets, targetsLeft, count, Elementary.Log<TVector, T>(sums), ref costs);
    }

    // One sample, in one go.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T EvaluateOne<TVector>(ref T row, ref T target, ref T error, nuint targetsLeft, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        (TVector keep0, TVector keep1) = Masks<TVector>();
        TVector z0 = Load<TVector, T>(ref row, 0);
        TVector z1 = two ? Load<TVector, T>(ref row, lanes) : default;
        TVector shift = TVector.Broadcast(LargestOf(z0, keep0, z1, keep1));
        TVector u0 = z0 - shift;
        TVector u1 = z1 - shift;
        TVector e0 = Elementary.Exp<TVector, T>(u0) & keep0;
        TVector e1 = two ? Elementary.Exp<TVector, T>(u1) & keep1 : default;
        TVector sum = TVector.Broadcast(SumFew(e0, e1));
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

        TVector y0 = TargetsOf(ref target, 0, 0, targetsLeft, keep0);
        TVector y1 = two ? TargetsOf(ref target, 0, lanes, targetsLeft, keep1) : default;
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

    // From z to u and, if asked for, max z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ShiftRows<TVector>(ref T rows, ref T shifted, nuint stride, nuint count, ref T shifts)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        (TVector keep0, TVector keep1) = Masks<TVector>();
        for (nuint sample = 0; sample < count; sample++)
        {
            nuint at = sample * stride;
            TVector z0 = Load<TVector, T>(ref rows, at);
            TVector z1 = two ? Load<TVector, T>(ref rows, at + lanes) : default;
            T largest = LargestOf(z0, keep0, z1, keep1);
            TVector shift = TVector.Broadcast(largest);
            Store(z0 - shift, ref shifted, at);
            if (two)
            {
                Store(z1 - shift, ref shifted, at + lanes);
            }

            if (!Unsafe.IsNullRef(ref shifts))
            {
                Unsafe.Add(ref shifts, sample) = largest;
            }
        }
    }

    // From u to e^u.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ExponentiateRows<TVector>(ref T rows, nuint stride, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        (TVector keep0, TVector keep1) = Masks<TVector>();
        for (nuint sample = 0; sample < count; sample++)
        {
            nuint at = sample * stride;
            Store(Elementary.Exp<TVector, T>(Load<TVector, T>(ref rows, at)) & keep0, ref rows, at);
            if (two)
            {
                Store(Elementary.Exp<TVector, T>(Load<TVector, T>(ref rows, at + lanes)) & keep1, ref rows, at + lanes);
            }
        }
    }

    // From e^u to the activations.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DivideRows<TVector>(ref T rows, nuint stride, ref T activations, nuint activationStride, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            ref T activation = ref Unsafe.Add(ref activations, sample * activationStride);
            TVector e0 = Load<TVector, T>(ref row, 0);
            TVector e1 = two ? Load<TVector, T>(ref row, lanes) : default;
            TVector sum = TVector.Broadcast(SumFew(e0, e1));
            Store(e0 / sum, ref activation, 0);
            if (two)
            {
                Store(e1 / sum, ref activation, lanes);
            }
        }
    }

    // From e^u to the errors; gives the sums of e^u.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector ErrorsOfExponentials<TVector>(ref T errors, nuint stride, ref T targets, nuint targetsLeft, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        (TVector keep0, TVector keep1) = Masks<TVector>();
        TVector sums = default;
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T error = ref Unsafe.Add(ref errors, sample * stride);
            TVector e0 = Load<TVector, T>(ref error, 0);
            TVector e1 = two ? Load<TVector, T>(ref error, lanes) : default;
            nuint at = sample * Outputs;
            TVector y0 = TargetsOf(ref targets, at, 0, targetsLeft, keep0);
            TVector y1 = two ? TargetsOf(ref targets, at, lanes, targetsLeft, keep1) : default;
            T total = SumFew(e0, e1);
            sums = WithLane(sums, sample, total);
            TVector sum = TVector.Broadcast(total);
            TVector allTargets = TVector.Broadcast(SumFew(y0, y1));
            Store(TVector.FusedMultiplyAdd(e0 / sum, allTargets, -y0) & keep0, ref error, 0);
            if (two)
            {
                Store(TVector.FusedMultiplyAdd(e1 / sum, allTargets, -y1) & keep1, ref error, lanes);
            }
        }

        return sums;
    }

    // From z, max z, which the costs hold, and ln Σ e^u to the costs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CostsOfRows<TVector>(
        ref T rows, nuint stride, ref T targets, nuint targetsLeft, nuint count, TVector logs, ref T costs)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        bool two = Lanes > lanes;
        (TVector keep0, TVector keep1) = Masks<TVector>();
        for (nuint sample = 0; sample < count; sample++)
        {
            ref T row = ref Unsafe.Add(ref rows, sample * stride);
            TVector shift = TVector.Broadcast(Unsafe.Add(ref costs, sample));
            TVector u0 = Load<TVector, T>(ref row, 0) - shift;
            TVector u1 = two ? Load<TVector, T>(ref row, lanes) - shift : default;
            TVector log = TVector.Broadcast(Unsafe.Add(ref Unsafe.As<TVector, T>(ref logs), sample));
            nuint at = sample * Outputs;
            TVector y0 = TargetsOf(ref targets, at, 0, targetsLeft, keep0);
            TVector y1 = two ? TargetsOf(ref targets, at, lanes, targetsLeft, keep1) : default;
            Unsafe.Add(ref costs, sample) = SumFew(Cost(y0, log - u0), Cost(y1, log - u1));
        }
    }

    // The lanes of the units in the first and the second vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector First, TVector Second) Masks<TVector>()
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        return (LaneMask.First<TVector, T>(Outputs), LaneMask.First<TVector, T>(Outputs > lanes ? Outputs - lanes : 0));
    }

    // In a register, as a vector that is loaded from single stores waits for them. The lanes after this one get its value, too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithLane<TVector>(TVector vector, nuint lane, T value)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.SelectBits(LaneMask.First<TVector, T>(lane), vector, TVector.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LargestOf<TVector>(TVector z0, TVector keep0, TVector z1, TVector keep1)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector lowest = TVector.Create(double.NegativeInfinity);
        return TVector.MaxAcross(TVector.Max(TVector.SelectBits(keep0, z0, lowest), TVector.SelectBits(keep1, z1, lowest)));
    }

    // A vector of a sample's targets, the first of which is at some place; beyond those that are left, no memory may be read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector TargetsOf<TVector>(ref T targets, nuint at, nuint unit, nuint left, TVector keep)
        where TVector : struct, ISimd<TVector, T>
    {
        if (unit >= Outputs)
        {
            return default;
        }

        TVector y = keep & (at + unit + LaneMask.Length<TVector, T>() <= left
            ? Load<TVector, T>(ref targets, at + unit)
            : LoadLast<TVector, T>(ref Unsafe.Add(ref targets, at + unit), Outputs - unit));
        return _smooths ? Smooth(y) & keep : y;
    }

    // Where the virtual lanes take one vector, the second one's lanes come after the first's; where they take two, beside them: the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumFew<TVector>(TVector first, TVector second)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.Sum(first + second);
}
