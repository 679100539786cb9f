namespace NetGen.Reporting.Tests;

/// <summary>Small networks and training runs for reports.</summary>
internal static class TrainedNetwork
{
    /// <summary>Six samples of four pixels and three classes, whose names need to be encoded in HTML.</summary>
    public static DataSet<float> Samples() => DataSet.FromLabels(
        [
            1, 0, 0, 0,
            0, 1, 0, 0,
            0, 0, 1, 0,
            0.9f, 0.1f, 0, 0,
            0.2f, 0.8f, 0, 0,
            0.6f, 0, 0.4f, 0,
        ],
        featureCount: 4, labels: new[] { 0, 1, 2, 1, 1, 2 }, classCount: 3).WithClassNames(["<b>a</b>", "b & c", "\"d\""]);

    /// <summary>Gives the first three pixels as outputs.</summary>
    public static RuntimeNetwork<float> Copying()
    {
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([4, 3], [Activation.Identity]), seed: 1);
        network.SetWeights(0, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
        network.SetBiases(0, [0, 0, 0]);
        return network;
    }

    /// <summary>Gives the first three pixels as outputs, and NaN if the fourth is large.</summary>
    public static RuntimeNetwork<float> Overflowing()
    {
        var topology = new NetworkTopology([4, 5, 3], [Activation.Identity, Activation.Identity]);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, seed: 1);
        network.SetWeights(0, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 10, 0, 0, 0, -10]);
        network.SetWeights(1, [1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1]);
        network.SetBiases(0, [0, 0, 0, 0, 0]);
        network.SetBiases(1, [0, 0, 0]);
        return network;
    }

    /// <summary>A network that is trained for some epochs, with validation.</summary>
    public static (RuntimeNetwork<float> Network, TrainingHistory History) Trained(int epochs)
    {
        NetworkTopology topology = NetworkTopology.FromLayers(
            [4], [new DenseAttribute(5, Activation.ReLU), new DenseAttribute(3, Activation.Softmax)], null, NumericType.Single);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, seed: 1);
        var options = new TrainingOptions { Epochs = epochs, MiniBatchSize = 2 };
        return (network, network.Train(Samples(), options, Samples()));
    }
}
