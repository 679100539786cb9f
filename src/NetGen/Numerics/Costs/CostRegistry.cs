using System.Numerics;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="CostFunction"/> to their functions.</summary>
internal static class CostRegistry
{
    /// <summary>The scalar operations of a cost.</summary>
    public static ScalarCost<T> Find<T>(CostFunction cost)
        where T : unmanaged, IFloatingPointIeee754<T> => cost switch
        {
            CostFunction.Quadratic => ScalarCost<T, Quadratic>.Instance,
            CostFunction.CrossEntropy => ScalarCost<T, CrossEntropy>.Instance,
            _ => throw new ArgumentOutOfRangeException(nameof(cost), cost, "Not a known cost."),
        };
}

/// <summary>The operations of a cost on scalars.</summary>
internal abstract class ScalarCost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract T Value(T a, T y);

    public abstract T OutputError<TActivation>(T a, T y)
        where TActivation : struct, IActivationFunction;
}

/// <inheritdoc/>
internal sealed class ScalarCost<T, TCost> : ScalarCost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCost : struct, ICostFunction
{
    public static readonly ScalarCost<T, TCost> Instance = new();

    public override T Value(T a, T y) => TCost.Value<V1<T>, T>(new(a), new(y)).Value;

    public override T OutputError<TActivation>(T a, T y) => TCost.OutputError<TActivation, V1<T>, T>(new(a), new(y)).Value;
}
