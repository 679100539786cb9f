using System.Numerics;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="Activation"/> to their functions.</summary>
internal static class ActivationRegistry
{
    /// <summary>The scalar operations of an activation.</summary>
    public static ScalarActivation<T> Find<T>(Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T> => activation switch
        {
            Activation.Identity => ScalarActivation<T, Identity>.Instance,
            Activation.Sigmoid => ScalarActivation<T, Sigmoid>.Instance,
            Activation.Tanh => ScalarActivation<T, Tanh>.Instance,
            Activation.ReLU => ScalarActivation<T, ReLU>.Instance,
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not a known activation."),
        };
}

/// <summary>The operations of an activation on scalars.</summary>
internal abstract class ScalarActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract T Apply(T z);

    public abstract T Derivative(T a);

    /// <summary>The output error when this is the activation of the output layer.</summary>
    public abstract T OutputError(ScalarCost<T> cost, T a, T y);
}

/// <inheritdoc/>
internal sealed class ScalarActivation<T, TFunction> : ScalarActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IActivationFunction
{
    public static readonly ScalarActivation<T, TFunction> Instance = new();

    public override T Apply(T z) => TFunction.Apply<V1<T>, T>(new(z)).Value;

    public override T Derivative(T a) => TFunction.Derivative<V1<T>, T>(new(a)).Value;

    public override T OutputError(ScalarCost<T> cost, T a, T y) => cost.OutputError<TFunction>(a, y);
}
