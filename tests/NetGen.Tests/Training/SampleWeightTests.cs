using System.Numerics;

namespace NetGen.Tests.Training;

/// <summary>Weights of samples and of classes, in loops of one's own, in training and in data sets.</summary>
public class SampleWeightTests
{
    private static readonly int[] Counts = [1, 2, 7, 131];

    private static readonly int[] Labels = [0, 1, 1, 0, 1, 1, 2, 1];

    [Fact]
    public void Weighted_steps_give_the_bits_of_the_reference()
    {
        CheckBits<float>(SmallNet.Create(1));
        CheckBits<float>(SoftmaxNet40.Create(2));
        CheckBits<float>(SmoothingNet.Create(3));
        CheckBits<float>(SignNet.Create(4));
        CheckBits<double>(LogSoftmaxDoubleNet.Create(5));
        foreach (KernelSet kernels in Enum.GetValues<KernelSet>().Where(kernels => kernels != KernelSet.OfMachine))
        {
            CheckBits<float>(new KernelNetwork<float>(HuberNet.Create(6), kernels));
            CheckBits<double>(new KernelNetwork<double>(SoftmaxDoubleNet17.Create(7), kernels));
        }
    }

    /// <summary>Powers of two change no bits but the exponents.</summary>
    [Fact]
    public void Weights_multiply_costs_and_gradients()
    {
        HuberNet network = HuberNet.Create(1);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(HuberNet.Topology, 5, new Random(1));
        var plain = new ParameterBuffer<float>(HuberNet.Topology);
        var weighted = new ParameterBuffer<float>(HuberNet.Topology);
        float cost = network.Backprop(inputs, targets, plain);
        Assert.Equal(4 * cost, network.Backprop(inputs, targets, [4, 4, 4, 4, 4], weighted));
        Assert.Equal(plain.Packed.ToArray().Select(value => 4 * value), weighted.Packed.ToArray());

        // Weight 2 is the sample twice, for the first sample: it is added to nothing.
        plain.Clear();
        weighted.Clear();
        float twice = network.Backprop([.. inputs[..7], .. inputs[..7]], [.. targets[..3], .. targets[..3]], plain);
        Assert.Equal(twice, network.Backprop(inputs.AsSpan(0, 7), targets.AsSpan(0, 3), [2], weighted));
        Assert.Equal(plain.Packed.ToArray(), weighted.Packed.ToArray());
    }

    [Fact]
    public void A_sample_of_weight_0_has_no_influence()
    {
        SmallNet network = SmallNet.Create(1);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(SmallNet.Topology, 4, new Random(2));
        var without = new ParameterBuffer<float>(SmallNet.Topology);
        var with = new ParameterBuffer<float>(SmallNet.Topology);
        float expected = network.Backprop(inputs.AsSpan(0, 192), targets.AsSpan(0, 30), without);
        Assert.Equal(expected, network.Backprop(inputs, targets, [1, 1, 1, 0], with));
        Assert.Equal(without.Packed.ToArray(), with.Packed.ToArray());
    }

    /// <summary>The sums are divided by the number of samples.</summary>
    [Fact]
    public void A_step_divides_by_the_number_of_samples()
    {
        SmallNet once = SmallNet.Create(1);
        SmallNet half = SmallNet.Create(1);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(SmallNet.Topology, 1, new Random(2));
        float cost = once.TrainMiniBatch(inputs, targets, 0.5f);
        Assert.Equal(cost / 2, half.TrainMiniBatch([.. inputs, .. inputs], [.. targets, .. targets], new float[] { 1, 0 }, 1f));
        EqualityAssert.SameParameters(ReferenceNetwork<float>.CopyOf(once), half, "half of a step of twice the rate");
    }

    [Fact]
    public void Wrong_weights_are_refused()
    {
        ITrainableNetwork<float>[] networks = [SignNet.Create(1), ReferenceNetwork<float>.Create(SignNet.Topology, 1)];
        var gradient = new ParameterBuffer<float>(SignNet.Topology);
        OptimizerState<float> adam = Optimizer.Adam().CreateState<float>(SignNet.Topology);
        foreach (ITrainableNetwork<float> network in networks)
        {
            foreach (float[] weights in (float[][])[[1], [1, 1, 1], [1, -1], [1, float.NaN], [float.PositiveInfinity, 1]])
            {
                Assert.Throws<ArgumentException>("sampleWeights", () => network.Backprop(new float[4], [1, 1], weights, gradient));
                Assert.Throws<ArgumentException>("sampleWeights", () => network.TrainMiniBatch(new float[4], [1, 1], weights, 1f));
                Assert.Throws<ArgumentException>(
                    "sampleWeights", () => network.TrainMiniBatch(new float[4], [1, 1], weights, adam));
            }
        }

        DataSet<float> data = DataSet.FromLabels(new float[8], 1, Labels, 3);
        Assert.Throws<ArgumentException>("weights", () => data.WithSampleWeights(new float[7]));
        Assert.Throws<ArgumentException>("weights", () => data.WithSampleWeights(new float[8]));
        Assert.Throws<ArgumentException>("weights", () => data.WithSampleWeights([1, 1, 1, 1, 1, 1, 1, -1]));
        Assert.Throws<ArgumentException>("weights", () => data.WithClassWeights(1, 2));
        var exception = Assert.Throws<ArgumentException>("weights", () => data.WithClassWeights(1, float.NaN, 2));
        Assert.StartsWith(
            "Expected finite weights of 0 or more; that of class 1 is NaN.", exception.Message, StringComparison.Ordinal);
        DataSet<float> targets = DataSet.FromTargets(new float[2], 1, new float[2], 1);
        Assert.Throws<InvalidOperationException>(() => targets.WithBalancedClasses());
        Assert.Throws<InvalidOperationException>(() => targets.WithClassWeights(1));
    }

