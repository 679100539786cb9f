using System.Numerics;

namespace NetGen.Tests.Onnx;

/// <summary>
/// ONNX Runtime, and the operators as ONNX defines them, compute of saved models what the networks compute, but for rounding.
/// </summary>
public sealed class OnnxRuntimeTests(ITestOutputHelper output)
{
    // So many ε of Σ|w||x| in each layer, carried to the output.
    private const double Factor = 1;

    [Fact]
    public void Models_of_float_give_the_outputs_of_the_networks() =>
        CheckAll<float>(OnnxNetworks.All(NumericType.Single), (model, inputs, shape) => OnnxRuntimeModel.Run(model, inputs, shape));

    /// <summary>ONNX Runtime has all operators in double but Erf, which GELU needs.</summary>
    [Fact]
    public void Models_of_double_give_the_outputs_of_the_networks() => CheckAll<double>(
        OnnxNetworks.All(NumericType.Double).Where(topology => topology.Layers.All(layer => layer.Activation != Activation.GELU)),
        (model, inputs, shape) => OnnxRuntimeModel.Run(model, inputs, shape));

    /// <summary>GELU among them.</summary>
    [Fact]
    public void Nodes_of_models_of_double_give_the_outputs_of_the_networks() =>
        CheckAll<double>(OnnxNetworks.All(NumericType.Double), OnnxEvaluator.Run);

    private void CheckAll<T>(IEnumerable<NetworkTopology> topologies, Func<byte[], T[], int[], T[]> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Count = 40;
        double worst = 0;
        int checkedNetworks = 0;
        foreach (NetworkTopology topology in topologies)
        {
            ReferenceNetwork<T> network = OnnxNetworks.Random<T>(topology, checkedNetworks + 1);
            T[] inputs = OnnxNetworks.Inputs<T>(Count * topology.InputSize, checkedNetworks);
            var expected = new T[Count * topology.OutputSize];
            network.FeedForwardBatch(inputs, expected);
            T[] found = run(OnnxNetworks.BytesOf(network), inputs, [Count, topology.InputSize]);
            Assert.Equal(expected.Length, found.Length);
            double share = Share(network, inputs, expected, found);
            Assert.True(share <= 1, FormattableString.Invariant($"{topology}: {share * Factor} ε of the bound"));
            worst = Math.Max(worst, share);
            checkedNetworks++;
        }

        output.WriteLine(FormattableString.Invariant($"{checkedNetworks} networks, at most {worst * Factor:0.00} ε of the bound"));
        Assert.True(checkedNetworks > 40);
    }

    // The largest difference as a share of what is allowed.
    private static double Share<T>(ReferenceNetwork<T> network, T[] inputs, T[] expected, T[] found)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        double worst = 0;
        for (int sample = 0; sample < inputs.Length / inputSize; sample++)
        {
            double[] bound = OnnxErrorBound.Of<T>(network, inputs.AsSpan(sample * inputSize, inputSize), Factor);
            for (int unit = 0; unit < outputSize; unit++)
            {
                int i = (sample * outputSize) + unit;
                double difference = double.CreateChecked(T.Abs(expected[i] - found[i]));
                worst = Math.Max(worst, difference == 0 ? 0 : difference / bound[unit]);
            }
        }

        return worst;
    }
}
