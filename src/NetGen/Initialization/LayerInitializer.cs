using System.Numerics;
using NetGen.Layout;

namespace NetGen;

/// <summary>An initializer that draws normal deviates, layer by layer, with one deviation for all weights of a layer.</summary>
internal abstract class LayerInitializer : Initializer
{
    /// <summary>What is drawn for a layer.</summary>
    public abstract LayerDraw DrawOf(LayerTopology layer);

    /// <inheritdoc/>
    public sealed override void Initialize<T>(ParameterBuffer<T> parameters, long seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var random = new SeededRandom(seed);
        foreach ((LayerLayout layer, LayerTopology shape) in parameters.Layout.Layers.Zip(parameters.Topology.Layers))
        {
            LayerDraw draw = DrawOf(shape);
            if (draw.HasBiases)
            {
                Fill(parameters.BiasesOf(layer), 1, random, 1.0);
            }
            else
            {
                parameters.BiasesOf(layer).Clear();
            }

            for (int output = 0; output < layer.Outputs; output++)
            {
                Span<T> weights = parameters.WeightsOf(layer, output, out int stride);
                Fill(weights, stride, random, draw.WeightDivisor);
            }
        }
    }

    private static void Fill<T>(Span<T> values, int stride, SeededRandom random, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i += stride)
        {
            values[i] = T.CreateTruncating(random.NextNormal() / divisor);
        }
    }
}
