using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The weighted inputs of a tile of samples, of a layer in output-lane form: of one column, one or two vectors of units wide, whose weights
/// the samples share. The segments of each sum run one after another.
/// </summary>
internal static class LanesTile
{
    /// <summary>Computes the weighted inputs of 4, 6 or 8 samples.</summary>
    /// <param name="column">The column.</param>
    /// <param name="x">The first input of the first sample.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="z">Where the first sample's weighted inputs of the column go.</param>
    /// <param name="stride">Elements from one sample's weighted inputs to the next's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum<TRows, TColumn, TVector, T>(
        in LanesColumn<T> column, ref T x, nuint inputStride, ref T z, nuint stride)
        where TRows : struct, ICount
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint panel = column.Panel;
        ref T w0 = ref column.Weights;
        ref T w1 = ref TColumn.IsFull ? ref Unsafe.Add(ref w0, column.SecondVector) : ref w0;
        ref T x1 = ref Unsafe.Add(ref x, inputStride);
        ref T x2 = ref Unsafe.Add(ref x1, inputStride);
        ref T x3 = ref Unsafe.Add(ref x2, inputStride);
        ref T x4 = ref TRows.Value > 4 ? ref Unsafe.Add(ref x3, inputStride) : ref x3;
        ref T x5 = ref TRows.Value > 4 ? ref Unsafe.Add(ref x4, inputStride) : ref x3;
        ref T x6 = ref TRows.Value > 6 ? ref Unsafe.Add(ref x5, inputStride) : ref x3;
        ref T x7 = ref TRows.Value > 6 ? ref Unsafe.Add(ref x6, inputStride) : ref x3;
        TVector b0 = At<TVector, T>(ref column.Biases, 0);
        TVector b1 = TColumn.IsFull ? At<TVector, T>(ref column.Biases, LaneMask.Length<TVector, T>()) : default;
        nuint k = 0;
        for (int segment = 0; segment < column.Segments; segment++)
        {
            TVector s00 = b0, s10 = b0, s20 = b0, s30 = b0, s40 = b0, s50 = b0, s60 = b0, s70 = b0;
            TVector s01 = b1, s11 = b1, s21 = b1, s31 = b1, s41 = b1, s51 = b1, s61 = b1, s71 = b1;
            for (nuint end = column.SegmentEnd(segment); k < end; k++)
            {
                TVector v0 = At<TVector, T>(ref w0, 0);
                TVector v1 = TColumn.IsFull ? At<TVector, T>(ref w1, 0) : default;
                Add<TColumn, TVector, T>(ref s00, ref s01, v0, v1, Unsafe.Add(ref x, k));
                Add<TColumn, TVector, T>(ref s10, ref s11, v0, v1, Unsafe.Add(ref x1, k));
                Add<TColumn, TVector, T>(ref s20, ref s21, v0, v1, Unsafe.Add(ref x2, k));
                Add<TColumn, TVector, T>(ref s30, ref s31, v0, v1, Unsafe.Add(ref x3, k));
                if (TRows.Value > 4)
                {
                    Add<TColumn, TVector, T>(ref s40, ref s41, v0, v1, Unsafe.Add(ref x4, k));
                    Add<TColumn, TVector, T>(ref s50, ref s51, v0, v1, Unsafe.Add(ref x5, k));
                }

                if (TRows.Value > 6)
                {
                    Add<TColumn, TVector, T>(ref s60, ref s61, v0, v1, Unsafe.Add(ref x6, k));
                    Add<TColumn, TVector, T>(ref s70, ref s71, v0, v1, Unsafe.Add(ref x7, k));
                }

                w0 = ref Unsafe.Add(ref w0, panel);
                w1 = ref TColumn.IsFull ? ref Unsafe.Add(ref w1, panel) : ref w1;
            }

            Store<TColumn, TVector, T>(s00, s01, ref z, segment == 0);
            Store<TColumn, TVector, T>(s10, s11, ref Unsafe.Add(ref z, stride), segment == 0);
            Store<TColumn, TVector, T>(s20, s21, ref Unsafe.Add(ref z, 2 * stride), segment == 0);
            Store<TColumn, TVector, T>(s30, s31, ref Unsafe.Add(ref z, 3 * stride), segment == 0);
            if (TRows.Value > 4)
            {
                Store<TColumn, TVector, T>(s40, s41, ref Unsafe.Add(ref z, 4 * stride), segment == 0);
                Store<TColumn, TVector, T>(s50, s51, ref Unsafe.Add(ref z, 5 * stride), segment == 0);
            }

            if (TRows.Value > 6)
            {
                Store<TColumn, TVector, T>(s60, s61, ref Unsafe.Add(ref z, 6 * stride), segment == 0);
                Store<TColumn, TVector, T>(s70, s71, ref Unsafe.Add(ref z, 7 * stride), segment == 0);
            }

            b0 = default;
            b1 = default;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TColumn, TVector, T>(ref TVector sum0, ref TVector sum1, TVector w0, TVector w1, T x)
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector input = TVector.Broadcast(x);
        sum0 = TVector.FusedMultiplyAdd(input, w0, sum0);
        if (TColumn.IsFull)
        {
            sum1 = TVector.FusedMultiplyAdd(input, w1, sum1);
        }
    }

    // Not −0 after the first segment, and so after no later one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TColumn, TVector, T>(TVector sum0, TVector sum1, ref T z, bool isFirst)
        where TColumn : struct, IColumn
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref TVector z0 = ref At<TVector, T>(ref z, 0);
        z0 = (isFirst ? default : z0) + sum0;
        if (TColumn.IsFull)
        {
            ref TVector z1 = ref At<TVector, T>(ref z, LaneMask.Length<TVector, T>());
            z1 = (isFirst ? default : z1) + sum1;
        }
    }
}