    /// <summary>A network of somebody's own class trains as before, and says so where there are weights.</summary>
    [Fact]
    public void Networks_without_the_overloads_refuse_weights_alone()
    {
        ITrainableNetwork<float> network = new PlainNetwork();
        Assert.Equal(0.5f, network.TrainMiniBatch(new float[2], new float[3], [], 1f));
        Assert.Throws<NotSupportedException>(() => network.TrainMiniBatch(new float[2], new float[3], [1], 1f));
    }

    [Fact]
    public void Balanced_classes_weigh_the_same()
    {
        DataSet<double> data = DataSet.FromLabels(new double[8], 1, Labels, 4).WithBalancedClasses();
        double[] weights = [.. Enumerable.Range(0, 8).Select(data.GetSampleWeight)];
        double[] expected = [8 / 6.0, 8 / 15.0, 8 / 15.0, 8 / 6.0, 8 / 15.0, 8 / 15.0, 8 / 3.0, 8 / 15.0];
        Assert.Equal(expected, weights);
        Assert.Equal(8, weights.Sum(), 1e-12);
    }

    [Fact]
    public void Weights_go_with_their_samples()
    {
        float[] features = [.. Enumerable.Range(0, 8).Select(i => (float)i)];
        DataSet<float> plain = DataSet.FromLabels(features, 1, Labels, 3);
        Assert.False(plain.HasSampleWeights);
        Assert.Equal(1, plain.GetSampleWeight(3));
        DataSet<float> data = plain.WithSampleWeights([.. features.Select(value => value + 10)]);
        Check(data, data.Slice(2, 3), data.Shuffle(5), data.Shuffle(5).Slice(1, 4));
        Check(data.Subset([3, 3, 0]), data.Slice(3, 4).Subset([1, 2]));
        Check(data.Split(3).First, data.Split(3).Second, data.SplitStratified(4, 1).First, data.SplitStratified(4, 1).Second);
        Check([.. data.Folds(3, 2).SelectMany(pair => new[] { pair.Training, pair.Validation })]);
        Check(data.Concat(data.Shuffle(1)), data.WithClassNames(["a", "b", "c"]), data.WithClassNames(null));

        // Others count 1.
        DataSet<float> joined = plain.Concat(data);
        Assert.Equal([1, 1, 10, 17], new[] { 0, 7, 8, 15 }.Select(joined.GetSampleWeight));
        Assert.False(plain.Concat(plain).HasSampleWeights);
        DataSet<float> images = DataSet.FromLabels(new float[8], 4, new[] { 0, 1 }, 2).WithSampleWeights([2, 3]);
        Assert.Equal([2, 3, 2, 3, 3], new[] { 0, 1, 2, 3, 9 }.Select(images.WithShiftedImages(2, 2).GetSampleWeight));
        Assert.Equal([2, 3], new[] { 0, 1 }.Select(images.WithNoise(0.1, 1).GetSampleWeight));

        static void Check(params DataSet<float>[] all) => Assert.All(all, one =>
        {
            Assert.True(one.HasSampleWeights);
            var input = new float[1];
            for (int i = 0; i < one.Count; i++)
            {
                one.CopyInput(i, input);
                Assert.Equal(input[0] + 10, one.GetSampleWeight(i));
            }
        });
    }

    /// <summary>What a loop of one's own does with the weights, to the bit; on several threads too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Training_uses_the_weights(int threads)
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(SmallNet.Topology, 30, new Random(3));
        float[] weights = [.. Enumerable.Range(0, 30).Select(i => (i % 7) / 3f)];
        DataSet<float> data = DataSet.FromTargets(inputs, 64, targets, 10).WithSampleWeights(weights);
        SmallNet trained = SmallNet.Create(1);
        var options = new TrainingOptions
        {
            Epochs = 1, MiniBatchSize = 30, LearningRate = 0.5, Seed = 4, MaxDegreeOfParallelism = threads,
        };
        TrainingHistory history = trained.Train(data, options, validation: data);

