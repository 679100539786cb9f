using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Numerics;
using NetGen.Data;
using NetGen.Tests.Serialization;

namespace NetGen.Tests.Training;

/// <summary>What the results of epochs say beside costs: all of it is exact, and changes no bit of the training.</summary>
public sealed class MonitoringTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 4, MiniBatchSize = 4, LearningRate = 0.1, Seed = 3 };

    private static readonly TrainingOptions All = Options with { EvaluateTraining = true, MeasureNorms = true, MeasureGradient = true };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_float_network_is_measured(int threads) => Check<float>(start => TanhNet.Create(start), 16, 4, threads);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_double_network_is_measured(int threads) => Check<double>(start => DoubleNet.Create(start), 70, 10, threads);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_network_that_standardizes_is_measured(int threads) =>
        Check<float>(start => StandardizedNet.Create(start), 3, 2, threads);

    [Fact]
    public void A_network_with_labels_as_targets_is_measured() => Check<float>(start => TinyNet.Create(start), 2, 2, threads: 1);

    [Fact]
    public void A_network_with_dropout_is_measured_without_it() => Check<float>(start => SmallDropoutNet.Create(start), 5, 4, threads: 3);

    [Fact]
    public void A_reference_network_is_measured()
    {
        var topology = new NetworkTopology([16, 7, 4], [Activation.ReLU, Activation.Softmax], numericType: NumericType.Double);
        Check<double>(start => ReferenceNetwork<double>.Create(topology, start), 16, 4, threads: 1);
    }

    /// <summary>More samples than go into one call of backpropagation, shuffled, with missing features.</summary>
    [Fact]
    public void The_gradient_is_that_of_all_samples_however_they_are_stored()
    {
        var random = new SeededRandom(1);
        IEnumerable<string> lines = Enumerable.Range(0, 30_000).Select(
            i => string.Create(
                CultureInfo.InvariantCulture, $"{random.NextInt32(9)},{(i % 11 == 0 ? "" : random.NextInt32(9))},{i % 7},{i % 2}"));
        var options = new CsvOptions { LabelColumn = ^1, MissingValues = MissingValues.FillWithMean };
        DataSet<float> data = CsvFile.ReadDataSet<float>(new StringReader(string.Join('\n', lines)), "samples", options).Shuffle(2);
        Assert.True(data.HasMissing);
        StandardizedNet network = StandardizedNet.Create(1);
        TrainingHistory history = network.Train(data, All with { Epochs = 1, MiniBatchSize = 5000 });
        var means = new float[3];
        network.Parameters.CopyTo("standardize.mean", means);
        AssertGradient(network, data, history.Epochs[0].Norms!, means);
    }

    [Fact]
    public void Nothing_more_is_measured_unless_asked_for()
    {
        EpochResult epoch = TanhNet.Create(1).Train(Data(), Options).Epochs[0];
        Assert.Equal((null, null, 22), (epoch.Training, epoch.Norms, epoch.SampleCount));
        epoch = TanhNet.Create(1).Train(Data(), Options with { MeasureNorms = true }).Epochs[0];
        Assert.All(epoch.Norms!, norms => Assert.Null(norms.Gradient));
        Assert.Null(epoch.Training);
        epoch = TanhNet.Create(1).Train(Data(), Options with { MeasureGradient = true }).Epochs[0];
        Assert.All(epoch.Norms!, norms => Assert.True(norms is { Gradient: > 0, Parameters: > 0, Update: > 0 }));
    }

    [Fact]
    public void The_learning_rate_is_that_of_the_last_step()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(3, warmUpEpochs: 1, final: 0.25);
        var network = new RecordingNetwork();
        TrainingHistory history = network.Train(RecordingNetwork.Data(10), Options with { Schedule = schedule, LearningRate = 0.5 });
        Assert.Equal(
            Enumerable.Range(0, 4).Select(epoch => 0.5 * schedule.FactorAt((3 * epoch) + 2, 3)),
            history.Epochs.Select(epoch => epoch.LearningRate!.Value));
        Assert.Equal(network.LearningRates.Where((_, step) => step % 3 == 2), history.Epochs.Select(epoch => (float)epoch.LearningRate!));
    }

    /// <summary>A step takes a second, an evaluation ten, a progress call a hundred; an epoch has three steps.</summary>
    [Fact]
    public void Times_are_those_of_the_steps_and_of_the_epoch()
    {
        var time = new ManualTime();
        using var trainer = new Trainer<float>(
            Timed(time), RecordingNetwork.Data(12), Options with { EvaluateTraining = true }, RecordingNetwork.Data(2), null, time);
        _ = trainer.RunStep();
        time.Pass(TimeSpan.FromSeconds(1000));
        TrainingHistory history = trainer.Run(_ => time.Pass(TimeSpan.FromSeconds(100)));
        Assert.Equal(4, history.Epochs.Count);
        Assert.All(
            history.Epochs,
            epoch => Assert.Equal(
                (TimeSpan.FromSeconds(23), TimeSpan.FromSeconds(3), 12, 4.0),
                (epoch.Elapsed, epoch.TrainingTime, epoch.SampleCount, epoch.SamplesPerSecond)));
        Assert.Equal(TimeSpan.FromSeconds(4 * 123), history.Elapsed);
    }

    [Fact]
    public void Times_go_on_where_a_training_was_saved()
    {
        var time = new ManualTime();
        using var first = new Trainer<float>(Timed(time), RecordingNetwork.Data(12), Options, null, null, time);
        _ = first.RunEpoch();
        _ = first.RunStep();
        MemoryStream file = Saved(first);
        time.Pass(TimeSpan.FromSeconds(1000));
        using var other = new Trainer<float>(Timed(time), RecordingNetwork.Data(12), Options, null, null, time);
        other.Restore(CheckpointFile.Open<float>(file, "file", new RecordingNetwork().Topology));
        _ = other.RunEpoch();
        Assert.All(
            other.History.Epochs,
            epoch => Assert.Equal(
                (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3), 12, 4.0),
                (epoch.Elapsed, epoch.TrainingTime, epoch.SampleCount, epoch.SamplesPerSecond)));
    }

    [Fact]
    public void A_throughput_that_cannot_be_measured_is_null()
    {
        using var trainer = new Trainer<float>(new RecordingNetwork(), RecordingNetwork.Data(12), Options, null, null, new ManualTime());
        Assert.Null(trainer.RunEpoch()!.SamplesPerSecond);
    }

    /// <summary>Saved after every step: among others in the middle of an epoch, and at its end.</summary>
    [Fact]
    public void Results_come_back_from_a_checkpoint_and_go_on_to_the_bit()
    {
        TrainingOptions options = All with { Epochs = 3 };
        DoubleNet whole = DoubleNet.Create(1);
        DataSet<double> data = TrainingCase.Samples<double>(70, 10, 22);
        TrainingHistory expected = whole.Train(data, options, data);
        var trainer = new Trainer<double>(DoubleNet.Create(1), data, options, data);
        while (trainer.StopReason is null)
        {
            _ = trainer.RunStep();
            MemoryStream file = Saved(trainer);
            TrainingHistory before = trainer.History;
            trainer.Dispose();
            trainer = Trainer.Resume(DoubleNet.Create(2), file, data, options, data);
            Assert.Equal(before.Epochs.Select(TimesOf), trainer.History.Epochs.Select(TimesOf));
        }

        Assert.Equal(expected.Epochs.SelectMany(NumbersOf), trainer.History.Epochs.SelectMany(NumbersOf));
        trainer.Dispose();

        static (TimeSpan, TimeSpan, int, double?) TimesOf(EpochResult epoch) =>
            (epoch.Elapsed, epoch.TrainingTime, epoch.SampleCount, epoch.SamplesPerSecond);
    }

    [Fact]
    public void What_is_measured_may_change_when_a_training_is_resumed()
    {
        using var trainer = new Trainer<float>(TanhNet.Create(1), Data(), Options);
        _ = trainer.RunEpoch();
        TanhNet network = TanhNet.Create(2);
        using Trainer<float> measured = Trainer.Resume(network, Saved(trainer), Data(), All);
        _ = measured.RunEpoch();
        using Trainer<float> plain = Trainer.Resume(TanhNet.Create(3), Saved(measured), Data(), Options);
        _ = plain.RunEpoch();
        Assert.Equal([false, true, false], plain.History.Epochs.Select(epoch => epoch.Training is not null));
        Assert.Equal([false, true, false], plain.History.Epochs.Select(epoch => epoch.Norms is not null));
        TanhNet expected = TanhNet.Create(1);
        expected.Train(Data(), All with { Epochs = 2 });
        EqualityAssert.SameParameters<float>(expected, network, "measured");
    }

    [Fact]
    public void A_checkpoint_without_what_was_added_later_is_read()
    {
        using var trainer = new Trainer<float>(TanhNet.Create(1), Data(), Options);
        TrainingHistory history = trainer.Run();
        string state = StateOf(Saved(trainer));
        string earlier = System.Text.RegularExpressions.Regex.Replace(state, ",\"(trainingTime|learningRate)\":(\"[^\"]*\"|[0-9]+)", "");
        Assert.True(earlier.Length < state.Length - 100);
        TrainingState read = TrainingState.Read(earlier);
        Assert.Equal(history.Epochs.Select(epoch => epoch.TrainingCost), read.Epochs.Select(epoch => epoch.TrainingCost));
        Assert.All(
            read.Epochs,
            epoch => Assert.Equal(
                (null, null, null, TimeSpan.Zero, null),
                (epoch.LearningRate, epoch.Training, epoch.Norms, epoch.TrainingTime, epoch.SamplesPerSecond)));
    }

    [Theory]
    [InlineData("\"trainingTime\":", "\"trainingTime\":-")]
    [InlineData("\"trainingTime\":", "\"trainingTime\":9223372036854775807,\"was\":")]
    [InlineData("\"learningRate\":\"", "\"learningRate\":\"x")]
    [InlineData("\"learningRate\":\"", "\"learningRate\":null,\"was\":\"")]
    [InlineData("\"norms\":[", "\"norms\":3,\"was\":[")]
    [InlineData("\"norms\":[", "\"norms\":[1,")]
    [InlineData("\"block\":\"", "\"block\":null,\"was\":\"")]
    [InlineData("\"block\":\"", "\"blocks\":\"")]
    [InlineData("\"parameters\":\"", "\"parameters\":\"x")]
    [InlineData("\"update\":\"", "\"was\":\"")]
    [InlineData("\"gradient\":\"", "\"gradient\":0,\"was\":\"")]
    [InlineData("\"training\":{\"cost\":\"", "\"training\":{\"was\":\"")]
    [InlineData("\"correct\":", "\"correct\":-1,\"was\":")]
    public void Results_that_no_trainer_writes_are_refused(string text, string other)
    {
        using var trainer = new Trainer<float>(TanhNet.Create(1), Data(), All, Data());
        _ = trainer.RunEpoch();
        string state = StateOf(Saved(trainer));
        Assert.Contains(text, state, StringComparison.Ordinal);
        Assert.ThrowsAny<FormatException>(() => TrainingState.Read(state.Replace(text, other, StringComparison.Ordinal)));
        Assert.Single(TrainingState.Read(state).Epochs);
    }

    [Fact]
    public void A_step_allocates_nothing_whatever_is_measured()
    {
        var network = new AllocationNetwork(3 * 100);
        DataSet<float> data = DataSet.FromTargets(new float[2 * 1000], 2, new float[3 * 1000], 3);
        network.Train(
            data, new TrainingOptions { Epochs = 3, MiniBatchSize = 10, MeasureNorms = true, TimeLimit = TimeSpan.FromDays(1) });
        Assert.Equal(300, network.Calls);
        for (int step = 100; step < 300; step++)
        {
            if (step % 100 != 0)
            {
                Assert.Equal(0, network.Seen[step] - network.Seen[step - 1]);
            }
        }
    }

    [Fact]
    public void An_epoch_and_its_norms_are_lines_of_text()
    {
        EpochResult epoch = HistoryTests.Measured();
        Assert.Equal(
            "epoch  2: training cost 0.5000, on training data cost 0.2500, 3 of 4 correct (75.00 %), "
            + "validation cost NaN, 1 of 8 correct (12.50 %), 3.000 s",
            epoch.ToString());
        Assert.Equal("layers.0.weight: norm 1.5, update 0.125, gradient 1E-10", epoch.Norms![0].ToString());
        Assert.Equal("layers.0.bias: norm 0, update Infinity", epoch.Norms[1].ToString());
    }

    /// <summary>Of this thread: other tests train at the same time.</summary>
    [Fact]
    public void Measurements_have_the_class_of_the_network()
    {
        int thread = Environment.CurrentManagedThreadId;
        var seen = new List<string>();
        using (MeterListener listener = Listen((name, _, tags) => Add(name, tags)))
        {
            TanhNet.Create(1).Train(Data(), Options with { Epochs = 1 }, Data());
            RuntimeNetwork<float>.Create(TanhNet.Topology, 1).Train(Data(), Options with { Epochs = 1 }, Data());
        }

        Assert.Equal(
            ["netgen.training.cost netgen.network=NetGen.Tests.TanhNet", "netgen.training.cost netgen.network=NetGen.RuntimeNetwork"],
            seen.Where(one => one.StartsWith("netgen.training.cost ", StringComparison.Ordinal)));
        Assert.All(seen, one => Assert.Matches("^netgen[.][a-z_.]+ netgen[.]network=NetGen[.](Tests[.]TanhNet|RuntimeNetwork)$", one));
        Assert.True(seen.Count > 10, $"Only {seen.Count} measurements.");

        void Add(string name, string tags)
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                seen.Add($"{name} {tags}");
            }
        }
    }

    /// <summary>No other test trains this class.</summary>
    [Fact]
    public void Runs_of_a_search_that_go_on_at_once_are_told_apart()
    {
        var seen = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using (MeterListener listener = Listen((name, value, tags) => seen.Enqueue((name, value, tags))))
        {
            Search.Grid(
                seed => SearchedNet.Create(seed),
                Data(),
                Data(),
                new SearchSpace(Options).Add("rate", [0.01, 0.02], (options, rate) => options with { LearningRate = rate }),
                new SearchOptions { Seeds = [5, 6], MaxDegreeOfParallelism = 4 });
        }

        (string Name, double Value, string Tags)[] ofSearch =
            [.. seen.Where(one => one.Tags.Contains(nameof(SearchedNet), StringComparison.Ordinal))];
        string[] runs = [.. from trial in new[] { 0, 1 } from seed in new[] { 5, 6 } select TagsOf(trial, seed)];
        Assert.Equal(runs, ofSearch.Select(one => one.Tags).Distinct().Order());
        Assert.All(runs, run => Assert.Equal(
            Options.Epochs, ofSearch.Where(one => one.Name == "netgen.training.epochs" && one.Tags == run).Sum(one => one.Value)));
        Assert.All(
            ofSearch.Where(one => one.Name == "netgen.training.learning_rate"),
            one => Assert.Equal(one.Tags.Contains("trial=0", StringComparison.Ordinal) ? 0.01 : 0.02, one.Value));

        static string TagsOf(int trial, int seed) =>
            string.Create(CultureInfo.InvariantCulture, $"netgen.network=NetGen.Tests.SearchedNet netgen.trial={trial} netgen.seed={seed}");
    }

    /// <summary>Of this thread: other tests train at the same time.</summary>
    [Fact]
    public void The_meter_gets_each_epoch_once()
    {
        int thread = Environment.CurrentManagedThreadId;
        var seen = new List<(string Name, double Value)>();
        TrainingHistory history;
        using (MeterListener listener = Listen((name, value, _) => Add(name, value)))
        {
            history = TanhNet.Create(1).Train(Data(), Options with { Epochs = 2 }, Data());
            new CostlessNetwork().Train(RecordingNetwork.Data(12), Options with { Epochs = 1 }, RecordingNetwork.Data(12));
        }

        TanhNet.Create(1).Train(Data(), Options with { Epochs = 1 });
        Assert.Equal(
            history.Epochs.SelectMany(ExpectedOf),
            seen.Take(14));

        // A validation cost that is not a number is left out.
        Assert.DoesNotContain(seen.Skip(14), one => one.Name == "netgen.validation.cost");
        Assert.Contains(("netgen.training.samples", 12.0), seen.Skip(14));
        Assert.Equal(3, seen.Count(one => one.Name == "netgen.training.epochs"));

        void Add(string name, double value)
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                seen.Add((name, value));
            }
        }

        static IEnumerable<(string Name, double Value)> ExpectedOf(EpochResult epoch) =>
        [
            ("netgen.training.epochs", 1),
            ("netgen.training.samples", 22),
            ("netgen.training.cost", epoch.TrainingCost),
            ("netgen.training.learning_rate", 0.1),
            ("netgen.training.throughput", epoch.SamplesPerSecond!.Value),
            ("netgen.validation.cost", epoch.Validation!.Cost),
            ("netgen.validation.accuracy", epoch.Validation.Accuracy!.Value),
        ];
    }

    private static DataSet<float> Data() => TrainingCase.Samples<float>(16, 4, 22);

    private static MemoryStream Saved<T>(Trainer<T> trainer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var stream = new MemoryStream();
        trainer.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static string StateOf(MemoryStream file) =>
        PlainSafeTensors.Read(file.ToArray())!.Metadata.Single(pair => pair.Key == "netgen.training").Value;

    private static TimedNetwork Timed(ManualTime time) => new(time);

    /// <summary>All that does not depend on the time.</summary>
    private static IEnumerable<object?> NumbersOf(EpochResult epoch) =>
    [
        epoch.Epoch, epoch.TrainingCost, epoch.LearningRate, epoch.Training?.Cost, epoch.Training?.Correct, epoch.Training?.Count,
        epoch.Validation?.Cost, epoch.Validation?.Correct, epoch.Validation?.Count, .. epoch.Norms ?? [],
    ];

    /// <summary>Trains with everything measured, and compares each epoch with what the network says of itself.</summary>
    private static MeterListener Listen(Action<string, double, string> add)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "NetGen")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => add(instrument.Name, value, Text(tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => add(instrument.Name, value, Text(tags)));
        listener.Start();
        return listener;

        static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            string.Join(' ', tags.ToArray().Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));
    }

    private static void Check<T>(Func<long, ITrainableNetwork<T>> create, int inputs, int classes, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DataSet<T> data = TrainingCase.Samples<T>(inputs, classes, 22);
        DataSet<T> validation = TrainingCase.Samples<T>(inputs, classes, 30, seed: 6);
        ITrainableNetwork<T> plain = create(1);
        TrainingHistory expected = plain.Train(data, Options, validation);

        ITrainableNetwork<T> network = create(1);
        var before = new ParameterBuffer<T>(network.Topology);
        before.CopyFrom(network.Parameters);
        using var trainer = new Trainer<T>(network, data, All, validation, new WorkerTeam(threads) { DividesAll = true });
        TrainingHistory history = trainer.Run(epoch =>
        {
            Evaluation training = network.Evaluate(data);
            Assert.Equal(
                (training.Cost, training.Correct, training.Count),
                (epoch.Training!.Cost, epoch.Training.Correct, epoch.Training.Count));
            AssertNorms(network, before, epoch.Norms!);
            AssertGradient(network, data, epoch.Norms!, null);
            before.CopyFrom(network.Parameters);
        });
        EqualityAssert.SameParameters(plain, network, "measured");
        TrainingCase.AssertSame(expected, history);
    }

    private static void AssertNorms<T>(ITrainableNetwork<T> network, ParameterBuffer<T> before, IReadOnlyList<BlockNorms> norms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(
            network.Topology.ParameterBlocks.Where(block => block.IsTrained).Select(block => block.Name),
            norms.Select(one => one.BlockName));
        foreach (BlockNorms one in norms)
        {
            T[] values = Block(network.Parameters, one.BlockName);
            T[] earlier = Block(before, one.BlockName);
            Assert.Equal(double.CreateChecked(network.Parameters.Norm(one.BlockName)), one.Parameters);
            var difference = new ParameterBuffer<T>(network.Topology);
            difference.CopyFrom(one.BlockName, Array.ConvertAll([.. values.Zip(earlier)], pair => pair.First - pair.Second));
            Assert.Equal(double.CreateChecked(difference.Norm(one.BlockName)), one.Update);
            Assert.True(one.Update > 0);
        }
    }

    /// <summary>Sample by sample.</summary>
    private static void AssertGradient<T>(
        ITrainableNetwork<T> network, DataSet<T> data, IReadOnlyList<BlockNorms> norms, T[]? means)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gradient = new ParameterBuffer<T>(network.Topology);
        var input = new T[data.InputSize];
        var target = new T[network.Topology.OutputSize];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInput(i, input);
            for (int feature = 0; means is not null && feature < input.Length; feature++)
            {
                input[feature] = T.IsNaN(input[feature]) ? means[feature] : input[feature];
            }

            Array.Clear(target);
            target[target.Length == 1 ? 0 : data.GetLabel(i)] = target.Length == 1 ? T.CreateChecked(data.GetLabel(i)) : T.One;
            _ = network.Backprop(input, target, gradient);
        }

        Assert.NotEmpty(norms);
        foreach (BlockNorms one in norms)
        {
            Assert.Equal(double.CreateChecked(gradient.Norm(one.BlockName)) / data.Count, one.Gradient);
        }
    }

    private static T[] Block<T>(ParameterBuffer<T> parameters, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[parameters.Topology.ParameterBlocks.Single(block => block.Name == name).Count];
        parameters.CopyTo(name, values);
        return values;
    }

    /// <summary>A step takes a second, and an evaluation ten.</summary>
    private sealed class TimedNetwork(ManualTime time) : StubNetwork
    {
        public override float TrainMiniBatch(
            ReadOnlySpan<float> inputs,
            ReadOnlySpan<float> targets,
            float learningRate,
            WorkerTeam? workers = null,
            DropoutKey? dropout = null)
        {
            time.Pass(TimeSpan.FromSeconds(1));
            return 1;
        }

        public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            time.Pass(TimeSpan.FromSeconds(10));
            outputs.Clear();
        }
    }

    /// <summary>A network whose validation cost is NaN.</summary>
    private sealed class CostlessNetwork : StubNetwork
    {
        public override float TrainMiniBatch(
            ReadOnlySpan<float> inputs,
            ReadOnlySpan<float> targets,
            float learningRate,
            WorkerTeam? workers = null,
            DropoutKey? dropout = null) => 1;

        public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => outputs.Fill(float.NaN);
    }
}
