using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Tool.Models;

/// <summary>
/// How far apart two correct computations of a network's outputs may lie: ε Σ|w||x| of each layer, carried to the output by the weights
/// and the steepest slopes of the activations.
/// </summary>
/// <remarks>
/// A few times that are allowed: for functions of other accuracy, and for parameters that were computed when the file was read.
/// </remarks>
internal sealed class RoundingBound<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Allowance = 4;

    private static readonly double s_epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    private readonly NetworkTopology _topology;
    private readonly Dictionary<string, double[]> _blocks = [];

    /// <summary>Takes a network's parameters.</summary>
    public RoundingBound(INetwork<T> network)
    {
        _topology = network.Topology;
        foreach (ParameterBlock block in _topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            _blocks[block.Name] = Array.ConvertAll(values, double.CreateTruncating);
        }
    }

    /// <summary>The bound for each output of a sample.</summary>
    public double[] Of(ReadOnlySpan<T> input)
    {
        double[] values = Array.ConvertAll(input.ToArray(), double.CreateTruncating);
        double[] errors = new double[values.Length];
        foreach (LayerTopology layer in _topology.Layers.Where(layer => !layer.IsOnlyInTraining))
        {
            (values, errors) = layer is DenseTopology dense ? Dense(dense, values, errors) : Scaling(layer, values);
        }

        return Array.ConvertAll(errors, error => Allowance * error);
    }

    private (double[] Values, double[] Errors) Scaling(LayerTopology layer, double[] values)
    {
        (double[] mean, double[] scale) = (_blocks[layer.ParameterBlocks[0].Name], _blocks[layer.ParameterBlocks[1].Name]);
        double[] scaled = [.. values.Select((value, i) => (value - mean[i]) * scale[i])];
        return (scaled, [.. values.Select((value, i) => s_epsilon * (Math.Abs(value) + Math.Abs(mean[i])) * Math.Abs(scale[i]))]);
    }

    private (double[] Values, double[] Errors) Dense(DenseTopology layer, double[] values, double[] errors)
    {
        (double[] weights, double[] biases) = (_blocks[layer.Weights.Name], _blocks[layer.Biases.Name]);
        (double[] results, double[] bounds) = (new double[layer.OutputSize], new double[layer.OutputSize]);
        for (int o = 0; o < results.Length; o++)
        {
            (double sum, double size, double carried) = (biases[o], Math.Abs(biases[o]), 0);
            for (int i = 0; i < values.Length; i++)
            {
                double weight = weights[(o * values.Length) + i];
                sum += weight * values[i];
                size += Math.Abs(weight * values[i]);
                carried += Math.Abs(weight) * errors[i];
            }

            (results[o], bounds[o]) = (sum, (s_epsilon * size) + carried);
        }

        // The slopes of softmax and its logarithm depend on all sums of the layer.
        bool isElementwise = ActivationTraits.IsElementwise(layer.Activation);
        double slope = SteepestSlope(layer.Activation, layer.Alpha);
        double largest = isElementwise ? 0 : bounds.Max();
        ScalarActivation<double>? function = isElementwise ? ActivationRegistry.Find<double>(layer) : null;
        for (int o = 0; o < results.Length; o++)
        {
            results[o] = function?.Apply(results[o]) ?? results[o];
            double size = isElementwise ? Math.Abs(results[o]) : 1;
            bounds[o] = (slope * Math.Max(bounds[o], largest)) + (2 * s_epsilon * size);
        }

        return (results, bounds);
    }

    private static double SteepestSlope(Activation activation, double alpha) => activation switch
    {
        Activation.GELU or Activation.GELUTanh or Activation.SiLU or Activation.Mish or Activation.HardSwish => 1.5,
        Activation.SELU => 1.76,
        Activation.LeakyReLU or Activation.ELU => Math.Max(1, Math.Abs(alpha)),
        Activation.LogSoftmax => 2,
        _ => 1,
    };
}
