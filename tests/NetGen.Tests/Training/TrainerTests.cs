using System.Globalization;

namespace NetGen.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void The_order_of_the_samples_is_pinned_for_two_epochs()
    {
        var network = new RecordingNetwork();
        network.Train(RecordingNetwork.Data(10), new TrainingOptions { Epochs = 2, MiniBatchSize = 4, Seed = 1 });

        // The second epoch shuffles, with the numbers that follow, the order that the first one left.
        var random = new SeededRandom(1);
        float[] order = [.. Enumerable.Range(0, 10).Select(i => (float)i)];
        random.Shuffle(order.AsSpan());
        Assert.Equal([3, 6, 1, 5, 0, 9, 2, 8, 4, 7], order);
        Assert.Equal(order, network.Batches.Take(3).SelectMany(batch => batch));
        random.Shuffle(order.AsSpan());
        Assert.Equal(order, network.Batches.Skip(3).SelectMany(batch => batch));
    }

    [Fact]
    public void The_last_mini_batch_holds_what_remains()
    {
        var network = new RecordingNetwork();
        network.Train(RecordingNetwork.Data(10), new TrainingOptions { Epochs = 2, MiniBatchSize = 4 });
        Assert.Equal([4, 4, 2, 4, 4, 2], network.Batches.Select(batch => batch.Length));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void A_mini_batch_may_be_as_large_as_the_data_or_larger(int size)
    {
        var network = new RecordingNetwork();
        network.Train(RecordingNetwork.Data(10), new TrainingOptions { Epochs = 1, MiniBatchSize = size });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Assert.Single(network.Batches).Order());
    }

    [Fact]
    public void Targets_and_learning_rate_come_with_their_samples()
    {
        var network = new RecordingNetwork();
        network.Train(RecordingNetwork.Data(7), new TrainingOptions { Epochs = 3, MiniBatchSize = 2, LearningRate = 0.1 });
        Assert.All(network.LearningRates, rate => Assert.Equal(0.1f, rate));
        foreach ((float[] batch, float[] targets) in network.Batches.Zip(network.Targets))
        {
            Assert.Equal(batch.SelectMany(first => OneHot((int)first % 3)), targets);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_orders_and_others_do_not()
    {
        Assert.Equal(Order(seed: 9), Order(seed: 9));
        Assert.NotEqual(Order(seed: 9), Order(seed: 10));

        static IEnumerable<float> Order(long seed)
        {
            var network = new RecordingNetwork();
            network.Train(RecordingNetwork.Data(20), new TrainingOptions { Epochs = 2, Seed = seed });
            return network.Batches.SelectMany(batch => batch);
        }
    }

    [Fact]
    public void The_training_cost_weighs_mini_batches_by_their_samples()
    {
        var network = new RecordingNetwork { CostOf = batch => batch.Average() };
        TrainingHistory history = network.Train(RecordingNetwork.Data(10), new TrainingOptions { Epochs = 2, MiniBatchSize = 4 });
        Assert.All(history.Epochs, epoch => Assert.Equal(4.5, epoch.TrainingCost, 1e-12));
    }

    [Fact]
    public void Progress_comes_after_each_epoch_with_its_evaluation()
    {
        var calls = new List<(EpochResult Result, int Batches, int Evaluations)>();
        var network = new RecordingNetwork { OutputOf = first => OneHot((int)first % 2) };
        TrainingHistory history = network.Train(
            RecordingNetwork.Data(10),
            new TrainingOptions { Epochs = 3, MiniBatchSize = 5 },
            validation: RecordingNetwork.Data(6),
            progress: result => calls.Add((result, network.Batches.Count, network.Evaluated.Count)));

        Assert.Equal([(1, 2, 1), (2, 4, 2), (3, 6, 3)], calls.Select(call => (call.Result.Epoch, call.Batches, call.Evaluations)));
        Assert.Equal(history.Epochs, calls.Select(call => call.Result));

        // Labels 0 1 2 0 1 2, classified as 0 1 0 1 0 1: two right, and ½·(1 + 1) for each of the others.
        Assert.All(
            history.Epochs,
            epoch => Assert.Equal((4.0 / 6, 2, 6), (epoch.Validation!.Cost, epoch.Validation.Correct, epoch.Validation.Count)));
        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.True(history.Elapsed >= history.Epochs[0].Elapsed + history.Epochs[1].Elapsed + history.Epochs[2].Elapsed);
        Assert.All(history.Epochs, epoch => Assert.True(epoch.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public void Without_validation_data_nothing_is_evaluated()
    {
        var network = new RecordingNetwork();
        TrainingHistory history = network.Train(RecordingNetwork.Data(10), new TrainingOptions { Epochs = 1 });
        Assert.Null(Assert.Single(history.Epochs).Validation);
        Assert.Empty(network.Evaluated);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(5, 1)]
    [InlineData(13, 2)]
    public void Cancellation_stops_before_the_next_mini_batch_and_returns_the_whole_epochs(int batches, int epochs)
    {
        using var source = new CancellationTokenSource();
        var network = new RecordingNetwork { CostOf = batch => batch.Average() };
        network.OnMiniBatch = () =>
        {
            if (network.Batches.Count == batches)
            {
                source.Cancel();
            }
        };
        var seen = new List<EpochResult>();
        TrainingHistory history = network.Train(
            RecordingNetwork.Data(10), new TrainingOptions { MiniBatchSize = 2 }, progress: seen.Add, cancellationToken: source.Token);
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(batches, network.Batches.Count);
        Assert.Equal(Enumerable.Range(1, epochs), history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(seen, history.Epochs);
        Assert.All(history.Epochs, epoch => Assert.Equal(4.5, epoch.TrainingCost, 1e-12));
    }

    [Fact]
    public void A_token_that_is_cancelled_after_the_last_epoch_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        TrainingHistory history = new RecordingNetwork().Train(
            RecordingNetwork.Data(10), new TrainingOptions { Epochs = 2 }, progress: CancelInEpoch2, cancellationToken: source.Token);
        Assert.Equal((StopReason.Completed, 2), (history.StopReason, history.Epochs.Count));

        void CancelInEpoch2(EpochResult result)
        {
            if (result.Epoch == 2)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void A_cancelled_token_lets_nothing_begin()
    {
        var network = new RecordingNetwork();
        TrainingHistory history = network.Train(
            RecordingNetwork.Data(10), new TrainingOptions(), cancellationToken: new CancellationToken(canceled: true));
        Assert.Empty(network.Batches);
        Assert.Equal((StopReason.Cancelled, 0), (history.StopReason, history.Epochs.Count));
        Assert.Matches("^0 epochs in [0-9]+\\.[0-9]{3} s, cancelled$", history.ToString());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1_000_000_000)]
    public void Any_number_of_epochs_needs_memory_only_for_those_that_are_done(int epochs)
    {
        using var source = new CancellationTokenSource();
        var network = new RecordingNetwork();
        DataSet<float> data = RecordingNetwork.Data(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TrainingHistory history = network.Train(
            data, new TrainingOptions { Epochs = epochs, MiniBatchSize = 10 }, progress: CancelInEpoch3, cancellationToken: source.Token);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal((StopReason.Cancelled, 3), (history.StopReason, history.Epochs.Count));

        void CancelInEpoch3(EpochResult result)
        {
            if (result.Epoch == 3)
            {
                source.Cancel();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mini_batch_allocates_nothing(bool bytes)
    {
        const int Count = 5_000;
        var network = new AllocationNetwork(Count / 10 * 3);
        int[] labels = [.. Enumerable.Range(0, Count).Select(sample => sample % 3)];
        DataSet<float> data = bytes
            ? DataSet.FromLabels(new byte[2 * Count], 2, 1f / 255, labels, 3)
            : DataSet.FromLabels(new float[2 * Count], 2, labels, 3);
        network.Train(data.Shuffle(1), new TrainingOptions { Epochs = 3, MiniBatchSize = 10 });

        // Between the calls of one epoch; from one epoch to the next comes the result. The first epoch may compile.
        long[] seen = network.Seen;
        Assert.Equal(Count / 10 * 3, network.Calls);
        for (int i = Count / 10; i < seen.Length; i++)
        {
            if (i % (Count / 10) != 0)
            {
                Assert.Equal(0, seen[i] - seen[i - 1]);
            }
        }
    }

    [Fact]
    public void Sizes_that_are_not_the_networks_are_refused_with_both()
    {
        var network = new RecordingNetwork { Topology = new NetworkTopology([5, 3], [Activation.Sigmoid]) };
        var exception = Assert.Throws<ArgumentException>("training", () => network.Train(RecordingNetwork.Data(4), new TrainingOptions()));
        Assert.Contains("5 inputs and 3 outputs", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs and labels of 3 classes", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => network.Evaluate(RecordingNetwork.Data(4)));
    }

    [Fact]
    public void Empty_data_are_refused()
    {
        var network = new RecordingNetwork();
        DataSet<float> data = RecordingNetwork.Data(4);
        Assert.Throws<ArgumentException>("training", () => network.Train(data.Slice(0, 0), new TrainingOptions()));
        Assert.Throws<ArgumentException>("data", () => network.Evaluate(data.Slice(0, 0)));
        Assert.Throws<ArgumentException>("validation", () => network.Train(data, new TrainingOptions(), data.Slice(2, 0)));
        Assert.Empty(network.Batches);
    }

    [Theory]
    [InlineData(1e300, "large")]
    [InlineData(1e-300, "small")]
    [InlineData(1e-40, "small")]
    public void A_learning_rate_that_is_none_in_float_is_refused(double rate, string size)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => new RecordingNetwork().Train(RecordingNetwork.Data(4), new TrainingOptions { LearningRate = rate }));
        Assert.Contains($"The learning rate of the options is too {size} for Single.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_arguments_are_refused()
    {
        RecordingNetwork network = new();
        DataSet<float> data = RecordingNetwork.Data(4);
        Assert.Throws<ArgumentNullException>("network", () => ((ITrainableNetwork<float>)null!).Train(data, new TrainingOptions()));
        Assert.Throws<ArgumentNullException>("training", () => network.Train(null!, new TrainingOptions()));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).Evaluate(data));
        Assert.Throws<ArgumentNullException>("data", () => network.Evaluate(null!));
    }

    [Fact]
    public void Options_are_those_of_the_book_unless_set()
    {
        var options = new TrainingOptions();
        Assert.Equal((30, 10, null, 0L), (options.Epochs, options.MiniBatchSize, options.LearningRate, options.Seed));
        Assert.Equal(1, options.MaxDegreeOfParallelism);
        var network = new RecordingNetwork();
        network.Train(RecordingNetwork.Data(3), options with { Epochs = 1 });
        Assert.Equal([3.0f], network.LearningRates);
    }

    [Fact]
    public void Without_options_training_is_that_of_options_with_nothing_set()
    {
        DataSet<float> data = RecordingNetwork.Data(25);
        var expected = new RecordingNetwork();
        TrainingHistory history = expected.Train(data, new TrainingOptions(), data);
        Assert.Equal(90, expected.Batches.Count);

        var without = new RecordingNetwork();
        Assert.Equal(30, without.Train(data).Epochs.Count);
        Assert.Equal(expected.Batches, without.Batches);
        Assert.Equal(expected.LearningRates, without.LearningRates);

        var validated = new RecordingNetwork();
        TrainingHistory actual = validated.Train(data, validation: data);
        Assert.Equal(history.Epochs.Select(epoch => epoch.Validation?.Correct), actual.Epochs.Select(epoch => epoch.Validation?.Correct));
        Assert.Equal(expected.Batches, validated.Batches);
    }

    [Fact]
    public void Options_are_a_value()
    {
        var options = new TrainingOptions { Epochs = 4, LearningRate = 0.5, Seed = 7 };
        Assert.Equal(new TrainingOptions { Seed = 7, Epochs = 4, LearningRate = 0.5 }, options);
        Assert.NotEqual(options, options with { LearningRate = null });
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(
                "TrainingOptions { Epochs = 4, MiniBatchSize = 10, Optimizer = Sgd(default, 0), L1 = 0, L2 = 0, LearningRate = 0.5, "
                + "Schedule = Constant, Patience = none, MinImprovement = 0, TargetCost = none, TargetAccuracy = none, TimeLimit = none, "
                + "EvaluateTraining = False, MeasureNorms = False, MeasureGradient = False, Seed = 7, MaxDegreeOfParallelism = 1 }",
                options.ToString());
            Assert.Contains("LearningRate = default,", new TrainingOptions().ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(Activation.Sigmoid, Activation.Sigmoid, CostFunction.Quadratic)]
    [InlineData(Activation.ReLU, Activation.Sigmoid, CostFunction.BinaryCrossEntropy)]
    [InlineData(Activation.ReLU, Activation.Softmax, CostFunction.CategoricalCrossEntropy)]
    [InlineData(Activation.Tanh, Activation.Identity, CostFunction.Quadratic)]
    public void The_default_learning_rate_is_the_networks(Activation hidden, Activation output, CostFunction cost)
    {
        var network = new RecordingNetwork { Topology = new NetworkTopology([2, 4, 3], [hidden, output], cost) };
        network.Train(RecordingNetwork.Data(3), new TrainingOptions { Epochs = 1 });
        Assert.Equal([(float)LearningRateDefaults.For(network.Topology)], network.LearningRates);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => new TrainingOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MiniBatchSize", () => new TrainingOptions { MiniBatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new TrainingOptions { MaxDegreeOfParallelism = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new TrainingOptions { MaxDegreeOfParallelism = -2 });
        foreach (double rate in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new TrainingOptions { LearningRate = rate });
        }
    }

    [Fact]
    public void Results_read_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var evaluation = new Evaluation { Cost = 0.0871, Correct = 9464, Count = 10000 };
            Assert.Equal(
                "epoch  7: training cost 0.1843, validation cost 0.0871, 9464 of 10000 correct (94.64 %), 0.041 s",
                Epoch(evaluation).ToString());
            Assert.Equal("epoch  7: training cost 0.1843, 0.041 s", Epoch(null).ToString());
            var history = new TrainingHistory([Epoch(null)], StopReason.Completed, TimeSpan.FromMilliseconds(43));
            Assert.Equal("1 epoch in 0.043 s; epoch  7: training cost 0.1843, 0.041 s", history.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static EpochResult Epoch(Evaluation? validation) =>
        new() { Epoch = 7, TrainingCost = 0.18432, Validation = validation, Elapsed = TimeSpan.FromMilliseconds(41) };

    private static float[] OneHot(int index)
    {
        float[] vector = new float[3];
        vector[index] = 1;
        return vector;
    }
}
