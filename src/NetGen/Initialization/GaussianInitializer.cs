using System.Numerics;

namespace NetGen;

/// <summary>Normal deviates for all parameters, the weights divided by the square root of the fan-in or not.</summary>
internal sealed class GaussianInitializer(bool divideByFanIn) : Initializer
{
    /// <inheritdoc/>
    public override void Initialize<T>(ParameterBuffer<T> parameters, long seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var random = new SeededRandom(seed);
        foreach (LayerTopology layer in parameters.Topology.Layers)
        {
            var biases = new T[layer.OutputSize];
            Fill(biases, random, 1.0);
            parameters.SetBiases(layer.Index, biases);

            var weights = new T[layer.OutputSize * layer.InputSize];
            Fill(weights, random, divideByFanIn ? Math.Sqrt(layer.InputSize) : 1.0);
            parameters.SetWeights(layer.Index, weights);
        }
    }

    private static void Fill<T>(Span<T> values, SeededRandom random, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value = T.CreateTruncating(random.NextNormal() / divisor);
        }
    }
}
