using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The gradient of weights of a layer in output-lane form, in tiles of 4, 6 or 8 inputs and a column, one or two vectors of units wide.
/// Sums stay in registers while the samples go by; then they wait in a buffer for what is done with them.
/// </summary>
internal static class LanesGradient
{
    /// <summary>Sums the gradient of a column, tile after tile.</summary>
    /// <typeparam name="TRule">Whose <see cref="IUpdateRule{T}.Updates"/> says whether sums start at zero or at the weights.</typeparam>
    /// <typeparam name="TInputs">Inputs of a tile.</typeparam>
    /// <typeparam name="TColumn">The width of the column.</typeparam>
    /// <typeparam name="TVector">The vectors.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="column">The samples, and where the gradient goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sum<TRule, TInputs, TColumn, TVector, T>(in GradientColumn<T> column)
        where TRule : struct, IUpdateRule<T>
        where TInputs : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint panel = column.Panel;
        nuint inputStride = column.InputStride;
        nuint errorStride = column.ErrorStride;
        ref T w = ref column.Weights;
        ref T sums = ref column.Sums;
        nuint stride = column.SumStride;
        for (nuint input = 0; input < column.Inputs; input += (nuint)TInputs.Value)
        {
            TVector g00 = default, g10 = default, g20 = default, g30 = default, g40 = default, g50 = default, g60 = default, g70 = default;
            TVector g01 = default, g11 = default, g21 = default, g31 = default, g41 = default, g51 = default, g61 = default, g71 = default;
            if (!TRule.Updates)
            {
                Load<One, TInputs, TColumn, TVector, T>(ref g00, ref g01, ref w, column.SecondVector);
                Load<Two, TInputs, TColumn, TVector, T>(ref g10, ref g11, ref Unsafe.Add(ref w, panel), column.SecondVector);
                Load<Three, TInputs, TColumn, TVector, T>(ref g20, ref g21, ref Unsafe.Add(ref w, 2 * panel), column.SecondVector);
                Load<Four, TInputs, TColumn, TVector, T>(ref g30, ref g31, ref Unsafe.Add(ref w, 3 * panel), column.SecondVector);
                Load<Five, TInputs, TColumn, TVector, T>(ref g40, ref g41, ref Unsafe.Add(ref w, 4 * panel), column.SecondVector);
                Load<Six, TInputs, TColumn, TVector, T>(ref g50, ref g51, ref Unsafe.Add(ref w, 5 * panel), column.SecondVector);
                Load<Seven, TInputs, TColumn, TVector, T>(ref g60, ref g61, ref Unsafe.Add(ref w, 6 * panel), column.SecondVector);
                Load<Eight, TInputs, TColumn, TVector, T>(ref g70, ref g71, ref Unsafe.Add(ref w, 7 * panel), column.SecondVector);
            }

            ref T x = ref Unsafe.Add(ref column.X, input);
            ref T errors = ref column.Errors;
            for (nuint row = column.Rows; row > 0; row--)
            {
                TVector d0 = At<TVector, T>(ref errors, 0);
                TVector d1 = typeof(TColumn) == typeof(FullColumn) ? At<TVector, T>(ref errors, vector) : default;
                Add<One, TInputs, TColumn, TVector, T>(ref g00, ref g01, d0, d1, ref x);
                Add<Two, TInputs, TColumn, TVector, T>(ref g10, ref g11, d0, d1, ref x);
                Add<Three, TInputs, TColumn, TVector, T>(ref g20, ref g21, d0, d1, ref x);
                Add<Four, TInputs, TColumn, TVector, T>(ref g30, ref g31, d0, d1, ref x);
                Add<Five, TInputs, TColumn, TVector, T>(ref g40, ref g41, d0, d1, ref x);
                Add<Six, TInputs, TColumn, TVector, T>(ref g50, ref g51, d0, d1, ref x);
                Add<Seven, TInputs, TColumn, TVector, T>(ref g60, ref g61, d0, d1, ref x);
                Add<Eight, TInputs, TColumn, TVector, T>(ref g70, ref g71, d0, d1, ref x);

                // The next tiles read on in the same row.
                Prefetching.Line((T*)Unsafe.AsPointer(ref x) + (LayoutRules.LineBytes / sizeof(T)));
                x = ref Unsafe.Add(ref x, inputStride);
                errors = ref Unsafe.Add(ref errors, errorStride);
            }

            // An infinite input times the zero error of a padding unit is NaN; the padding stays zero all the same. Masks that were made
            // before would wait in registers, which sums need.
            TVector keep0 = LaneMask.First<TVector, T>(column.Units);
            TVector keep1 = LaneMask.First<TVector, T>(column.Units > vector ? column.Units - vector : 0);
            Store<One, TInputs, TColumn, TVector, T>(g00 & keep0, g01 & keep1, ref sums, column.SecondSums);
            Store<Two, TInputs, TColumn, TVector, T>(g10 & keep0, g11 & keep1, ref Unsafe.Add(ref sums, stride), column.SecondSums);
            Store<Three, TInputs, TColumn, TVector, T>(g20 & keep0, g21 & keep1, ref Unsafe.Add(ref sums, 2 * stride), column.SecondSums);
            Store<Four, TInputs, TColumn, TVector, T>(g30 & keep0, g31 & keep1, ref Unsafe.Add(ref sums, 3 * stride), column.SecondSums);
            Store<Five, TInputs, TColumn, TVector, T>(g40 & keep0, g41 & keep1, ref Unsafe.Add(ref sums, 4 * stride), column.SecondSums);
            Store<Six, TInputs, TColumn, TVector, T>(g50 & keep0, g51 & keep1, ref Unsafe.Add(ref sums, 5 * stride), column.SecondSums);
            Store<Seven, TInputs, TColumn, TVector, T>(g60 & keep0, g61 & keep1, ref Unsafe.Add(ref sums, 6 * stride), column.SecondSums);
            Store<Eight, TInputs, TColumn, TVector, T>(g70 & keep0, g71 & keep1, ref Unsafe.Add(ref sums, 7 * stride), column.SecondSums);
            w = ref Unsafe.Add(ref w, (nuint)TInputs.Value * panel);
            sums = ref Unsafe.Add(ref sums, (nuint)TInputs.Value * stride);
        }
    }

    // The sums of an input, in tiles of at least as many inputs as it needs to be there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TNeeded, TInputs, TColumn, TVector, T>(ref TVector sum0, ref TVector sum1, ref T weights, nuint second)
        where TNeeded : struct, ICount
        where TInputs : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TInputs.Value < TNeeded.Value)
        {
            return;
        }

        sum0 = At<TVector, T>(ref weights, 0);
        if (typeof(TColumn) == typeof(FullColumn))
        {
            sum1 = At<TVector, T>(ref weights, second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TNeeded, TInputs, TColumn, TVector, T>(ref TVector sum0, ref TVector sum1, TVector d0, TVector d1, ref T x)
        where TNeeded : struct, ICount
        where TInputs : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TInputs.Value < TNeeded.Value)
        {
            return;
        }

        TVector input = TVector.Broadcast(Unsafe.Add(ref x, TNeeded.Value - 1));
        sum0 = TVector.FusedMultiplyAdd(input, d0, sum0);
        if (typeof(TColumn) == typeof(FullColumn))
        {
            sum1 = TVector.FusedMultiplyAdd(input, d1, sum1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TNeeded, TInputs, TColumn, TVector, T>(TVector sum0, TVector sum1, ref T sums, nuint second)
        where TNeeded : struct, ICount
        where TInputs : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TInputs.Value < TNeeded.Value)
        {
            return;
        }

        At<TVector, T>(ref sums, 0) = sum0;
        if (typeof(TColumn) == typeof(FullColumn))
        {
            At<TVector, T>(ref sums, second) = sum1;
        }
    }
}
