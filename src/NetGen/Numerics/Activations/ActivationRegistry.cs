using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="Activation"/> to their functions.</summary>
internal static class ActivationRegistry
{
    /// <summary>The scalar operations of a layer's activation.</summary>
    /// <exception cref="ArgumentException">The activation does not work on each unit by itself.</exception>
    public static ScalarActivation<T> Find<T>(LayerTopology layer)
        where T : unmanaged, IFloatingPointIeee754<T> => layer.Activation switch
        {
            Activation.Identity => new ScalarActivation<T, Identity>(default),
            Activation.Sigmoid => new ScalarActivation<T, Sigmoid>(default),
            Activation.Tanh => new ScalarActivation<T, Tanh>(default),
            Activation.ReLU => new ScalarActivation<T, ReLU>(default),
            Activation.LeakyReLU => new ScalarActivation<T, LeakyReLU>(new LeakyReLU(layer.Alpha)),
            Activation.GELU => new ScalarActivation<T, GELU>(default),
            _ => throw new ArgumentException($"{layer.Activation} does not work on each unit by itself.", nameof(layer)),
        };
}

/// <summary>The operations of an activation on scalars.</summary>
internal abstract class ScalarActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract T Apply(T z);

    /// <summary>The derivative da/dz, given the weighted input z and the activation a, of which it needs one.</summary>
    public abstract T Derivative(T z, T a);
}

/// <inheritdoc/>
internal sealed class ScalarActivation<T, TFunction>(TFunction function) : ScalarActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IActivationFunction
{
    public override T Apply(T z) => function.Apply<V1<T>, T>(new(z)).Value;

    public override T Derivative(T z, T a) =>
        function.Derivative<V1<T>, T>(new(TFunction.DifferentiatesWeightedInput ? z : a)).Value;
}
