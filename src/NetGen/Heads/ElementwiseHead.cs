using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Heads.RowVectors;

namespace NetGen.Heads;

/// <summary>A head whose activation and cost take each unit by itself.</summary>
internal sealed class ElementwiseHead<THead, T>(int outputs, THead head) : OutputHead<T>(outputs)
    where THead : struct, IUnitHead
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    internal override void ActivateRows(ref T rows, nuint stride, nuint count)
    {
        nuint bytes = VirtualLanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes == 64)
        {
            ActivateRows<V512<T>>(ref rows, stride, count);
        }
        else if (Vector256.IsHardwareAccelerated && bytes >= 32)
        {
            ActivateRows<V256<T>>(ref rows, stride, count);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            ActivateRows<V128<T>>(ref rows, stride, count);
        }
        else
        {
            ActivateRows<V1<T>>(ref rows, stride, count);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CarryBack<TVector>(ref T rows, nuint stride, ref T gradients, ref T errors, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint left = Outputs * count;
        for (nuint sample = 0; sample < count; sample++)
        {
            for (nuint unit = 0; unit < Lanes; unit += lanes)
            {
                nuint at = (sample * stride) + unit;
                TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
                TVector z = Load<TVector, T>(ref rows, at);
                TVector g = LoadTargets<TVector, T>(ref gradients, unit, Outputs, left - unit);
                Store((g * head.Slope<TVector, T>(z, head.Activate<TVector, T>(z))) & keep, ref errors, at);
            }

            gradients = ref Unsafe.Add(ref gradients, Outputs);
            left -= Outputs;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ActivateRows<TVector>(ref T rows, nuint stride, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        for (nuint row = 0; row < count; row++)
        {
            for (nuint unit = 0; unit < Lanes; unit += lanes)
            {
                nuint at = (row * stride) + unit;
                Store(head.Activate<TVector, T>(Load<TVector, T>(ref rows, at)), ref rows, at);
            }
        }
    }

    private void Evaluate<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        if (Outputs == 1 && lanes > 1 && count >= lanes && !keepsActivations)
        {
            nuint whole = count - (count % lanes);
            EvaluateSingle<TVector>(ref rows, stride, ref targets, ref errors, whole, ref costs);
            if (whole == count)
            {
                return;
            }

            count -= whole;
            rows = ref Unsafe.Add(ref rows, whole * stride);
            targets = ref Unsafe.Add(ref targets, whole);
            errors = ref Unsafe.IsNullRef(ref errors) ? ref errors : ref Unsafe.Add(ref errors, whole * stride);
            costs = ref Unsafe.Add(ref costs, whole);
        }

        // Each of the vectors has an output to begin with.
        if (Outputs <= VirtualLanes && VirtualLanes <= 2 * lanes && Outputs + lanes > VirtualLanes)
        {
            EvaluateFew<TVector>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
        else
        {
            EvaluateAny<TVector>(ref rows, stride, ref targets, ref errors, count, ref costs, keepsActivations);
        }
    }

    // Long loops from the first call on, and vector code that is slow without optimization.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void EvaluateAny<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint vectors = VirtualLanes / lanes;
        bool wantsErrors = !Unsafe.IsNullRef(ref errors);
        nuint targetsLeft = Outputs * count;
        for (nuint sample = 0; sample < count; sample++)
        {
            Sums<TVector> sums = default;
            for (nuint unit = 0; unit < Lanes; unit += lanes)
            {
                TVector keep = LaneMask.First<TVector, T>(unit < Outputs ? Outputs - unit : 0);
                TVector z = Load<TVector, T>(ref rows, unit);
                TVector y = LoadTargets<TVector, T>(ref targets, unit, Outputs, targetsLeft - unit);
                TVector a = head.Activate<TVector, T>(z);
                if (keepsActivations)
                {
                    Store(a, ref rows, unit);
                }

                if (wantsErrors)
                {
                    Store(head.Error<TVector, T>(z, a, y) & keep, ref errors, unit);
                }

                ref TVector sum = ref sums[(int)(unit / lanes % vectors)];
                sum += head.Cost<TVector, T>(z, a, y) & keep;
            }

            Unsafe.Add(ref costs, sample) = SumLanes<TVector, T>(ref sums, vectors);
            rows = ref Unsafe.Add(ref rows, stride);
            targets = ref Unsafe.Add(ref targets, Outputs);
            errors = ref wantsErrors ? ref Unsafe.Add(ref errors, stride) : ref errors;
            targetsLeft -= Outputs;
        }
    }

    // Samples of one output, a vector of them at a time. They meet in the memory of the costs, one pass ahead of the vectors that read it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void EvaluateSingle<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs)
        where TVector : struct, ISimd<TVector, T>
    {
        THead own = head;
        nuint lanes = LaneMask.Length<TVector, T>();
        TVector keep = LaneMask.First<TVector, T>(1);
        for (nuint sample = 0; sample < count; sample++)
        {
            Unsafe.Add(ref costs, sample) = Unsafe.Add(ref rows, sample * stride);
        }

        for (nuint sample = 0; sample < count; sample += lanes)
        {
            TVector z = Load<TVector, T>(ref costs, sample);
            TVector y = Load<TVector, T>(ref targets, sample);
            TVector a = own.Activate<TVector, T>(z);
            if (!Unsafe.IsNullRef(ref errors))
            {
                Store(own.Error<TVector, T>(z, a, y), ref costs, sample);
                for (nuint i = sample; i < sample + lanes; i++)
                {
                    Store(TVector.Broadcast(Unsafe.Add(ref costs, i)) & keep, ref errors, i * stride);
                }
            }

            // Zero is added as where the padding's zeros are: it makes no −0.
            Store(own.Cost<TVector, T>(z, a, y) + TVector.Broadcast(T.Zero), ref costs, sample);
        }
    }

    // Samples of one or two vectors, all in registers: spilled vectors are slow, as the stack is not aligned for them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void EvaluateFew<TVector>(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations)
        where TVector : struct, ISimd<TVector, T>
    {
        THead own = head;
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint outputs = Outputs;
        nuint end = VirtualLanes;
        TVector keepFirst = LaneMask.First<TVector, T>(outputs);
        TVector keepSecond = LaneMask.First<TVector, T>(outputs > lanes ? outputs - lanes : 0);
        nuint targetsEnd = outputs * count;
        bool wantsErrors = !Unsafe.IsNullRef(ref errors);
        for (nuint sample = 0; sample < count; sample++)
        {
            TVector keep = keepFirst;
            TVector sum = default;
            nuint unit = 0;
            do
            {
                nuint at = (sample * stride) + unit;
                TVector z = Load<TVector, T>(ref rows, at);
                nuint target = (sample * outputs) + unit;
                TVector y = keep & (target + lanes <= targetsEnd
                    ? Load<TVector, T>(ref targets, target)
                    : LoadLast<TVector, T>(ref Unsafe.Add(ref targets, target), outputs - unit));
                TVector a = own.Activate<TVector, T>(z);
                if (keepsActivations)
                {
                    Store(a, ref rows, at);
                }

                if (wantsErrors)
                {
                    Store(own.Error<TVector, T>(z, a, y) & keep, ref errors, at);
                }

                sum += own.Cost<TVector, T>(z, a, y) & keep;
                keep = keepSecond;
                unit += lanes;
            }
            while (unit < end);

            Unsafe.Add(ref costs, sample) = TVector.Sum(sum);
        }
    }
}
