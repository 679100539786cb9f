namespace NetGen.Tests.Training;

public class LearningTests
{
    private static readonly NetworkTopology _topology = new([2, 6, 3], [Activation.Sigmoid, Activation.Sigmoid]);

    [Fact]
    public void A_network_learns_to_tell_three_regions_of_the_plane()
    {
        (DataSet<float> training, DataSet<float> validation) = Regions(600).Split(500);
        var network = ReferenceNetwork<float>.Create(_topology, seed: 1);
        Assert.InRange(network.Evaluate(validation).Accuracy!.Value, 0, 0.7);
        TrainingHistory history = network.Train(training, new TrainingOptions { Epochs = 30 }, validation);
        Assert.True(history.Epochs[^1].TrainingCost < history.Epochs[0].TrainingCost / 4, history.ToString());
        Assert.InRange(history.Epochs[^1].Validation!.Accuracy!.Value, 0.95, 1);
        Assert.Equal(Values(network.Evaluate(validation)), Values(history.Epochs[^1].Validation!));
    }

    [Fact]
    public void Training_is_reproducible_to_the_bit()
    {
        Assert.Equal(TrainedWeights(1, 2), TrainedWeights(1, 2));
        Assert.NotEqual(TrainedWeights(1, 2), TrainedWeights(1, 3));
        Assert.NotEqual(TrainedWeights(1, 2), TrainedWeights(2, 2));

        static IEnumerable<uint> TrainedWeights(long seed, long shuffleSeed)
        {
            var network = ReferenceNetwork<float>.Create(_topology, seed);
            network.Train(Regions(64), new TrainingOptions { Epochs = 3, MiniBatchSize = 7, Seed = shuffleSeed });
            float[] weights = new float[12];
            network.GetWeights(0, weights);
            return weights.Select(BitConverter.SingleToUInt32Bits);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Training_and_evaluation_give_the_same_bits_on_any_number_of_threads(int threads)
    {
        // Inputs of bytes; mini-batches that are divided, with a last one of 20 that is not, ones that are never, and ones of more than a
        // block.
        var random = new Random(1);
        byte[] features = new byte[700 * 784];
        random.NextBytes(features);
        int[] labels = [.. Enumerable.Range(0, 700).Select(_ => random.Next(10))];
        DataSet<float> data = DataSet.FromLabels(features, 784, 1f / 255, labels, 10).Shuffle(1);
        foreach (int size in new[] { 10, 34, 64, 300, 500 })
        {
            (DigitNet alone, TrainingHistory expected) = Train(size, 1);
            (DigitNet together, TrainingHistory actual) = Train(size, threads);
            EqualityAssert.SameParameters<float>(alone, together, $"{threads} threads, mini-batches of {size}");
            Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingCost), actual.Epochs.Select(epoch => epoch.TrainingCost));
            Assert.Equal(
                expected.Epochs.Select(epoch => Values(epoch.Validation!)), actual.Epochs.Select(epoch => Values(epoch.Validation!)));
            using var workers = new WorkerTeam(threads);
            Assert.Equal(Values(alone.Evaluate(data)), Values(together.Evaluate(data, workers)));
        }

        (DigitNet Network, TrainingHistory History) Train(int size, int degree)
        {
            DigitNet network = DigitNet.Create(1);
            TrainingHistory history = network.Train(
                data,
                new TrainingOptions { Epochs = 2, MiniBatchSize = size, MaxDegreeOfParallelism = degree },
                data.Slice(0, 300));
            return (network, history);
        }
    }