        int[] order = [.. Enumerable.Range(0, 30)];
        new SeededRandom(4).Shuffle(order.AsSpan());
        SmallNet expected = SmallNet.Create(1);
        float cost = expected.TrainMiniBatch(
            [.. order.SelectMany(i => inputs[(64 * i)..(64 * (i + 1))])],
            [.. order.SelectMany(i => targets[(10 * i)..(10 * (i + 1))])],
            [.. order.Select(i => weights[i])],
            0.5f);
        EqualityAssert.SameParameters(ReferenceNetwork<float>.CopyOf(expected), trained, "a weighted training");
        Assert.Equal(cost, history.Epochs[0].TrainingCost, 1e-6);

        var outputs = new float[targets.Length];
        var costs = new float[30];
        trained.FeedForwardBatch(inputs, targets, outputs, costs);
        double sum = 0;
        for (int i = 0; i < 30; i++)
        {
            sum += costs[i] * weights[i];
        }

        Assert.Equal(sum / 30, history.Epochs[0].Validation!.Cost);
    }

    /// <summary>Weights of 1 change nothing.</summary>
    [Fact]
    public void Weights_of_1_give_the_bits_of_none()
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(SmallNet.Topology, 30, new Random(3));
        DataSet<float> data = DataSet.FromTargets(inputs, 64, targets, 10);
        SmallNet plain = SmallNet.Create(1);
        SmallNet weighted = SmallNet.Create(1);
        var options = new TrainingOptions { Epochs = 3, Optimizer = Optimizer.Adam() };
        TrainingHistory expected = plain.Train(data, options, data);
        TrainingHistory actual = weighted.Train(data.WithSampleWeights([.. Enumerable.Repeat(1f, 30)]), options, data);
        EqualityAssert.SameParameters(ReferenceNetwork<float>.CopyOf(plain), weighted, "weights of 1");
        Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingCost), actual.Epochs.Select(epoch => epoch.TrainingCost));
    }

    [Fact]
    public void A_checkpoint_goes_on_with_the_same_weights_alone()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("training");
        DataSet<float> data = DataSet.FromTargets(new float[14], 7, new float[6], 3).WithSampleWeights([1, 2]);
        using (var trainer = new Trainer<float>(HuberNet.Create(1), data))
        {
            trainer.RunStep();
            trainer.Save(path);
        }

        Trainer.Resume(HuberNet.Create(1), path, data).Dispose();
        Assert.Throws<ArgumentException>("training", () => Trainer.Resume(HuberNet.Create(1), path, data.WithSampleWeights([2, 1])));
        Assert.Throws<ArgumentException>("training", () => Trainer.Resume(HuberNet.Create(1), path, data.WithSampleWeights([1, 1])));
    }

    private static void CheckBits<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(8);
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
        using var workers = new WorkerTeam(3) { DividesAll = true };
        OptimizerState<T> expectedState = Optimizer.Adam(0.01).CreateState<T>(network.Topology);
        OptimizerState<T> actualState = Optimizer.Adam(0.01).CreateState<T>(network.Topology);
        string name = $"{network.Topology}";
        foreach (int count in Counts)
        {
            (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(network.Topology, count, random);
            T[] weights =
            [
                .. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.Next(4) == 0 ? 0 : 3 * random.NextDouble())),
            ];
            var key = new DropoutKey(3, count);
            var expected = new ParameterBuffer<T>(network.Topology);
            var actual = new ParameterBuffer<T>(network.Topology);
            T expectedCost = reference.Backprop(inputs, targets, weights, expected, key);
            EqualityAssert.SameBits<T>(
                [expectedCost], [network.Backprop(inputs, targets, weights, actual, key)], $"{name}: cost of {count}");
            EqualityAssert.SameBits<T>(expected.Packed, actual.Packed, $"{name}: gradient of {count}");
            T rate = T.CreateTruncating(0.1);
            expectedCost = reference.TrainMiniBatch(inputs, targets, weights, rate, null, key);
            EqualityAssert.SameBits<T>(
                [expectedCost], [network.TrainMiniBatch(inputs, targets, weights, rate, null, key)], $"{name}: cost of a step of {count}");
            _ = reference.TrainMiniBatch(inputs, targets, weights, rate, null, key);
            _ = network.TrainMiniBatch(inputs, targets, weights, rate, workers, key);
            _ = reference.TrainMiniBatch(inputs, targets, weights, expectedState, null, key);
            _ = network.TrainMiniBatch(inputs, targets, weights, actualState, workers, key);
            EqualityAssert.SameParameters(reference, network, $"{name}: after steps of {count}");
        }
    }

    private sealed class PlainNetwork : StubNetwork
    {
        public override float TrainMiniBatch(
            ReadOnlySpan<float> inputs,
            ReadOnlySpan<float> targets,
            float learningRate,
            WorkerTeam? workers = null,
            DropoutKey? dropout = null) => 0.5f;
    }
}
