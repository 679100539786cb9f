using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Heads;

/// <summary>From the last activation and the cost of a topology to the head that generated code would name.</summary>
internal static class HeadRegistry
{
    /// <summary>Makes the head of a network.</summary>
    public static OutputHead<T> Create<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outputs = topology.OutputSize;
        LayerTopology last = topology.Layers[^1];
        return topology.Cost switch
        {
            CostFunction.BinaryCrossEntropy => topology.LabelSmoothing > 0
                ? OutputHeads.SigmoidBinaryCrossEntropy<T>(outputs, topology.LabelSmoothing)
                : OutputHeads.SigmoidBinaryCrossEntropy<T>(outputs),
            CostFunction.CategoricalCrossEntropy =>
                OutputHeads.SoftmaxCategoricalCrossEntropy<T>(outputs, topology.LabelSmoothing),
            CostFunction.NegativeLogLikelihood => OutputHeads.LogSoftmaxNegativeLogLikelihood<T>(outputs),
            CostFunction.Quadratic => With<Quadratic, T>(last, outputs, default),
            CostFunction.MeanSquaredError => With<MeanSquaredError, T>(last, outputs, new(outputs)),
            CostFunction.MeanAbsoluteError => With<MeanAbsoluteError, T>(last, outputs, new(outputs)),
            CostFunction.Huber => With<Huber, T>(last, outputs, new(outputs, topology.Delta)),
            CostFunction.Hinge => With<Hinge, T>(last, outputs, new(outputs)),
            _ => throw new ArgumentException($"There is no head for the cost {topology.Cost}.", nameof(topology)),
        };
    }

    private static OutputHead<T> With<TCost, T>(LayerTopology last, int outputs, TCost cost)
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ActivationRegistry.Use<OutputHead<T>, HeadUse<TCost, T>>(last.Activation, last.Alpha, new(outputs, cost));

    private readonly struct HeadUse<TCost, T>(int outputs, TCost cost) : IActivationUse<OutputHead<T>>
        where TCost : struct, ICostFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public OutputHead<T> With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => OutputHeads.Elementwise<TFunction, TCost, T>(outputs, function, cost);
    }
}
