namespace NetGen.Tests.Training;

/// <summary>A training run in several calls is the same, to the bit, as in one; and what the trainer says of itself.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TrainerStateTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 4, MiniBatchSize = 4, LearningRate = 0.1, Seed = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Ten_epochs_and_ten_more_are_twenty(int threads)
    {
        TrainingOptions options = Options with
        {
            Epochs = 20, Schedule = LearningRateSchedule.Cosine(15, warmUpEpochs: 2), MaxDegreeOfParallelism = threads,
        };
        TanhNet whole = TanhNet.Create(1);
        TrainingHistory expected = whole.Train(Data(), options, Data());

        TanhNet parts = TanhNet.Create(1);
        using var trainer = new Trainer<float>(parts, Data(), options with { Epochs = 10 }, Data());
        Assert.Equal((StopReason.Completed, 10), Ended(trainer.Run()));
        for (int epoch = 11; epoch <= 20; epoch++)
        {
            Assert.Equal(epoch, trainer.RunEpoch()?.Epoch);
        }

        EqualityAssert.SameParameters<float>(whole, parts, "ten and ten");
        TrainingCase.AssertSame(expected, trainer.History);
    }

    /// <summary>The trainer only makes the mini-batches and the rates; L2 is the weight decay over the number of samples.</summary>
    [Fact]
    public void An_optimizer_makes_the_steps()
    {
        TrainingOptions options = Options with
        {
            Epochs = 1, LearningRate = null, Optimizer = Optimizer.Momentum(0.2, 0.5), L2 = 3, MiniBatchSize = 22,
        };
        TanhNet trained = TanhNet.Create(1);
        trained.Train(Data(), options);

        TanhNet stepped = TanhNet.Create(1);
        int[] order = [.. Enumerable.Range(0, 22)];
        new SeededRandom(options.Seed).Shuffle(order.AsSpan());
        var inputs = new float[22 * 16];
        var targets = new float[22 * 4];
        for (int i = 0; i < order.Length; i++)
        {
            Data().CopyInput(order[i], inputs.AsSpan(i * 16, 16));
            Data().CopyTarget(order[i], targets.AsSpan(i * 4, 4));
        }

        OptimizerState<float> state = Optimizer.Momentum(0.2, 0.5, weightDecay: 3.0 / 22).CreateState<float>(TanhNet.Topology);
        stepped.TrainMiniBatch(inputs, targets, state);
        EqualityAssert.SameParameters<float>(stepped, trained, "one step");
    }

    [Fact]
    public void L2_beside_another_weight_decay_is_refused()
    {
        foreach (Optimizer optimizer in new[] { Optimizer.Sgd(weightDecay: 0.1), Optimizer.AdamW(), Optimizer.AdamW(weightDecay: 0) })
        {
            var exception = Assert.Throws<ArgumentException>(
                "options", () => TanhNet.Create(1).Train(Data(), Options with { Optimizer = optimizer, L2 = 0.5 }));
            Assert.Contains($"L2 = 0.5 and the optimizer {optimizer}", exception.Message, StringComparison.Ordinal);
        }

        foreach (double wrong in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("L2", () => new TrainingOptions { L2 = wrong });
        }

        Assert.Throws<ArgumentNullException>("Optimizer", () => new TrainingOptions { Optimizer = null! });
    }

    [Fact]
    public void Steps_one_by_one_are_an_epoch()
    {
        TanhNet whole = TanhNet.Create(1);
        TrainingHistory expected = whole.Train(Data(), Options, Data());

        TanhNet stepped = TanhNet.Create(1);
        using var trainer = new Trainer<float>(stepped, Data(), Options, Data());
        Assert.Equal(6, trainer.StepsPerEpoch);
        double sum = 0;
        while (trainer.StopReason is null)
        {
            (long step, int epoch) = (trainer.Step, trainer.Epoch);
            double cost = trainer.RunStep();
            sum += cost * (step % 6 == 5 ? 2 : 4);
            Assert.Equal((step + 1, (step + 1) / 6), (trainer.Step, trainer.Epoch));
            if (trainer.Epoch > epoch)
            {
                Assert.Equal(sum / 22, trainer.History.Epochs[epoch].TrainingCost);
                sum = 0;
            }
        }

        Assert.Equal((24, StopReason.Completed), (trainer.Step, trainer.StopReason));
        EqualityAssert.SameParameters<float>(whole, stepped, "steps");
        TrainingCase.AssertSame(expected, trainer.History);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_training_goes_on_with_the_next_mini_batch(bool byEpochs)
    {
        TrainingOptions options = Options with { Patience = 9 };
        TanhNet whole = TanhNet.Create(1);
        TrainingHistory expected = whole.Train(Data(), options, Data());

        using var source = new CancellationTokenSource();
        TanhNet parts = TanhNet.Create(1);
        using var trainer = new Trainer<float>(parts, Data(), options, Data());
        _ = trainer.RunEpoch(CancellationToken.None);
        _ = trainer.RunStep();
        source.Cancel();
        if (byEpochs)
        {
            Assert.Null(trainer.RunEpoch(source.Token));
        }
        else
        {
            Assert.Equal((StopReason.Cancelled, 1), Ended(trainer.Run(null, source.Token)));
        }

        Assert.Equal((StopReason.Cancelled, 7), (trainer.StopReason, trainer.Step));
        _ = trainer.RunStep();
        Assert.Null(trainer.StopReason);
        Assert.Equal((StopReason.Completed, 4), Ended(trainer.Run()));
        EqualityAssert.SameParameters<float>(whole, parts, "cancelled");
        TrainingCase.AssertSame(expected, trainer.History);
    }

    /// <summary>The best epoch's parameters are for use; training goes on from the last ones.</summary>
    [Fact]
    public void Training_goes_on_from_the_last_parameters_and_not_from_the_best()
    {
        TrainingOptions options = Options with { Epochs = 40, Patience = 2 };
        TanhNet whole = TanhNet.Create(1);
        using var endless = new Trainer<float>(whole, Data(), options, Validation());
        TanhNet parts = TanhNet.Create(1);
        using var stopping = new Trainer<float>(parts, Data(), options, Validation());
        TrainingHistory history = stopping.Run();
        Assert.Equal((StopReason.EarlyStopping, history.Epochs.Count - 2), (history.StopReason, history.BestEpoch?.Epoch));
        Assert.Equal(history.BestEpoch!.Validation!.Cost, parts.Evaluate(Validation()).Cost);

        // Again: the training has ended, and the network keeps the best parameters.
        Assert.Equal(history.Epochs.Count, stopping.Run().Epochs.Count);
        Assert.Equal(history.BestEpoch.Validation.Cost, parts.Evaluate(Validation()).Cost);
        while (endless.Epoch < history.Epochs.Count + 3)
        {
            _ = endless.RunEpoch();
        }

        while (stopping.Epoch < endless.Epoch)
        {
            _ = stopping.RunEpoch();
        }

        EqualityAssert.SameParameters<float>(whole, parts, "after the best");
    }

    [Fact]
    public void The_best_parameters_are_there_when_asked_for()
    {
        TanhNet network = TanhNet.Create(1);
        using var trainer = new Trainer<float>(network, Data(), Options with { Epochs = 40, Patience = 2 }, Validation());
        var exception = Assert.Throws<InvalidOperationException>(trainer.RestoreBest);
        Assert.Equal("There are best parameters only after an epoch; none has been done.", exception.Message);
        while (trainer.StopReason is null)
        {
            _ = trainer.RunEpoch();
        }

        Assert.Equal(StopReason.EarlyStopping, trainer.StopReason);
        trainer.RestoreBest();
        trainer.RestoreBest();
        Assert.Equal(trainer.History.BestEpoch!.Validation!.Cost, network.Evaluate(Validation()).Cost);

        using var other = new Trainer<float>(network, Data(), Options);
        exception = Assert.Throws<InvalidOperationException>(other.RestoreBest);
        Assert.Equal("The best parameters are kept only if the options have Patience; these have none.", exception.Message);
    }

    [Fact]
    public void A_history_is_of_its_time()
    {
        using var trainer = new Trainer<float>(TanhNet.Create(1), Data(), Options);
        TrainingHistory before = trainer.History;
        Assert.Equal((null, 0), Ended(before));
        _ = trainer.RunEpoch();
        Assert.Empty(before.Epochs);
        Assert.Equal((null, 1), Ended(trainer.History));
        Assert.Matches("^1 epoch in [0-9.]+ s; epoch  1: ", trainer.History.ToString());
        Assert.True(trainer.History.Elapsed >= trainer.History.Epochs[0].Elapsed);
    }

    [Fact]
    public void A_training_that_has_diverged_does_not_go_on()
    {
        var network = new SteppingNetwork(self => self.Steps == 3 ? float.NaN : 1);
        using var trainer = new Trainer<float>(network, RecordingNetwork.Data(10), new TrainingOptions { MiniBatchSize = 2 });
        Assert.Equal(1, trainer.RunStep());
        Assert.Equal(1, trainer.RunStep());
        TrainingDivergedException diverged = Assert.Throws<TrainingDivergedException>(() => trainer.RunStep());
        Assert.Equal((1, 3, StopReason.Diverged), (diverged.Epoch, diverged.Step, diverged.History.StopReason));
        Assert.Equal(StopReason.Diverged, trainer.StopReason);
        foreach (Action call in new Action[]
        {
            () => trainer.RunStep(), () => trainer.RunEpoch(), () => trainer.Run(), () => trainer.Save(Stream.Null),
        })
        {
            var exception = Assert.Throws<InvalidOperationException>(call);
            Assert.StartsWith("The training has diverged and cannot go on.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, network.Steps);
    }

    [Fact]
    public void A_trainer_that_was_disposed_of_does_not_train()
    {
        var trainer = new Trainer<float>(TanhNet.Create(1), Data(), Options with { MaxDegreeOfParallelism = 2 });
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.RunStep());
        Assert.Throws<ObjectDisposedException>(() => trainer.RunEpoch());
        Assert.Throws<ObjectDisposedException>(() => trainer.Run());
        trainer.Save(Stream.Null);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_as_by_Train()
    {
        TanhNet network = TanhNet.Create(1);
        Assert.Throws<ArgumentNullException>("network", () => new Trainer<float>(null!, Data()));
        Assert.Throws<ArgumentNullException>("training", () => new Trainer<float>(network, null!));
        Assert.Throws<ArgumentException>("training", () => new Trainer<float>(network, RecordingNetwork.Data(4)));
        Assert.Throws<ArgumentException>("validation", () => new Trainer<float>(network, Data(), Options, RecordingNetwork.Data(4)));
        Assert.Throws<ArgumentException>("validation", () => new Trainer<float>(network, Data(), Options with { Patience = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => new Trainer<float>(network, Data(), Options with { LearningRate = 1e300 }));
        network.SetBiases(1, [0, float.NaN, 0, 0]);
        Assert.Throws<ArgumentException>("network", () => new Trainer<float>(network, Data()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_allocates_nothing(int threads)
    {
        DataSet<float> data = Data(4_000);
        using WorkerTeam? workers = threads > 1 ? new WorkerTeam(threads) { DividesAll = true } : null;
        TrainingOptions options = Options with
        {
            Schedule = LearningRateSchedule.Cosine(5), Patience = 3, Optimizer = Optimizer.Adam(), LearningRate = 0.01, L2 = 0.1,
        };
        using var trainer = new Trainer<float>(TanhNet.Create(1), data, options, Data(), workers);
        Assert.Equal(1000, trainer.StepsPerEpoch);
        _ = trainer.RunEpoch();
        _ = trainer.RunStep();
        AssertAllocatesNothing(trainer);
    }

    public static TheoryData<int> Rules => [.. Enumerable.Range(0, CoveringSet.Rules.Length)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_step_of_any_rule_and_schedule_allocates_nothing(int rule)
    {
        LearningRateSchedule[] schedules =
        [
            LearningRateSchedule.Custom("falling", (step, _) => 1.0 / (1 + step)), LearningRateSchedule.Step(1, 0.5),
            LearningRateSchedule.Exponential(0.9), LearningRateSchedule.Cosine(5, warmUpEpochs: 1), LearningRateSchedule.OneCycle(5),
            LearningRateSchedule.ReduceOnPlateau(), LearningRateSchedule.Halving(),
            LearningRateSchedule.Exponential(0.9).WithWarmUpSteps(100), LearningRateSchedule.Cosine(5).PerEpoch(),
        ];
        Optimizer optimizer = CoveringSet.Rules[rule](0.001);
        bool isRprop = optimizer.ToString().StartsWith("Rprop", StringComparison.Ordinal);
        TrainingOptions options = Options with
        {
            Optimizer = optimizer,
            Schedule = isRprop ? LearningRateSchedule.Constant : schedules[rule % schedules.Length],
            LearningRate = 0.001,
        };
        using var trainer = new Trainer<float>(TanhNet.Create(1), Data(4_000), options, Data());
        _ = trainer.RunEpoch();
        _ = trainer.RunStep();
        AssertAllocatesNothing(trainer);
    }

    [Fact]
    public void Standardization_is_fitted_before_the_first_step()
    {
        DataSet<float> data = DataSet.FromLabels<float>([1, 2, 3, 5, 5, 9, 2, 2, 8], 3, new[] { 0, 1, 1 }, 2);
        StandardizedNet network = StandardizedNet.Create(1);
        var means = new float[3];
        using var trainer = new Trainer<float>(network, data, Options);
        network.Parameters.CopyTo("standardize.mean", means);
        Assert.Equal([0, 0, 0], means);
        _ = trainer.RunStep();
        network.Parameters.CopyTo("standardize.mean", means);
        Assert.NotEqual([0, 0, 0], means);
    }

    // A garbage collection counts what is left of a thread's buffer as allocated; what a step allocates, it allocates each time.
    private static void AssertAllocatesNothing(Trainer<float> trainer) => Assert.Contains(0, Enumerable.Range(0, 3).Select(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            trainer.RunStep();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }));

    private static DataSet<float> Data(int count = 22) => TrainingCase.Samples<float>(16, 4, count);

    private static DataSet<float> Validation() => TrainingCase.Samples<float>(16, 4, 30, seed: 6);

    private static (StopReason? Reason, int Epochs) Ended(TrainingHistory history) => (history.StopReason, history.Epochs.Count);
}
