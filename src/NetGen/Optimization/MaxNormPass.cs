using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>
/// Limits the norm of each unit's incoming weights. The sum of squares is one chain over the inputs in their order; a unit whose norm is
/// above the limit has each weight multiplied by limit / norm.
/// </summary>
internal static class MaxNormPass
{
    // Chains that run side by side, as each waits for its own last addition.
    private const int Chains = 4;

    /// <summary>Limits all norms of a network.</summary>
    public static void Apply<T>(ParameterBuffer<T> parameters, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < parameters.Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = parameters.Topology.ParameterBlocks[i];
            if (!block.IsTrained || !block.Decays)
            {
                continue;
            }

            _ = parameters.RowOf(block, 0, out int stride);
            if (stride == 1)
            {
                ApplyToRows(parameters, block, limit);
            }
            else
            {
                ApplyToPanels(parameters, block, stride, limit);
            }
        }
    }

    /// <summary>As <see cref="Apply"/>, one unit after another: for the reference, and for weights that lie row by row.</summary>
    public static void ApplyOneByOne<T>(ParameterBuffer<T> parameters, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in parameters.Topology.ParameterBlocks.Where(block => block.IsTrained && block.Decays))
        {
            ApplyToRows(parameters, block, limit);
        }
    }

    private static void ApplyToRows<T>(ParameterBuffer<T> parameters, ParameterBlock block, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            Span<T> weights = parameters.RowOf(block, row, out int stride);
            T sum = T.Zero;
            for (int i = 0; i < weights.Length; i += stride)
            {
                sum = Fused.MultiplyAdd(weights[i], weights[i], sum);
            }

            T norm = T.Sqrt(sum);
            if (limit < norm)
            {
                T factor = limit / norm;
                for (int i = 0; i < weights.Length; i += stride)
                {
                    weights[i] *= factor;
                }
            }
        }
    }

    // The weights of as many units as a panel has lanes lie input by input. The padding of a panel has norms of 0.
    private static void ApplyToPanels<T>(ParameterBuffer<T> parameters, ParameterBlock block, int lanes, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint panels = (nuint)((block.RowCount + lanes - 1) / lanes);
        ref T weights = ref MemoryMarshal.GetReference(parameters.RowOf(block, 0, out _));
        nuint inputs = (nuint)block.RowLength;
        int bytes = lanes * Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
        {
            ApplyToPanels<V512<T>, T>(ref weights, panels, (nuint)lanes, inputs, limit);
        }
        else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
        {
            ApplyToPanels<V256<T>, T>(ref weights, panels, (nuint)lanes, inputs, limit);
        }
        else if (Vector128.IsHardwareAccelerated && bytes % 16 == 0)
        {
            ApplyToPanels<V128<T>, T>(ref weights, panels, (nuint)lanes, inputs, limit);
        }
        else
        {
            ApplyToPanels<V1<T>, T>(ref weights, panels, (nuint)lanes, inputs, limit);
        }
    }

    // A column is a vector of units with all their inputs.
    private static void ApplyToPanels<TVector, T>(ref T weights, nuint panels, nuint lanes, nuint inputs, T limit)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint length = LaneMask.Length<TVector, T>();
        nuint columnsOfPanel = lanes / length;
        nuint columns = panels * columnsOfPanel;
        Span<nuint> offsets = stackalloc nuint[Chains];
        for (nuint first = 0; first < columns; first += Chains)
        {
            for (nuint i = 0; i < Chains; i++)
            {
                nuint column = Math.Min(first + i, columns - 1);
                offsets[(int)i] = (column / columnsOfPanel * lanes * inputs) + (column % columnsOfPanel * length);
            }

            ApplyToColumns<TVector, T>(ref weights, offsets, lanes, inputs, limit);
        }
    }

    // The last ones may be the same column, which is scaled once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ApplyToColumns<TVector, T>(ref T weights, ReadOnlySpan<nuint> offsets, nuint lanes, nuint inputs, T limit)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T first = ref Unsafe.Add(ref weights, offsets[0]);
        ref T second = ref Unsafe.Add(ref weights, offsets[1]);
        ref T third = ref Unsafe.Add(ref weights, offsets[2]);
        ref T fourth = ref Unsafe.Add(ref weights, offsets[3]);
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        for (nuint input = 0; input < inputs; input++)
        {
            nuint index = input * lanes;
            TVector weight0 = VectorMemory.At<TVector, T>(ref first, index);
            TVector weight1 = VectorMemory.At<TVector, T>(ref second, index);
            TVector weight2 = VectorMemory.At<TVector, T>(ref third, index);
            TVector weight3 = VectorMemory.At<TVector, T>(ref fourth, index);
            sum0 = TVector.FusedMultiplyAdd(weight0, weight0, sum0);
            sum1 = TVector.FusedMultiplyAdd(weight1, weight1, sum1);
            sum2 = TVector.FusedMultiplyAdd(weight2, weight2, sum2);
            sum3 = TVector.FusedMultiplyAdd(weight3, weight3, sum3);
        }

        Scale(ref first, sum0, lanes, inputs, limit);
        if (offsets[1] != offsets[0])
        {
            Scale(ref second, sum1, lanes, inputs, limit);
        }

        if (offsets[2] != offsets[1])
        {
            Scale(ref third, sum2, lanes, inputs, limit);
        }

        if (offsets[3] != offsets[2])
        {
            Scale(ref fourth, sum3, lanes, inputs, limit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TVector, T>(ref T column, TVector sum, nuint lanes, nuint inputs, T limit)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector most = TVector.Broadcast(limit);
        TVector one = TVector.Create(1);
        TVector norm = TVector.SquareRoot(sum);
        if (TVector.MaxAcross(TVector.SelectLess(most, norm, one, TVector.Create(0))) == T.Zero)
        {
            return;
        }

        TVector factor = TVector.SelectLess(most, norm, most / norm, one);
        for (nuint input = 0; input < inputs; input++)
        {
            VectorMemory.At<TVector, T>(ref column, input * lanes) *= factor;
        }
    }
}
