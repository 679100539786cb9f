using System.Numerics;

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
        foreach (LayerTopology layer in parameters.Topology.TrainedLayers)
        {
            LayerDraw draw = DrawOf(layer);
            ParameterBlock weights = layer.ParameterBlocks.Single(block => block.Part == DenseTopology.Weight);
            ParameterBlock biases = layer.ParameterBlocks.Single(block => block.Part == DenseTopology.Bias);
            if (draw.HasBiases)
            {
                Fill(parameters.RowOf(biases, 0, out _), 1, random, 1.0);
            }
            else
            {
                parameters.RowOf(biases, 0, out _).Clear();
            }

            for (int unit = 0; unit < weights.RowCount; unit++)
            {
                Span<T> row = parameters.RowOf(weights, unit, out int stride);
                Fill(row, stride, random, draw.WeightDivisor);
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
