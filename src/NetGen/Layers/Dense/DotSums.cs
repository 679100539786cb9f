using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// Dot products of a sample's inputs with one unit's weights, of a layer in dot form: sums in lanes of 64 bytes, each in segments that run
/// side by side, then the halving tree.
/// </summary>
internal static class DotSums
{
    /// <summary>Computes a dot product.</summary>
    /// <typeparam name="TSegments">The segments of a sum.</typeparam>
    /// <typeparam name="TVector">The vectors.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="w">The unit's first weight.</param>
    /// <param name="x">The first input.</param>
    /// <param name="last">The last 64 bytes of inputs, with zeros after the last one.</param>
    /// <param name="steps">The steps of a lane: inputs over the elements of 64 bytes, rounded up.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Sum<TSegments, TVector, T>(ref T w, ref T x, ref T last, nuint steps)
        where TSegments : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint vector = LaneMask.Length<TVector, T>();
        nuint parts = LanesOf<T>() / vector;
        TVector p0 = LaneSums<TSegments, TVector, T>(ref w, ref x, ref last, steps);
        if (parts == 1)
        {
            return TVector.Sum(p0);
        }

        TVector p1 = LaneSums<TSegments, TVector, T>(
            ref Unsafe.Add(ref w, vector), ref Unsafe.Add(ref x, vector), ref Unsafe.Add(ref last, vector), steps);
        if (parts == 2)
        {
            return TVector.Sum(p0 + p1);
        }

        TVector p2 = LaneSums<TSegments, TVector, T>(
            ref Unsafe.Add(ref w, 2 * vector), ref Unsafe.Add(ref x, 2 * vector), ref Unsafe.Add(ref last, 2 * vector), steps);
        TVector p3 = LaneSums<TSegments, TVector, T>(
            ref Unsafe.Add(ref w, 3 * vector), ref Unsafe.Add(ref x, 3 * vector), ref Unsafe.Add(ref last, 3 * vector), steps);
        return TVector.Sum((p0 + p2) + (p1 + p3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint LanesOf<T>()
        where T : unmanaged => (nuint)(LayoutRules.LineBytes / Unsafe.SizeOf<T>());

    // The sums of the lanes of one vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector LaneSums<TSegments, TVector, T>(ref T w, ref T x, ref T last, nuint steps)
        where TSegments : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LanesOf<T>();
        nuint end0 = steps / (nuint)TSegments.Value;
        nuint end1 = TSegments.Value > 2 ? steps / 2 : steps;
        nuint end2 = TSegments.Value > 2 ? 3 * steps / 4 : steps;

        // Steps of all segments together that do not include the last step of all, which reads other memory; at least one is left.
        nuint common = end0 == steps - (TSegments.Value > 2 ? end2 : TSegments.Value > 1 ? end0 : 0) ? end0 - 1 : end0;
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        nuint start1 = end0 * lanes, start2 = end1 * lanes, start3 = end2 * lanes;
        for (nuint k = 0; k < common * lanes; k += lanes)
        {
            s0 = Step<TVector, T>(s0, ref w, ref x, k);
            if (TSegments.Value > 1)
            {
                s1 = Step<TVector, T>(s1, ref w, ref x, start1 + k);
            }

            if (TSegments.Value > 2)
            {
                s2 = Step<TVector, T>(s2, ref w, ref x, start2 + k);
                s3 = Step<TVector, T>(s3, ref w, ref x, start3 + k);
            }
        }

        s0 = Rest<TVector, T>(s0, ref w, ref x, ref last, common, end0, steps);
        s1 = TSegments.Value > 1 ? Rest<TVector, T>(s1, ref w, ref x, ref last, end0 + common, end1, steps) : s1;
        if (TSegments.Value > 2)
        {
            s2 = Rest<TVector, T>(s2, ref w, ref x, ref last, end1 + common, end2, steps);
            s3 = Rest<TVector, T>(s3, ref w, ref x, ref last, end2 + common, steps, steps);
        }

        return TSegments.Value switch
        {
            1 => s0,
            2 => s0 + s1,
            _ => s0 + s1 + s2 + s3,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step<TVector, T>(TVector sum, ref T w, ref T x, nuint at)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(At<TVector, T>(ref x, at), At<TVector, T>(ref w, at), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Rest<TVector, T>(TVector sum, ref T w, ref T x, ref T last, nuint step, nuint end, nuint steps)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; step < end; step++)
        {
            nuint at = step * LanesOf<T>();
            TVector inputs = step + 1 == steps ? At<TVector, T>(ref last, 0) : At<TVector, T>(ref x, at);
            sum = TVector.FusedMultiplyAdd(inputs, At<TVector, T>(ref w, at), sum);
        }

        return sum;
    }
}
