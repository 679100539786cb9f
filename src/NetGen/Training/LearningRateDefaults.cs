namespace NetGen;

/// <summary>The learning rates of plain gradient descent for networks that are given none.</summary>
internal static class LearningRateDefaults
{
    /// <summary>The default for a network, by its cost, its output activation and its hidden activations.</summary>
    public static double For(NetworkTopology topology) => (topology.Cost, topology.Layers[^1].Activation) switch
    {
        (CostFunction.BinaryCrossEntropy, _) => 0.5,
        (CostFunction.CategoricalCrossEntropy, _) => 0.1,

        // The book's. The slopes of sigmoid units are at most 1/4 in each layer; others let errors through whole.
        (_, Activation.Sigmoid) => topology.Layers.All(layer => layer.Activation == Activation.Sigmoid) ? 3.0 : 0.5,
        _ => 0.05,
    };
}
