using System.Numerics;

namespace NetGen.Tests.Onnx;

/// <summary>
/// How far the outputs of two ways to compute a network may lie apart that both round to T: ε times Σ|w||x| + |b| in each layer, carried
/// through the layers after it by their weights and the slopes of their activations.
/// </summary>
internal static class OnnxErrorBound
{
    /// <summary>The bound for each output of a sample.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The sample.</param>
    /// <param name="factor">How many ε each step may be off.</param>
    public static double[] Of<T>(INetwork<T> network, ReadOnlySpan<T> input, double factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double epsilon = factor * (typeof(T) == typeof(float) ? Math.Pow(2, -23) : Math.Pow(2, -52));
        double[] x = [.. input.ToArray().Select(double.CreateChecked)];
        var errors = new double[x.Length];
        foreach (LayerTopology layer in network.Topology.Layers.Where(layer => layer is not DropoutTopology))
        {
            double[] first = Values(network, layer.ParameterBlocks[0]);
            double[] second = Values(network, layer.ParameterBlocks[1]);
            if (layer is StandardizeTopology)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    errors[i] = epsilon * (Math.Abs(x[i]) + Math.Abs(first[i])) * Math.Abs(second[i]);
                    x[i] = (x[i] - first[i]) * second[i];
                }

                continue;
            }

            (x, errors) = Sums(layer, first, second, x, errors, epsilon);
            (x, errors) = Activate(layer, x, errors, epsilon);
        }

        return errors;
    }

    private static (double[] Z, double[] Errors) Sums(
        LayerTopology layer, double[] weights, double[] biases, double[] x, double[] errors, double epsilon)
    {
        var z = new double[layer.OutputSize];
        var sums = new double[layer.OutputSize];
        for (int unit = 0; unit < z.Length; unit++)
        {
            z[unit] = biases[unit];
            double sizes = Math.Abs(biases[unit]);
            for (int i = 0; i < x.Length; i++)
            {
                double weight = weights[(unit * x.Length) + i];
                z[unit] += weight * x[i];
                sizes += Math.Abs(weight * x[i]);
                sums[unit] += Math.Abs(weight) * errors[i];
            }

            sums[unit] += epsilon * sizes;
        }

        return (z, sums);
    }

    private static (double[] Values, double[] Errors) Activate(LayerTopology layer, double[] z, double[] errors, double epsilon)
    {
        if (!ActivationTraits.IsElementwise(layer.Activation))
        {
            // z − max z, whose error no e^z makes larger where all are at most 1; of the logarithm, as it is.
            double most = z.Max();
            double log = most + Math.Log(z.Sum(value => Math.Exp(value - most)));
            bool isLog = layer.Activation == Activation.LogSoftmax;
            double error = 2 * errors.Max();
            return (z, [.. z.Select(value =>
            {
                double size = isLog ? 1 : Math.Exp(value - log);
                return size * (error + (epsilon * (1 + Math.Abs(value - log) + Math.Abs(most))));
            })]);
        }

        NetGen.Numerics.ScalarActivation<double> function = NetGen.Numerics.ActivationRegistry.Find<double>(layer);
        double slope = SlopeOf(layer);
        double[] a = [.. z.Select(function.Apply)];
        return (a, [.. errors.Select((error, unit) => (slope * error) + (epsilon * Math.Max(Math.Abs(a[unit]), SizeOf(layer, z[unit]))))]);
    }

    // The largest derivative.
    private static double SlopeOf(LayerTopology layer) => layer.Activation switch
    {
        Activation.Sigmoid => 0.25,
        Activation.LeakyReLU or Activation.ELU => Math.Max(1, Math.Abs(layer.Alpha)),
        Activation.SELU => 1.7581,
        Activation.GELU or Activation.GELUTanh or Activation.SiLU or Activation.Mish => 1.13,
        Activation.HardSigmoid => 1.0 / 6,
        Activation.HardSwish => 1.5,
        _ => 1,
    };

    // The largest number on the way: activations that are spelled with operators subtract numbers of the size of z or 1.
    private static double SizeOf(LayerTopology layer, double z) => layer.Activation switch
    {
        Activation.Identity or Activation.ReLU or Activation.LeakyReLU => 0,
        Activation.Sigmoid or Activation.Tanh or Activation.Softsign or Activation.HardSigmoid => 1,
        _ => Math.Max(1, Math.Abs(z)),
    };

    private static double[] Values<T>(INetwork<T> network, ParameterBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        network.Parameters.CopyTo(block.Name, values);
        return Array.ConvertAll(values, double.CreateChecked);
    }
}
