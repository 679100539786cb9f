using System.Numerics;

namespace NetGen.Tests.Training;

/// <summary>A training run that is saved, and resumed with another network, ends with the bits of one that is not.</summary>
public sealed class CheckpointTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 6, MiniBatchSize = 4, LearningRate = 0.1, Seed = 3 };

    public static TheoryData<string, int, int> Cases => new()
    {
        { "plain", 1, 1 }, { "plain", 2, 3 },
        { "patience", 3, 1 }, { "patience", 4, 3 }, { "patience", 5, 1 },
        { "schedule", 6, 1 }, { "schedule", 7, 3 },
        { "both", 8, 1 }, { "both", 9, 3 }, { "both", 10, 1 },
        { "Adagrad", 11, 1 }, { "RMSprop", 12, 3 }, { "NAdam", 13, 1 }, { "Rprop", 14, 1 },
        { "limits", 15, 1 }, { "limits", 16, 3 },
        { "plateau", 17, 1 }, { "halving", 18, 1 }, { "one-cycle", 19, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_float_network_resumes_to_the_bit(string kind, int seed, int threads) =>
        Check<float>(start => TanhNet.Create(start), 16, 4, kind, seed, threads);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_double_network_resumes_to_the_bit(string kind, int seed, int threads) =>
        Check<double>(start => DoubleNet.Create(start), 70, 10, kind, seed, threads);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_network_that_standardizes_resumes_to_the_bit(string kind, int seed, int threads) =>
        Check<float>(start => StandardizedNet.Create(start), 3, 2, kind, seed, threads);

    [Theory]
    [InlineData("plain", 1)]
    [InlineData("both", 2)]
    public void A_network_with_labels_as_targets_resumes_to_the_bit(string kind, int seed) =>
        Check<float>(start => TinyNet.Create(start), 2, 2, kind, seed, threads: 1);

    [Theory]
    [InlineData("plain", 1)]
    [InlineData("both", 2)]
    public void A_reference_network_resumes_to_the_bit(string kind, int seed)
    {
        var topology = new NetworkTopology([16, 7, 4], [Activation.ReLU, Activation.Softmax]);
        Check<float>(start => ReferenceNetwork<float>.Create(topology, start), 16, 4, kind, seed, threads: 1);
        var precise = new NetworkTopology([16, 7, 4], [Activation.GELU, Activation.Sigmoid], numericType: NumericType.Double);
        Check<double>(start => ReferenceNetwork<double>.Create(precise, start), 16, 4, kind, seed, threads: 1);
    }

    /// <summary>The epochs that were done count as they did.</summary>
    [Fact]
    public void Patience_goes_on_where_it_was()
    {
        TrainingOptions options = Options with { Epochs = 40, Patience = 4, MinImprovement = 0.01 };
        TanhNet whole = TanhNet.Create(1);
        using var first = new Trainer<float>(whole, Data(), options, Validation());
        TrainingHistory expected = first.Run();
        Assert.Equal(StopReason.EarlyStopping, expected.StopReason);

        using var second = new Trainer<float>(TanhNet.Create(1), Data(), options, Validation());
        while (second.Epoch < expected.Epochs.Count - 2)
        {
            _ = second.RunEpoch();
        }

        var file = new MemoryStream();
        second.Save(file);
        TanhNet other = TanhNet.Create(2);
        using Trainer<float> resumed = Resume(other, file, options);
        Assert.Null(resumed.StopReason);
        TrainingHistory found = resumed.Run();
        Assert.Equal((expected.Epochs.Count, StopReason.EarlyStopping), (found.Epochs.Count, found.StopReason));
        EqualityAssert.SameParameters<float>(whole, other, "stopped early");
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "options", () => Resume(TanhNet.Create(3), file, options with { MinImprovement = 0 }));
        Assert.Contains(
            "MinImprovement is '0.01' in the checkpoint and 'none' in the options", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Saved between the end of a run, where the network has the best parameters, and the steps after it.</summary>
    [Fact]
    public void The_current_parameters_are_saved_and_not_only_the_best()
    {
        TrainingOptions options = Options with { Epochs = 40, Patience = 2 };
        TanhNet whole = TanhNet.Create(1);
        using var first = new Trainer<float>(whole, Data(), options, Validation());
        Assert.Equal(StopReason.EarlyStopping, first.Run().StopReason);
        var file = new MemoryStream();
        first.Save(file);
        double best = whole.Evaluate(Validation()).Cost;

        TanhNet other = TanhNet.Create(2);
        using Trainer<float> resumed = Resume(other, file, options);
        Assert.NotEqual(best, other.Evaluate(Validation()).Cost);
        Assert.Equal(StopReason.EarlyStopping, resumed.StopReason);
        _ = first.RunEpoch();
        _ = resumed.RunEpoch();
        EqualityAssert.SameParameters<float>(whole, other, "an epoch more");
        first.RestoreBest();
        resumed.RestoreBest();
        EqualityAssert.SameParameters<float>(whole, other, "the best");
    }

    [Fact]
    public void Saving_in_a_progress_call_and_again_keeps_the_last_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("training.safetensors");
        TanhNet whole = TanhNet.Create(1);
        whole.ClassNames = ["a", "b", "c", "d"];
        using var first = new Trainer<float>(whole, Data(), Options);
        using var source = new CancellationTokenSource();
        _ = first.Run(SaveAndStopAfter3, source.Token);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));

        // The file is the network's as well.
        TanhNet loaded = TanhNet.Load(path);
        EqualityAssert.SameParameters<float>(whole, loaded, "loaded");
        Assert.Equal(whole.ClassNames, loaded.ClassNames);

        // With more epochs and threads.
        TanhNet other = TanhNet.Create(2);
        TrainingOptions more = Options with { Epochs = 9, MaxDegreeOfParallelism = 2 };
        using Trainer<float> resumed = Trainer.Resume(other, path, Data(), more, null);
        Assert.Equal((3, 18, 6), (resumed.Epoch, resumed.Step, resumed.StepsPerEpoch));
        Assert.Equal(whole.ClassNames, other.ClassNames);
        Assert.Equal(first.History.Epochs.Select(epoch => epoch.Elapsed), resumed.History.Epochs.Select(epoch => epoch.Elapsed));
        Assert.True(resumed.History.Elapsed >= first.History.Epochs.Aggregate(TimeSpan.Zero, (sum, epoch) => sum + epoch.Elapsed));
        _ = resumed.Run();

        TanhNet expected = TanhNet.Create(1);
        TrainingHistory history = expected.Train(Data(), Options with { Epochs = 9 });
        EqualityAssert.SameParameters<float>(expected, other, "resumed");
        TrainingCase.AssertSame(history, resumed.History);

        void SaveAndStopAfter3(EpochResult epoch)
        {
            first.Save(path);
            if (epoch.Epoch == 3)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Standardization_is_not_fitted_again()
    {
        DataSet<float> data = TrainingCase.Samples<float>(3, 2, 22);
        StandardizedNet network = StandardizedNet.Create(1);
        using var trainer = new Trainer<float>(network, data, Options);
        _ = trainer.RunStep();

        // As in a network that has not been fitted.
        network.Parameters.CopyFrom("standardize.mean", new float[3]);
        network.Parameters.CopyFrom("standardize.inverse_deviation", [1, 1, 1]);
        var file = new MemoryStream();
        trainer.Save(file);
        StandardizedNet other = StandardizedNet.Create(2);
        file.Position = 0;
        using Trainer<float> resumed = Trainer.Resume(other, file, data, Options, null);
        _ = resumed.RunEpoch();
        var means = new float[3];
        other.Parameters.CopyTo("standardize.mean", means);
        Assert.Equal([0, 0, 0], means);
    }

    /// <summary>What the samples are stored as makes no difference, and neither does what is only written down in another way.</summary>
    [Fact]
    public void Equal_data_and_options_are_those_of_the_file()
    {
        byte[] features = [.. Enumerable.Range(0, 2 * 12).Select(i => (byte)(i * 37))];
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => i % 2)];
        DataSet<float> bytes = DataSet.FromLabels(features, 2, 0.5f, labels, 2);
        DataSet<float> values = DataSet.FromLabels(Array.ConvertAll(features, value => value * 0.5f), 2, labels, 2);
        var file = new MemoryStream();
        using var trainer = new Trainer<float>(TinyNet.Create(1), bytes, new TrainingOptions());
        _ = trainer.RunStep();
        trainer.Save(file);
        file.Position = 0;
        using Trainer<float> resumed = Trainer.Resume(TinyNet.Create(2), file, values, new TrainingOptions { LearningRate = 3 }, null);
        Assert.Equal(1, resumed.Step);
    }

    [Fact]
    public void Costs_that_are_infinite_or_not_numbers_come_back()
    {
        var network = new RecordingNetwork { OutputOf = first => [first > 3 ? float.NaN : float.PositiveInfinity, 0, 0] };
        DataSet<float> data = RecordingNetwork.Data(10);
        using var trainer = new Trainer<float>(network, data, new TrainingOptions { Patience = 3 }, data);
        using var other = new Trainer<float>(network, data, new TrainingOptions(), data.Slice(0, 2));
        foreach ((Trainer<float> one, double cost, int? patience, DataSet<float> validation) in new[]
        {
            (trainer, double.NaN, (int?)3, data), (other, double.PositiveInfinity, null, data.Slice(0, 2)),
        })
        {
            _ = one.RunEpoch();
            var file = new MemoryStream();
            one.Save(file);
            file.Position = 0;
            using Trainer<float> resumed = Trainer.Resume(
                new RecordingNetwork(), file, data, new TrainingOptions { Patience = patience }, validation);
            Assert.Equal(cost, Assert.Single(resumed.History.Epochs).Validation!.Cost);
        }
    }

    private static DataSet<float> Data() => TrainingCase.Samples<float>(16, 4, 22);

    private static DataSet<float> Validation() => TrainingCase.Samples<float>(16, 4, 30, seed: 6);

    private static Trainer<float> Resume(TanhNet network, MemoryStream file, TrainingOptions options)
    {
        file.Position = 0;
        return Trainer.Resume(network, file, Data(), options, Validation());
    }

    private static TrainingOptions OptionsOf(string kind) => Options with
    {
        Epochs = 9,
        Patience = kind is "patience" or "both" ? 2 : null,
        Schedule = kind switch
        {
            "schedule" or "both" => LearningRateSchedule.Cosine(7, 1, 0.125),
            "plateau" => LearningRateSchedule.ReduceOnPlateau(0.5, 0, 0.5, 1),
            "halving" => LearningRateSchedule.Halving(1, 8).WithWarmUpSteps(5),
            "one-cycle" => LearningRateSchedule.OneCycle(8),
            _ => LearningRateSchedule.Constant,
        },
        Optimizer = kind switch
        {
            "patience" => Optimizer.Adam(),
            "schedule" => Optimizer.Nesterov(0.1),
            "both" => Optimizer.AdamW(),
            "Adagrad" => Optimizer.Adagrad(),
            "RMSprop" => Optimizer.RMSprop(momentum: 0.7),
            "NAdam" => Optimizer.NAdam(),
            "Rprop" => Optimizer.Rprop(),
            "limits" => Optimizer.NAdam() with { ClipNorm = 0.1, ClipValue = 0.05, MaxNorm = 0.9 },
            _ => Optimizer.Sgd(),
        },
        LearningRate = kind is "plain" or "schedule" ? 0.1 : 0.02,
        L1 = kind is "limits" ? 0.3 : 0,
        L2 = kind is "both" ? 0 : 0.5,
    };

    /// <summary>Trains at one go, and with interruptions at random steps, each with a new network, from the file of the last.</summary>
    private static void Check<T>(
        Func<long, ITrainableNetwork<T>> create, int inputs, int classes, string kind, int seed, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TrainingOptions options = OptionsOf(kind) with { Seed = seed };
        DataSet<T> data = TrainingCase.Samples<T>(inputs, classes, 22, seed);
        DataSet<T> validation = TrainingCase.Samples<T>(inputs, classes, 30, seed + 100);
        ITrainableNetwork<T> whole = create(1);
        TrainingHistory expected = whole.Train(data, options, validation);

        var random = new Random(seed);
        ITrainableNetwork<T> network = create(1);
        var trainer = new Trainer<T>(network, data, options, validation);
        while (trainer.StopReason is null)
        {
            for (int steps = random.Next(9); steps > 0 && trainer.StopReason is null; steps--)
            {
                _ = trainer.RunStep();
            }

            var file = new MemoryStream();
            trainer.Save(file);
            file.Position = 0;
            long step = trainer.Step;
            trainer.Dispose();
            network = create(random.Next());
            trainer = new Trainer<T>(network, data, options, validation, new WorkerTeam(threads) { DividesAll = true });
            trainer.Restore(CheckpointFile.Open<T>(file, "file", network.Topology));
            Assert.Equal(step, trainer.Step);
        }

        TrainingHistory history = trainer.Run();
        trainer.Dispose();
        EqualityAssert.SameParameters(whole, network, $"{kind}, seed {seed}");
        TrainingCase.AssertSame(expected, history);
        Assert.Equal(expected.StopReason, history.StopReason);
    }
}
