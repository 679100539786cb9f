using System.Numerics;

namespace NetGen;

/// <summary>An initializer that makes all parameters of a layer in double, layer by layer, before they are rounded.</summary>
internal abstract class MatrixInitializer : Initializer
{
    /// <inheritdoc/>
    public sealed override void Initialize<T>(ParameterBuffer<T> parameters, long seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.CheckWritable();
        var random = new SeededRandom(seed);
        foreach (LayerTopology layer in parameters.Topology.Layers)
        {
            if (layer is DenseTopology dense)
            {
                Initialize(parameters, dense, random);
            }
        }
    }

    /// <summary>Makes the parameters of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="biases">Where its biases go: zeros.</param>
    /// <param name="weights">Where its weights go, <c>[out, in]</c> row-major: zeros.</param>
    /// <param name="random">The generator, which serves all layers.</param>
    protected abstract void Make(LayerTopology layer, Span<double> biases, Span<double> weights, SeededRandom random);

    private void Initialize<T>(ParameterBuffer<T> parameters, DenseTopology layer, SeededRandom random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var biases = new double[layer.OutputSize];
        var weights = new double[(long)layer.OutputSize * layer.InputSize];
        Make(layer, biases, weights, random);
        Round(biases, parameters.RowOf(layer.Biases, 0, out int stride), stride);
        for (int unit = 0; unit < layer.OutputSize; unit++)
        {
            ReadOnlySpan<double> row = weights.AsSpan(unit * layer.InputSize, layer.InputSize);
            Round(row, parameters.RowOf(layer.Weights, unit, out stride), stride);
        }
    }

    private static void Round<T>(ReadOnlySpan<double> from, Span<T> to, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i * stride] = T.CreateTruncating(from[i]);
        }
    }
}
