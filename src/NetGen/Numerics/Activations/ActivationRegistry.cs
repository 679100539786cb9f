using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>From the members of <see cref="Activation"/> to their functions: the one list of them.</summary>
internal static class ActivationRegistry
{
    /// <summary>The scalar operations of a layer's activation.</summary>
    /// <exception cref="ArgumentException">The activation does not work on each unit by itself.</exception>
    public static ScalarActivation<T> Find<T>(LayerTopology layer)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Use<ScalarActivation<T>, ScalarUse<T>>(layer.Activation, layer.Alpha, default);

    /// <summary>Hands an activation's function to code that is generic over it.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="alpha">Its parameter; without effect where it has none.</param>
    /// <param name="use">What is done with the function.</param>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <typeparam name="TUse">The type of <paramref name="use"/>.</typeparam>
    /// <exception cref="ArgumentException">The activation does not work on each unit by itself.</exception>
    public static TResult Use<TResult, TUse>(Activation activation, double alpha, TUse use)
        where TUse : struct, IActivationUse<TResult> => activation switch
        {
            Activation.Identity => use.With(default(Identity)),
            Activation.Sigmoid => use.With(default(Sigmoid)),
            Activation.Tanh => use.With(default(Tanh)),
            Activation.ReLU => use.With(default(ReLU)),
            Activation.LeakyReLU => use.With(new LeakyReLU(alpha)),
            Activation.GELU => use.With(default(GELU)),
            Activation.ELU => use.With(new ELU(alpha)),
            Activation.SELU => use.With(default(SELU)),
            Activation.GELUTanh => use.With(default(GELUTanh)),
            Activation.SiLU => use.With(default(SiLU)),
            Activation.Softplus => use.With(default(Softplus)),
            Activation.Softsign => use.With(default(Softsign)),
            Activation.HardSigmoid => use.With(default(HardSigmoid)),
            Activation.HardSwish => use.With(default(HardSwish)),
            Activation.Mish => use.With(default(Mish)),
            _ => throw new ArgumentException($"{activation} does not work on each unit by itself.", nameof(activation)),
        };

    private readonly struct ScalarUse<T> : IActivationUse<ScalarActivation<T>>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ScalarActivation<T> With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => new ScalarActivation<T, TFunction>(function);
    }
}

/// <summary>Something to do with an activation function whose type is known only at run time.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface IActivationUse<TResult>
{
    /// <summary>Does it with a function.</summary>
    TResult With<TFunction>(TFunction function)
        where TFunction : struct, IActivationFunction;
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
