using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The gradient of a tile of weights of a layer in output-lane form: of 4, 6 or 8 inputs and a column, one or two vectors of units wide.
/// Sums stay in registers while the samples go by; then they are stored, or the weights are updated with them.
/// </summary>
internal static class LanesGradient
{
    /// <summary>Sums the gradient of a tile.</summary>
    /// <param name="tile">The samples, and where the gradient goes.</param>
    /// <param name="update">What to do with it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Add<TRule, TInputs, TColumn, TVector, T>(in GradientTile<T> tile, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TInputs : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint panel = tile.Panel;
        ref T w = ref tile.Weights;
        ref T v = ref TColumn.IsFull ? ref Unsafe.Add(ref w, tile.SecondVector) : ref w;
        ref T x = ref tile.X;
        ref T errors = ref tile.Errors;
        TVector g00 = Start<TRule, TVector, T>(ref w, 0), g10 = Start<TRule, TVector, T>(ref w, panel);
        TVector g20 = Start<TRule, TVector, T>(ref w, 2 * panel), g30 = Start<TRule, TVector, T>(ref w, 3 * panel);
        TVector g40 = default, g50 = default, g60 = default, g70 = default;
        TVector g01 = default, g11 = default, g21 = default, g31 = default, g41 = default, g51 = default;
        if (TInputs.Value > 4)
        {
            g40 = Start<TRule, TVector, T>(ref w, 4 * panel);
            g50 = Start<TRule, TVector, T>(ref w, 5 * panel);
        }

        if (TInputs.Value > 6)
        {
            g60 = Start<TRule, TVector, T>(ref w, 6 * panel);
            g70 = Start<TRule, TVector, T>(ref w, 7 * panel);
        }

        if (TColumn.IsFull)
        {
            g01 = Start<TRule, TVector, T>(ref v, 0);
            g11 = Start<TRule, TVector, T>(ref v, panel);
            g21 = Start<TRule, TVector, T>(ref v, 2 * panel);
            g31 = Start<TRule, TVector, T>(ref v, 3 * panel);
        }

        if (TColumn.IsFull && TInputs.Value > 4)
        {
            g41 = Start<TRule, TVector, T>(ref v, 4 * panel);
            g51 = Start<TRule, TVector, T>(ref v, 5 * panel);
        }

        for (nuint row = tile.Rows; row > 0; row--)
        {
            TVector d0 = At<TVector, T>(ref errors, 0);
            TVector d1 = TColumn.IsFull ? At<TVector, T>(ref errors, vector) : default;
            Add<TColumn, TVector, T>(ref g00, ref g01, d0, d1, x);
            Add<TColumn, TVector, T>(ref g10, ref g11, d0, d1, Unsafe.Add(ref x, 1));
            Add<TColumn, TVector, T>(ref g20, ref g21, d0, d1, Unsafe.Add(ref x, 2));
            Add<TColumn, TVector, T>(ref g30, ref g31, d0, d1, Unsafe.Add(ref x, 3));
            if (TInputs.Value > 4)
            {
                Add<TColumn, TVector, T>(ref g40, ref g41, d0, d1, Unsafe.Add(ref x, 4));
                Add<TColumn, TVector, T>(ref g50, ref g51, d0, d1, Unsafe.Add(ref x, 5));
            }

            if (TInputs.Value > 6)
            {
                Add<NarrowColumn, TVector, T>(ref g60, ref g60, d0, d1, Unsafe.Add(ref x, 6));
                Add<NarrowColumn, TVector, T>(ref g70, ref g70, d0, d1, Unsafe.Add(ref x, 7));
            }

            // The next tile reads on in the same row.
            Prefetching.Line((T*)Unsafe.AsPointer(ref x) + PrefetchDistance<T>());
            x = ref Unsafe.Add(ref x, tile.InputStride);
            errors = ref Unsafe.Add(ref errors, tile.ErrorStride);
        }

        var out0 = new Destination<TRule, TVector, T>(in update, ref w, ref tile.Sums, panel, LaneMask.First<TVector, T>(tile.Units));
        out0.Finish(g00, 0);
        out0.Finish(g10, 1);
        out0.Finish(g20, 2);
        out0.Finish(g30, 3);
        if (TInputs.Value > 4)
        {
            out0.Finish(g40, 4);
            out0.Finish(g50, 5);
        }

        if (TInputs.Value > 6)
        {
            out0.Finish(g60, 6);
            out0.Finish(g70, 7);
        }

        if (TColumn.IsFull)
        {
            var out1 = new Destination<TRule, TVector, T>(
                in update, ref v, ref Unsafe.Add(ref tile.Sums, (nuint)TInputs.Value * vector), panel,
                LaneMask.First<TVector, T>(tile.Units > vector ? tile.Units - vector : 0));
            out1.Finish(g01, 0);
            out1.Finish(g11, 1);
            out1.Finish(g21, 2);
            out1.Finish(g31, 3);
            if (TInputs.Value > 4)
            {
                out1.Finish(g41, 4);
                out1.Finish(g51, 5);
            }

            out1.Update((nuint)TInputs.Value);
        }

        out0.Update((nuint)TInputs.Value);
    }

    // A line ahead.
    private static int PrefetchDistance<T>()
        where T : unmanaged => Layout.LayoutRules.LineBytes / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start<TRule, TVector, T>(ref T weights, nuint offset)
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TRule.Updates ? default : At<TVector, T>(ref weights, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TColumn, TVector, T>(ref TVector sum0, ref TVector sum1, TVector d0, TVector d1, T x)
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector input = TVector.Broadcast(x);
        sum0 = TVector.FusedMultiplyAdd(input, d0, sum0);
        if (TColumn.IsFull)
        {
            sum1 = TVector.FusedMultiplyAdd(input, d1, sum1);
        }
    }

    // Where the sums of a vector of units go. A rule with state takes many registers: they wait in a buffer until all are there.
    private readonly ref struct Destination<TRule, TVector, T>
        where TRule : struct, IUpdateRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ref readonly BlockUpdate<TRule, T> _update;
        private readonly ref T _weights;
        private readonly ref T _sums;
        private readonly nuint _panel;
        private readonly TVector _keep;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Destination(in BlockUpdate<TRule, T> update, ref T weights, ref T sums, nuint panel, TVector keep)
        {
            _update = ref update;
            _weights = ref weights;
            _sums = ref sums;
            _panel = panel;
            _keep = keep;
        }

        // An infinite input times the zero error of a padding unit is NaN; the padding stays zero all the same.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish(TVector sum, nuint input)
        {
            if (TRule.StateCount > 0)
            {
                At<TVector, T>(ref _sums, input * LaneMask.Length<TVector, T>()) = sum & _keep;
            }
            else
            {
                _update.Finish(sum & _keep, ref At<TVector, T>(ref _weights, input * _panel));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update(nuint inputs)
        {
            if (TRule.StateCount > 0)
            {
                _update.UpdateRows<TVector>(ref _weights, ref _sums, inputs, _panel, LaneMask.Length<TVector, T>());
            }
        }
    }
}
