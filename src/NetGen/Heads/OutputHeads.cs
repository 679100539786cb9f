using System.ComponentModel;
using System.Numerics;
using NetGen.Heads;

namespace NetGen.CompilerServices;

/// <summary>Makes the heads of generated networks: only those that a program names are compiled into it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputHeads
{
    /// <summary>An activation and a cost that take each unit by itself.</summary>
    /// <typeparam name="TActivation">The activation.</typeparam>
    /// <typeparam name="TCost">The cost.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    /// <param name="activation">The activation with its parameter.</param>
    public static OutputHead<T> Elementwise<TActivation, TCost, T>(int outputs, TActivation activation)
        where TActivation : struct, IActivationFunction
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Elementwise<TActivation, TCost, T>(outputs, activation, default);

    /// <summary>An activation and a cost with parameters that take each unit by itself.</summary>
    /// <typeparam name="TActivation">The activation.</typeparam>
    /// <typeparam name="TCost">The cost.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    /// <param name="activation">The activation with its parameter.</param>
    /// <param name="cost">The cost with its parameters.</param>
    public static OutputHead<T> Elementwise<TActivation, TCost, T>(int outputs, TActivation activation, TCost cost)
        where TActivation : struct, IActivationFunction
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ElementwiseHead<ActivationAndCost<TActivation, TCost>, T>(outputs, new(activation, cost));

    /// <summary>Sigmoid with the binary cross-entropy.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    public static OutputHead<T> SigmoidBinaryCrossEntropy<T>(int outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ElementwiseHead<SigmoidBinaryCrossEntropy, T>(outputs, default);

    /// <summary>Sigmoid with the binary cross-entropy and label smoothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    /// <param name="smoothing">The label smoothing: at least 0 and less than 1.</param>
    public static OutputHead<T> SigmoidBinaryCrossEntropy<T>(int outputs, double smoothing)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ElementwiseHead<SmoothedBinaryCrossEntropy, T>(outputs, new(smoothing));

    /// <summary>Softmax with the categorical cross-entropy.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    public static OutputHead<T> SoftmaxCategoricalCrossEntropy<T>(int outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new SoftmaxHead<T>(outputs, isLog: false, smoothing: 0);

    /// <summary>Softmax with the categorical cross-entropy and label smoothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    /// <param name="smoothing">The label smoothing: at least 0 and less than 1.</param>
    public static OutputHead<T> SoftmaxCategoricalCrossEntropy<T>(int outputs, double smoothing)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new SoftmaxHead<T>(outputs, isLog: false, smoothing);

    /// <summary>The logarithm of softmax with the negative log-likelihood.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    public static OutputHead<T> LogSoftmaxNegativeLogLikelihood<T>(int outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new SoftmaxHead<T>(outputs, isLog: true, smoothing: 0);
}
