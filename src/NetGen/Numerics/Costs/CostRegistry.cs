using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="CostFunction"/> that work on each unit by itself to their functions.</summary>
internal static class CostRegistry
{
    /// <summary>The scalar operations of a cost.</summary>
    /// <exception cref="ArgumentException">The cost does not work on the activation of each unit by itself.</exception>
    public static ScalarCost<T> Find<T>(CostFunction cost)
        where T : unmanaged, IFloatingPointIeee754<T> => cost switch
        {
            CostFunction.Quadratic => ScalarCost<T, Quadratic>.Instance,
            _ => throw new ArgumentException($"{cost} does not work on the activation of each unit by itself.", nameof(cost)),
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
internal sealed class ScalarCost<T, TCost> : ScalarCost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCost : struct, ICostFunction
{
    public static readonly ScalarCost<T, TCost> Instance = new();

    public override T Value(T a, T y) => TCost.Value<V1<T>, T>(new(a), new(y)).Value;

    public override T Derivative(T a, T y) => TCost.Derivative<V1<T>, T>(new(a), new(y)).Value;
}
