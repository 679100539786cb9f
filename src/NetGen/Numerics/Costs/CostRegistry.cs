using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="CostFunction"/> that work on each unit by itself to their functions.</summary>
internal static class CostRegistry
{
    /// <summary>The scalar operations of a network's cost.</summary>
    /// <exception cref="ArgumentException">The cost does not work on the activation of each unit by itself.</exception>
    public static ScalarCost<T> Find<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T> => topology.Cost switch
        {
            CostFunction.Quadratic => new ScalarCost<T, Quadratic>(default),
            CostFunction.MeanSquaredError => new ScalarCost<T, MeanSquaredError>(new(topology.OutputSize)),
            CostFunction.MeanAbsoluteError => new ScalarCost<T, MeanAbsoluteError>(new(topology.OutputSize)),
            CostFunction.Huber => new ScalarCost<T, Huber>(new(topology.OutputSize, topology.Delta)),
            CostFunction.Hinge => new ScalarCost<T, Hinge>(new(topology.OutputSize)),
            _ => throw new ArgumentException(
                $"{topology.Cost} does not work on the activation of each unit by itself.", nameof(topology)),
        };
}

/// <summary>The operations of a cost on scalars.</summary>
internal abstract class ScalarCost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract T Value(T a, T y);

    public abstract T Derivative(T a, T y);
}

/// <inheritdoc/>
internal sealed class ScalarCost<T, TCost>(TCost cost) : ScalarCost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCost : struct, ICostFunction
{
    public override T Value(T a, T y) => cost.Value<V1<T>, T>(new(a), new(y)).Value;

    public override T Derivative(T a, T y) => cost.Derivative<V1<T>, T>(new(a), new(y)).Value;
}