    /// <summary>On machines of fewer processors as well, on which training by itself takes fewer threads.</summary>
    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(34, false)]
    [InlineData(64, false)]
    [InlineData(512, false)]
    public void Three_threads_pack_and_train_to_the_same_bits(int size, bool dividesAll)
    {
        // 512 samples of 784 inputs are too large to copy for each thread.
        float[] features = [.. Enumerable.Range(0, 600 * 784).Select(i => (i * 37 % 101) / 101f)];
        int[] labels = [.. Enumerable.Range(0, 600).Select(i => i * 7 % 10)];
        DataSet<float> data = DataSet.FromLabels(features, 784, labels, 10);
        var options = new TrainingOptions { MiniBatchSize = size, LearningRate = 0.1, Seed = 3 };
        DigitNet alone = DigitNet.Create(1);
        DigitNet together = DigitNet.Create(1);
        using var one = new Trainer<float>(alone, data, options);
        using var three = new Trainer<float>(together, data, options, null, new WorkerTeam(3) { DividesAll = dividesAll });
        Assert.Equal(one.RunEpoch()!.TrainingCost, three.RunEpoch()!.TrainingCost);
        EqualityAssert.SameParameters<float>(alone, together, $"mini-batches of {size}");
    }

    [Fact]
    public void Training_is_the_same_as_its_mini_batches_one_by_one()
    {
        DataSet<float> data = Regions(20);
        var trained = ReferenceNetwork<float>.Create(_topology, seed: 1);
        trained.Train(data, new TrainingOptions { Epochs = 1, MiniBatchSize = 8, LearningRate = 0.7, Seed = 5 });

        var stepped = ReferenceNetwork<float>.Create(_topology, seed: 1);
        DataSet<float> shuffled = data.Shuffle(5);
        foreach ((int start, int count) in new[] { (0, 8), (8, 8), (16, 4) })
        {
            float[] inputs = new float[count * 2];
            float[] targets = new float[count * 3];
            for (int i = 0; i < count; i++)
            {
                shuffled.CopyInput(start + i, inputs.AsSpan(2 * i, 2));
                shuffled.CopyTarget(start + i, targets.AsSpan(3 * i, 3));
            }

            stepped.TrainMiniBatch(inputs, targets, 0.7f);
        }

        for (int layer = 0; layer < 2; layer++)
        {
            float[] expected = new float[_topology.Layers[layer].InputSize * _topology.Layers[layer].OutputSize];
            float[] actual = new float[expected.Length];
            stepped.GetWeights(layer, expected);
            trained.GetWeights(layer, actual);
            Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
        }
    }

    [Theory]
    [InlineData(CostFunction.Quadratic)]
    [InlineData(CostFunction.BinaryCrossEntropy)]
    public void An_evaluation_has_the_networks_cost_and_classes(CostFunction cost)
    {
        var network = ReferenceNetwork<float>.Create(
            new NetworkTopology([2, 6, 3], [Activation.Sigmoid, Activation.Sigmoid], cost), seed: 1);
        DataSet<float> data = Regions(50);
        double sum = 0;
        int correct = 0;
        for (int i = 0; i < data.Count; i++)
        {
            float[] input = new float[2];
            float[] target = new float[3];
            data.CopyInput(i, input);
            data.CopyTarget(i, target);
            sum += network.Cost(input, target);
            correct += network.Classify(input) == data.GetLabel(i) ? 1 : 0;
        }

        Evaluation evaluation = network.Evaluate(data);
        Assert.Equal(sum / 50, evaluation.Cost, 1e-6);
        Assert.Equal((correct, 50), (evaluation.Correct, evaluation.Count));
    }

    private static (double Cost, int? Correct, int Count) Values(Evaluation evaluation) =>
        (evaluation.Cost, evaluation.Correct, evaluation.Count);

    // Points of a square, and which third of the turn they lie in, seen from the middle.
    private static DataSet<float> Regions(int count)
    {
        var random = new SeededRandom(11);
        float[] points = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            double x = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            (points[2 * i], points[(2 * i) + 1]) = ((float)x, (float)y);
            labels[i] = Math.Min(2, (int)((Math.Atan2(y, x) + Math.PI) * 3 / (2 * Math.PI)));
        }

        return DataSet.FromLabels(points, 2, labels, 3);
    }
}
