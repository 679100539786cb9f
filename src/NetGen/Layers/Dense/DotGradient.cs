using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>The gradient of the weights of one unit of a layer in dot form.</summary>
internal static class DotGradient
{
    /// <summary>Sums the gradient of some inputs, in tiles of vectors.</summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="TVectors">Vectors of a tile: 1 or 4.</typeparam>
    /// <typeparam name="TVector">The vectors.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The unit's first weight, or its derivative in a buffer.</param>
    /// <param name="x">The first input of the first sample.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="error">The unit's error of the first sample.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="begin">The first input.</param>
    /// <param name="end">The first input after them: tiles that would reach beyond are left out.</param>
    /// <param name="update">What to do with the gradient.</param>
    /// <returns>The first input that is left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static nuint Add<TRule, TVectors, TVector, T>(
        ref T weights,
        ref T x,
        nuint inputStride,
        ref T error,
        nuint errorStride,
        nuint rows,
        nuint begin,
        nuint end,
        in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where TVectors : struct, ICount
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        nuint tile = (nuint)TVectors.Value * lanes;
        nuint input = begin;
        for (; input + tile <= end; input += tile)
        {
            ref T w = ref Unsafe.Add(ref weights, input);
            TVector g0 = default, g1 = default, g2 = default, g3 = default;
            if (!TRule.Updates)
            {
                g0 = At<TVector, T>(ref w, 0);
                if (TVectors.Value > 1)
                {
                    g1 = At<TVector, T>(ref w, lanes);
                    g2 = At<TVector, T>(ref w, 2 * lanes);
                    g3 = At<TVector, T>(ref w, 3 * lanes);
                }
            }

            ref T inputs = ref Unsafe.Add(ref x, input);
            for (nuint row = 0; row < rows; row++)
            {
                TVector e = TVector.Broadcast(Unsafe.Add(ref error, row * errorStride));
                g0 = TVector.FusedMultiplyAdd(e, At<TVector, T>(ref inputs, 0), g0);
                if (TVectors.Value > 1)
                {
                    g1 = TVector.FusedMultiplyAdd(e, At<TVector, T>(ref inputs, lanes), g1);
                    g2 = TVector.FusedMultiplyAdd(e, At<TVector, T>(ref inputs, 2 * lanes), g2);
                    g3 = TVector.FusedMultiplyAdd(e, At<TVector, T>(ref inputs, 3 * lanes), g3);
                }

                inputs = ref Unsafe.Add(ref inputs, inputStride);
            }

            update.Finish(g0, ref At<TVector, T>(ref w, 0));
            if (TVectors.Value > 1)
            {
                update.Finish(g1, ref At<TVector, T>(ref w, lanes));
                update.Finish(g2, ref At<TVector, T>(ref w, 2 * lanes));
                update.Finish(g3, ref At<TVector, T>(ref w, 3 * lanes));
            }
        }

        return input;
    }
}
