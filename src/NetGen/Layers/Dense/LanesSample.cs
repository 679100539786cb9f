using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The weighted inputs of one sample, of a layer in output-lane form: of one column, one or two vectors of units wide. The segments of each
/// sum run side by side.
/// </summary>
internal static class LanesSample
{
    /// <summary>Computes the weighted inputs of a column.</summary>
    /// <typeparam name="TSegments">The segments of a sum.</typeparam>
    /// <typeparam name="TColumn">The width of the column.</typeparam>
    /// <typeparam name="TVector">The vectors.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="column">The column.</param>
    /// <param name="x">The first input.</param>
    /// <param name="z">Where the weighted inputs of the column go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum<TSegments, TColumn, TVector, T>(in LanesColumn<T> column, ref T x, ref T z)
        where TSegments : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint panel = column.Panel;
        nuint inputs = column.Inputs;
        nuint end0 = inputs / (nuint)TSegments.Value;
        nuint end1 = TSegments.Value > 2 ? inputs / 2 : inputs;
        nuint end2 = 3 * inputs / 4;

        // From the inputs and weights of the first segment to those of the others.
        nuint x1 = end0, x2 = end1, x3 = end2;
        nuint w1 = x1 * panel, w2 = x2 * panel, w3 = x3 * panel;
        ref T w = ref column.Weights;
        ref T v = ref TColumn.IsFull ? ref Unsafe.Add(ref w, column.SecondVector) : ref w;
        TVector s0 = At<TVector, T>(ref column.Biases, 0), s1 = default, s2 = default, s3 = default;
        TVector t0 = TColumn.IsFull ? At<TVector, T>(ref column.Biases, LaneMask.Length<TVector, T>()) : default;
        TVector t1 = default, t2 = default, t3 = default;

        // The steps that all segments have; some have one more.
        nuint common = end0;
        for (nuint k = 0; k < common; k++)
        {
            Add<TColumn, TVector, T>(ref s0, ref t0, ref w, ref v, 0, x);
            if (TSegments.Value > 1)
            {
                Add<TColumn, TVector, T>(ref s1, ref t1, ref w, ref v, w1, Unsafe.Add(ref x, x1));
            }

            if (TSegments.Value > 2)
            {
                Add<TColumn, TVector, T>(ref s2, ref t2, ref w, ref v, w2, Unsafe.Add(ref x, x2));
                Add<TColumn, TVector, T>(ref s3, ref t3, ref w, ref v, w3, Unsafe.Add(ref x, x3));
            }

            x = ref Unsafe.Add(ref x, 1);
            w = ref Unsafe.Add(ref w, panel);
            v = ref TColumn.IsFull ? ref Unsafe.Add(ref v, panel) : ref v;
        }

        if (TSegments.Value > 1 && end1 - end0 > common)
        {
            Add<TColumn, TVector, T>(ref s1, ref t1, ref w, ref v, w1, Unsafe.Add(ref x, x1));
        }

        if (TSegments.Value > 2 && end2 - end1 > common)
        {
            Add<TColumn, TVector, T>(ref s2, ref t2, ref w, ref v, w2, Unsafe.Add(ref x, x2));
        }

        if (TSegments.Value > 2 && inputs - end2 > common)
        {
            Add<TColumn, TVector, T>(ref s3, ref t3, ref w, ref v, w3, Unsafe.Add(ref x, x3));
        }

        At<TVector, T>(ref z, 0) = Total<TSegments, TVector, T>(s0, s1, s2, s3);
        if (TColumn.IsFull)
        {
            At<TVector, T>(ref z, LaneMask.Length<TVector, T>()) = Total<TSegments, TVector, T>(t0, t1, t2, t3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TColumn, TVector, T>(ref TVector sum0, ref TVector sum1, ref T w, ref T v, nuint offset, T x)
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector input = TVector.Broadcast(x);
        sum0 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref w, offset), sum0);
        if (TColumn.IsFull)
        {
            sum1 = TVector.FusedMultiplyAdd(input, At<TVector, T>(ref v, offset), sum1);
        }
    }

    // z is never −0: with the last segment it takes + 0, which the other additions need not wait for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Total<TSegments, TVector, T>(TVector s0, TVector s1, TVector s2, TVector s3)
        where TSegments : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector zero = TVector.Create(0);
        return TSegments.Value switch
        {
            1 => s0 + zero,
            2 => s0 + (s1 + zero),
            _ => s0 + s1 + s2 + (s3 + zero),
        };
    }
}
