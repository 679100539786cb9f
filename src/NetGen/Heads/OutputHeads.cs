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
        new ElementwiseHead<ActivationAndCost<TActivation, TCost>, T>(outputs, new(activation));

    /// <summary>Sigmoid with the binary cross-entropy.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    public static OutputHead<T> SigmoidBinaryCrossEntropy<T>(int outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ElementwiseHead<SigmoidBinaryCrossEntropy, T>(outputs, default);

    /// <summary>Softmax with the categorical cross-entropy.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="outputs">The number of output units; at least 1.</param>
    public static OutputHead<T> SoftmaxCategoricalCrossEntropy<T>(int outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new SoftmaxHead<T>(outputs);
}
