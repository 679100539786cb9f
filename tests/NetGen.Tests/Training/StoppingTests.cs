using System.Globalization;

namespace NetGen.Tests.Training;

/// <summary>What ends a training run besides the number of epochs and patience: targets, a time limit and calls of Stop.</summary>
public sealed class StoppingTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 9, MiniBatchSize = 5 };

    [Theory]
    [InlineData(3.0, 2)]
    [InlineData(2.5, 4)]
    [InlineData(2.0, 4)]
    [InlineData(1.5, null)]
    public void Training_stops_after_the_epoch_whose_validation_cost_is_the_target_or_less(double target, int? epoch)
    {
        var network = new CostsNetwork(5, 3, 4, 2, 6, 7, 8, 9, 9);
        TrainingHistory history = network.Train(Data(), Options with { TargetCost = target }, Data());
        Assert.Equal(
            (epoch ?? 9, epoch is null ? StopReason.Completed : StopReason.TargetReached), (history.Epochs.Count, history.StopReason));
        Assert.Equal(2 * history.Epochs.Count, network.Steps);
    }

    /// <summary>Labels 0 1 2 0 1 2: one, two or four of six are right.</summary>
    [Theory]
    [InlineData(0.16, 1)]
    [InlineData(0.5, 3)]
    [InlineData(0.6666, 3)]
    [InlineData(0.6667, null)]
    public void Training_stops_after_the_epoch_whose_validation_accuracy_is_the_target_or_more(double target, int? epoch)
    {
        int calls = 0;
        var network = new RecordingNetwork { OutputOf = first => OutputsOf((int)first, calls) };
        TrainingHistory history = network.Train(
            RecordingNetwork.Data(10), Options with { TargetAccuracy = target, Epochs = 4 }, RecordingNetwork.Data(6), _ => calls++);
        Assert.Equal(new int?[] { 1, 2, 4, 4 }.Take(epoch ?? 4), history.Epochs.Select(one => one.Validation!.Correct));
        Assert.Equal(
            (epoch ?? 4, epoch is null ? StopReason.Completed : StopReason.TargetReached), (history.Epochs.Count, history.StopReason));

        static float[] OutputsOf(int sample, int epoch)
        {
            var outputs = new float[3];
            outputs[sample < new[] { 1, 2, 4, 4 }[epoch] ? sample % 3 : (sample + 1) % 3] = 1;
            return outputs;
        }
    }

    [Fact]
    public void A_cost_that_is_no_number_reaches_no_target()
    {
        var network = new CostsNetwork(float.NaN, float.PositiveInfinity, 1);
        TrainingHistory history = network.Train(Data(), Options with { TargetCost = 1e30, Epochs = 3 }, Data());
        Assert.Equal((3, StopReason.TargetReached), (history.Epochs.Count, history.StopReason));
        Assert.Contains(", target reached; epoch  3", history.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The epoch that reaches the accuracy may not be that with the lowest cost.</summary>
    [Fact]
    public void The_parameters_are_those_of_the_epoch_that_reached_the_target()
    {
        DataSet<float> training = TrainingCase.Samples<float>(16, 4, 22);
        DataSet<float> validation = TrainingCase.Samples<float>(16, 4, 30, seed: 6);
        var options = new TrainingOptions { Epochs = 40, MiniBatchSize = 4, LearningRate = 0.1, Seed = 3 };
        TrainingHistory all = TanhNet.Create(1).Train(training, options, validation);
        EpochResult goal = all.Epochs.First(
            epoch => all.Epochs.Take(epoch.Epoch - 1).Any(one => one.Validation!.Cost < epoch.Validation!.Cost)
                && all.Epochs.Take(epoch.Epoch - 1).All(one => one.Validation!.Correct < epoch.Validation!.Correct));

        TanhNet network = TanhNet.Create(1);
        using var trainer = new Trainer<float>(
            network, training, options with { Patience = 40, TargetAccuracy = goal.Validation!.Accuracy }, validation);
        TrainingHistory history = trainer.Run();
        Assert.Equal((goal.Epoch, StopReason.TargetReached), (history.Epochs.Count, history.StopReason));
        Assert.Equal(goal.Validation.Cost, network.Evaluate(validation).Cost);
        trainer.RestoreBest();
        Assert.Equal(history.BestEpoch!.Validation!.Cost, network.Evaluate(validation).Cost);
        Assert.NotEqual(goal.Epoch, history.BestEpoch.Epoch);
    }

    [Fact]
    public void A_target_that_was_reached_stays_so_until_it_is_another()
    {
        var options = Options with { TargetCost = 3 };
        using var trainer = new Trainer<float>(new CostsNetwork(5, 3, 4, 2), Data(), options, Data());
        Assert.Equal(StopReason.TargetReached, trainer.Run().StopReason);
        Assert.Equal(3, trainer.RunEpoch()?.Epoch);
        Assert.Equal((StopReason.TargetReached, 3), (trainer.Run().StopReason, trainer.Epoch));

        using Trainer<float> same = Resume(trainer, new CostsNetwork(), options);
        Assert.Equal(StopReason.TargetReached, same.StopReason);
        using Trainer<float> other = Resume(trainer, new CostsNetwork(5, 3, 4, 2) { Steps = 6 }, options with { TargetCost = 2 });
        Assert.Null(other.StopReason);
        Assert.Equal((StopReason.TargetReached, 4), (other.Run().StopReason, other.Epoch));
    }

    [Fact]
    public void A_target_needs_validation_data()
    {
        foreach ((TrainingOptions options, string name) in new[]
        {
            (new TrainingOptions { TargetCost = 1 }, "TargetCost"), (new TrainingOptions { TargetAccuracy = 1 }, "TargetAccuracy"),
        })
        {
            var exception = Assert.Throws<ArgumentException>("validation", () => new RecordingNetwork().Train(Data(), options));
            Assert.StartsWith(
                $"The options have {name}, which needs validation data; there are none.", exception.Message, StringComparison.Ordinal);
        }

        DataSet<float> targets = DataSet.FromTargets(new float[8], 2, new float[12], 3);
        var unlabeled = Assert.Throws<ArgumentException>(
            "validation", () => new RecordingNetwork().Train(Data(), new TrainingOptions { TargetAccuracy = 1 }, targets));
        Assert.StartsWith(
            "The options have TargetAccuracy, which needs validation data with labels; these have none. Set TargetCost instead.",
            unlabeled.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (double cost in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("TargetCost", () => new TrainingOptions { TargetCost = cost });
        }

        foreach (double accuracy in new[] { 0, -1, 1.01, 95, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>("TargetAccuracy", () => new TrainingOptions { TargetAccuracy = accuracy });
        }

        foreach (long ticks in new[] { 0, -1 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                "TimeLimit", () => new TrainingOptions { TimeLimit = TimeSpan.FromTicks(ticks) });
        }

        Assert.Equal(
            (0.0, 1.0, 1L),
            (new TrainingOptions { TargetCost = 0 }.TargetCost!.Value,
                new TrainingOptions { TargetAccuracy = 1 }.TargetAccuracy!.Value,
                new TrainingOptions { TimeLimit = TimeSpan.FromTicks(1) }.TimeLimit!.Value.Ticks));
    }

    [Fact]
    public void Options_are_printed_the_same_in_every_culture_and_compared()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var options = new TrainingOptions { TargetCost = 0.25, TargetAccuracy = 0.5, TimeLimit = new TimeSpan(0, 1, 2, 3, 500) };
            Assert.Contains(
                "TargetCost = 0.25, TargetAccuracy = 0.5, TimeLimit = 01:02:03.5000000, EvaluateTraining = False",
                options.ToString(),
                StringComparison.Ordinal);
            Assert.NotEqual(options, options with { TargetCost = 0.5 });
            Assert.NotEqual(options, options with { TargetAccuracy = 0.75 });
            Assert.NotEqual(options, options with { TimeLimit = null });
            Assert.NotEqual(options, options with { EvaluateTraining = true });
            Assert.NotEqual(options, options with { MeasureNorms = true });
            Assert.NotEqual(options, options with { MeasureGradient = true });
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Each step takes a minute, and two make an epoch.</summary>
    [Theory]
    [InlineData(5, 5, 2)]
    [InlineData(4, 4, 2)]
    [InlineData(1, 1, 0)]
    [InlineData(18, 18, 9)]
    public void A_time_limit_stops_before_the_first_step_after_it(int minutes, int steps, int epochs)
    {
        var time = new ManualTime();
        SteppingNetwork network = Slow(time);
        TrainingOptions options = Options with { TimeLimit = TimeSpan.FromMinutes(minutes) };
        using var trainer = new Trainer<float>(network, Data(), options, null, null, time);
        TrainingHistory history = trainer.Run();
        Assert.Equal((steps, epochs), (network.Steps, history.Epochs.Count));
        Assert.Equal(steps == 18 ? StopReason.Completed : StopReason.TimeLimit, history.StopReason);
        Assert.Equal(TimeSpan.FromMinutes(steps), history.Elapsed);
    }

    [Fact]
    public void A_time_limit_counts_all_calls_and_the_time_before_a_resumption_but_not_the_time_between()
    {
        var time = new ManualTime();
        TrainingOptions options = Options with { TimeLimit = TimeSpan.FromMinutes(5) };
        using var first = new Trainer<float>(Slow(time), Data(), options, null, null, time);
        _ = first.RunStep();
        time.Pass(TimeSpan.FromHours(3));
        Assert.Equal(1, first.RunEpoch()?.Epoch);
        Assert.Null(first.StopReason);

        var stream = new MemoryStream();
        first.Save(stream);
        SteppingNetwork network = Slow(time);
        using Trainer<float> resumed = Restored(stream, network, options, time);
        TrainingHistory history = resumed.Run();
        Assert.Equal((StopReason.TimeLimit, 3), (history.StopReason, network.Steps));
        Assert.Matches(", time limit reached; epoch  2: ", history.ToString());

        // It stays reached: a run does nothing, single calls go on, and a run with a later limit does too.
        Assert.Equal((StopReason.TimeLimit, 5), (resumed.Run().StopReason, resumed.Step));
        _ = resumed.RunStep();
        Assert.Equal((StopReason.TimeLimit, 6), (resumed.StopReason, resumed.Step));
        stream = new MemoryStream();
        resumed.Save(stream);
        using Trainer<float> longer = Restored(stream, Slow(time), options with { TimeLimit = TimeSpan.FromMinutes(8) }, time);
        Assert.Null(longer.StopReason);
        Assert.Equal((StopReason.TimeLimit, 8), (longer.Run().StopReason, longer.Step));
    }

    [Fact]
    public void A_time_limit_does_not_hide_parameters_that_are_not_finite()
    {
        var time = new ManualTime();
        var network = new SteppingNetwork(self =>
        {
            time.Pass(TimeSpan.FromMinutes(1));
            self.Parameters.SetBiases(0, [float.NaN, 0, 0]);
            return 1;
        });
        using var trainer = new Trainer<float>(
            network, Data(), Options with { TimeLimit = TimeSpan.FromMinutes(1) }, null, null, time);
        Assert.Throws<TrainingDivergedException>(() => trainer.Run());
        Assert.Equal(1, network.Steps);
    }

    [Fact]
    public void A_progress_call_stops_a_training_of_one_call()
    {
        var network = new CostsNetwork(5, 3, 4, 2);
        TrainingHistory history = network.Train(Data(), Options with { Patience = 9 }, Data(), StopAfter3);
        Assert.Equal((3, StopReason.Stopped), (history.Epochs.Count, history.StopReason));
        Assert.Contains(" s, stopped; epoch  3", history.ToString(), StringComparison.Ordinal);

        // The best parameters, as at every end of a training run with patience.
        Assert.Equal(4, network.StepOfParameters);

        static void StopAfter3(EpochResult epoch, Trainer<float> trainer)
        {
            Assert.Equal(epoch.Epoch, trainer.Epoch);
            if (epoch.Epoch == 3)
            {
                trainer.Stop();
            }
        }
    }

    [Fact]
    public void A_training_that_was_stopped_goes_on_to_the_bit()
    {
        DataSet<double> data = TrainingCase.Samples<double>(70, 10, 22);
        TrainingOptions options = Options with { Optimizer = Optimizer.Adam(), Epochs = 5 };
        DoubleNet whole = DoubleNet.Create(1);
        TrainingHistory expected = whole.Train(data, options);

        DoubleNet parts = DoubleNet.Create(1);
        using var trainer = new Trainer<double>(parts, data, options);
        Assert.Equal(StopReason.Stopped, trainer.Run(epoch => trainer.Stop()).StopReason);
        Assert.Equal((1, StopReason.Stopped), (trainer.Epoch, trainer.StopReason));
        _ = trainer.RunStep();
        Assert.Null(trainer.StopReason);
        trainer.Stop();
        Assert.Equal(StopReason.Stopped, trainer.StopReason);

        // What a checkpoint goes on with is not stopped.
        var stream = new MemoryStream();
        trainer.Save(stream);
        stream.Position = 0;
        DoubleNet other = DoubleNet.Create(2);
        using Trainer<double> resumed = Trainer.Resume(other, stream, data, options);
        Assert.Null(resumed.StopReason);
        Assert.Equal(StopReason.Completed, resumed.Run().StopReason);
        Assert.Equal(StopReason.Completed, trainer.Run().StopReason);
        EqualityAssert.SameParameters<double>(whole, parts, "stopped");
        EqualityAssert.SameParameters<double>(whole, other, "resumed");
        TrainingCase.AssertSame(expected, trainer.History);
    }

    [Fact]
    public void Stop_ends_an_epoch_in_its_middle()
    {
        Trainer<float>? trainer = null;
        var network = new SteppingNetwork(self =>
        {
            if (self.Steps == 3)
            {
                trainer!.Stop();
            }

            return 1;
        });
        using (trainer = new Trainer<float>(network, Data(), Options))
        {
            Assert.NotNull(trainer.RunEpoch());
            Assert.Null(trainer.RunEpoch());
            Assert.Equal((3, StopReason.Stopped), (trainer.Step, trainer.StopReason));
            Assert.Equal(2, trainer.RunEpoch()?.Epoch);
            Assert.Null(trainer.StopReason);
        }
    }

    [Fact]
    public void A_training_that_has_ended_by_itself_was_not_stopped()
    {
        using var trainer = new Trainer<float>(new CostsNetwork(5, 3), Data(), Options with { Epochs = 2 }, Data());
        Assert.Equal(StopReason.Completed, trainer.Run(StopAfter2).StopReason);
        Assert.Equal(StopReason.Completed, trainer.StopReason);

        void StopAfter2(EpochResult epoch)
        {
            if (epoch.Epoch == 2)
            {
                trainer.Stop();
            }
        }
    }

    /// <summary>Calls with lambdas, methods, null and nothing compile, and each is of the overload that it should be.</summary>
    [Fact]
    public void All_kinds_of_progress_can_be_given()
    {
        TrainingOptions options = Options with { Epochs = 2 };
        var seen = new List<EpochResult>();
        var set = new HashSet<EpochResult>();
        var reports = new Reports();
        TrainingHistory history = new CostsNetwork(5, 3).Train(Data(), options, Data(), seen.Add);
        Assert.Equal(history.Epochs, seen);
        history = new CostsNetwork(5, 3).Train(Data(), options, Data(), progress: epoch => set.Add(epoch));
        Assert.True(set.SetEquals(history.Epochs));
        history = new CostsNetwork(5, 3).Train(Data(), options, Data(), reports);
        Assert.Equal(history.Epochs, reports.Seen);
        var epochs = new List<int>();
        history = new CostsNetwork(5, 3).Train(Data(), options, Data(), (_, trainer) => epochs.Add(trainer.Epoch));
        Assert.Equal([1, 2], epochs);
        history = new CostsNetwork(5, 3).Train(Data(), options, Data(), null, CancellationToken.None);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(2, new CostsNetwork(5, 3).Train(Data(), options).Epochs.Count);
        Assert.Equal(2, new CostsNetwork(5, 3).Train(Data(), options, Data(), (IProgress<EpochResult>?)null).Epochs.Count);
        Assert.Equal(
            2, new CostsNetwork(5, 3).Train(Data(), options, Data(), (Action<EpochResult, Trainer<float>>?)null).Epochs.Count);

        using var one = new Trainer<float>(new CostsNetwork(5, 3), Data(), options, Data());
        history = one.Run(reports);
        Assert.Equal(history.Epochs, reports.Seen.Skip(2));
        Assert.Equal(2, one.Run(null).Epochs.Count);
        Assert.Equal(2, one.Run((IProgress<EpochResult>?)null).Epochs.Count);
    }

    private static DataSet<float> Data() => RecordingNetwork.Data(10);

    private static SteppingNetwork Slow(ManualTime time) => new(_ =>
    {
        time.Pass(TimeSpan.FromMinutes(1));
        return 1;
    });

    private static Trainer<float> Resume(Trainer<float> trainer, CostsNetwork network, TrainingOptions options)
    {
        var stream = new MemoryStream();
        trainer.Save(stream);
        stream.Position = 0;
        return Trainer.Resume(network, stream, Data(), options, Data());
    }

    private static Trainer<float> Restored(MemoryStream stream, SteppingNetwork network, TrainingOptions options, ManualTime time)
    {
        stream.Position = 0;
        var trainer = new Trainer<float>(network, Data(), options, null, null, time);
        trainer.Restore(CheckpointFile.Open<float>(stream, "file", network.Topology));
        return trainer;
    }

    /// <summary>Two steps make an epoch, after each of which the cost of every sample is a given one.</summary>
    private sealed class CostsNetwork(params float[] costs) : StubNetwork
    {
        public int Steps { get; set; }

        public int StepOfParameters
        {
            get
            {
                var biases = new float[3];
                Parameters.GetBiases(0, biases);
                return (int)biases[0];
            }
        }

        public override float TrainMiniBatch(
            ReadOnlySpan<float> inputs,
            ReadOnlySpan<float> targets,
            float learningRate,
            WorkerTeam? workers = null,
            DropoutKey? dropout = null)
        {
            Steps++;
            Parameters.SetBiases(0, [Steps, 0, 0]);
            return 0;
        }

        public override void FeedForwardBatch(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs, Span<float> costsOfSamples)
        {
            outputs.Clear();
            costsOfSamples.Fill(costs[(Steps / 2) - 1]);
        }
    }

    private sealed class Reports : IProgress<EpochResult>
    {
        public List<EpochResult> Seen { get; } = [];

        public void Report(EpochResult value) => Seen.Add(value);
    }
}
