using System.Numerics;

namespace NetGen;

/// <summary>An initializer that draws layer by layer, with one distribution for all weights of a layer.</summary>
internal abstract class LayerInitializer : Initializer
{
    /// <summary>What is drawn for a layer.</summary>
    public abstract LayerDraw DrawOf(LayerTopology layer);

    /// <summary>What is drawn for the output layer.</summary>
    public virtual LayerDraw DrawOfOutput(LayerTopology layer) => DrawOf(layer);

    /// <summary>The name, as in <c>HeNormal</c>.</summary>
    public sealed override string ToString() => NameOf(this);

    /// <inheritdoc/>
    public sealed override void Initialize<T>(ParameterBuffer<T> parameters, long seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.CheckWritable();
        var random = new SeededRandom(seed);
        int last = parameters.Topology.Layers.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            if (parameters.Topology.Layers[i] is DenseTopology layer)
            {
                Draw(parameters, layer, i == last ? DrawOfOutput(layer) : DrawOf(layer), random);
            }
        }
    }

    private static void Draw<T>(ParameterBuffer<T> parameters, DenseTopology layer, LayerDraw draw, SeededRandom random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> biases = parameters.RowOf(layer.Biases, 0, out _);
        if (draw.HasBiases)
        {
            FillNormal(biases, 1, random, 1.0);
        }
        else
        {
            biases.Fill(T.CreateTruncating(draw.Bias));
        }

        for (int unit = 0; unit < layer.OutputSize; unit++)
        {
            Span<T> weights = parameters.RowOf(layer.Weights, unit, out int stride);
            if (draw.IsUniform)
            {
                FillUniform(weights, stride, random, draw.WeightDivisor);
            }
            else
            {
                FillNormal(weights, stride, random, draw.WeightDivisor);
            }
        }
    }

    private static void FillNormal<T>(Span<T> values, int stride, SeededRandom random, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i += stride)
        {
            values[i] = T.CreateTruncating(random.NextNormal() / divisor);
        }
    }

    private static void FillUniform<T>(Span<T> values, int stride, SeededRandom random, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i += stride)
        {
            values[i] = T.CreateTruncating(((2.0 * random.NextDouble()) - 1.0) / divisor);
        }
    }
}
