using System.Numerics;

namespace NetGen;

/// <summary>From outputs and targets to classes.</summary>
internal static class Classification
{
    /// <summary>What stands for no class, where the outputs are not numbers.</summary>
    public const int None = -1;

    /// <summary>
    /// The index of the largest element, of equal ones the first; NaN is never the largest, and of NaN alone there is none.
    /// </summary>
    public static int ArgMax<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int best = None;
        for (int i = 0; i < values.Length; i++)
        {
            if (best == None ? !T.IsNaN(values[i]) : values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>
    /// The class of outputs: of one sigmoid output 1 from 0.5 on and else 0, of one output with the hinge cost 1 from 0 on and else 0, of
    /// others the index of the largest.
    /// </summary>
    public static int ClassOf<T>(ReadOnlySpan<T> outputs, NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        outputs.Length == 1 && topology.Cost == CostFunction.Hinge
            ? ClassBySign(outputs)
            : ClassOf(outputs, topology.Layers[^1].Activation);

    /// <summary>As the other one, for networks without the hinge cost.</summary>
    public static int ClassOf<T>(ReadOnlySpan<T> outputs, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        outputs.Length == 1 && activation == Activation.Sigmoid
            ? ClassFrom(T.CreateTruncating(0.5), outputs[0])
            : ArgMax(outputs);

    /// <summary>The class of the single output of a network with the hinge cost.</summary>
    public static int ClassBySign<T>(ReadOnlySpan<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T> => ClassFrom(T.Zero, outputs[0]);

    private static int ClassFrom<T>(T threshold, T output)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsNaN(output) ? None : output >= threshold ? 1 : 0;
}
