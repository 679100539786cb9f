namespace NetGen;

/// <summary>The learning rates of gradient descent for networks that are given none: one table for library and docs.</summary>
/// <remarks>
/// Each value lies inside the range that works, on a logarithmic scale, measured on digits and on smooth functions with standardized
/// features. Networks whose hidden units are all sigmoids take larger steps: the slope of a sigmoid is at most 1/4, so that less of an
/// error arrives in the layers before. Not so with outputs of ReLU, GELU and similar functions, which a step that is too large switches
/// off for good. Units of ELU and SELU are steep on both sides of 0, and take smaller steps.
/// </remarks>
internal static class LearningRateDefaults
{
    /// <summary>The default for a network, by its cost, its output activation and its hidden activations.</summary>
    public static double For(NetworkTopology topology)
    {
        LayerTopology[] layers = [.. topology.TrainedLayers];
        bool hiddenSigmoids = layers.Length > 1 && layers.SkipLast(1).All(layer => IsSigmoid(layer.Activation));
        bool onlySigmoids = layers.All(layer => IsSigmoid(layer.Activation));
        double step = layers.SkipLast(1).Any(layer => layer.Activation is Activation.ELU or Activation.SELU) ? 1.0 : 2.0;
        double ofQuadratic = layers[^1].Activation switch
        {
            Activation.Sigmoid or Activation.HardSigmoid => onlySigmoids ? 3.0 : 0.5,
            Activation.Tanh or Activation.Softsign => (hiddenSigmoids ? 8.0 : 4.0) / Sensitivity(topology),
            Activation.ReLU or Activation.GELU or Activation.GELUTanh or Activation.SiLU or Activation.HardSwish or Activation.Mish =>
                step / Sensitivity(topology),
            _ => (hiddenSigmoids ? 6.0 : step) / Sensitivity(topology),
        };

        // Of costs that are means over n outputs, an output has the n-th part of the gradient, and of squares that are not halved, twice.
        int n = topology.OutputSize;
        return topology.Cost switch
        {
            CostFunction.BinaryCrossEntropy or CostFunction.CategoricalCrossEntropy or CostFunction.NegativeLogLikelihood =>
                hiddenSigmoids ? 0.5 : 0.03,
            CostFunction.MeanSquaredError => n * ofQuadratic / 2,
            CostFunction.Huber => n * ofQuadratic,
            CostFunction.MeanAbsoluteError => n * ofQuadratic / 4,
            CostFunction.Hinge => n * ofQuadratic / 2,
            _ => ofQuadratic,
        };
    }

    // Of slopes of at most 1/4 and 1/6, between 0 and 1.
    private static bool IsSigmoid(Activation activation) => activation is Activation.Sigmoid or Activation.HardSigmoid;

    // Wider layers move their units further with the same step, and the quadratic cost is a sum over the outputs. Cross-entropies and
    // sigmoid outputs bound the gradient of the cost in z; their rates need not follow the sizes.
    private static double Sensitivity(NetworkTopology topology)
    {
        int fanIn = Math.Max(16, topology.TrainedLayers.Max(layer => layer.InputSize));
        return fanIn * Math.Sqrt(topology.OutputSize);
    }
}
