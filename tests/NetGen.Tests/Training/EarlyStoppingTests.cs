namespace NetGen.Tests.Training;

/// <summary>Patience: when training stops, and with which parameters.</summary>
public sealed class EarlyStoppingTests
{
    // One mini-batch.
    private static readonly DataSet<float> Data = DataSet.FromTargets(new float[8], 2, new float[12], 3);

    [Fact]
    public void Training_stops_after_epochs_in_a_row_without_a_lower_cost()
    {
        var network = new ScriptedNetwork(5, 4, 3, 3.5f, 3.2f, 3.1f, 2);
        TrainingHistory history = network.Train(Data, new TrainingOptions { Epochs = 7, Patience = 3 }, Data);
        Assert.Equal((6, StopReason.EarlyStopping, 3), (history.Epochs.Count, history.StopReason, history.BestEpoch?.Epoch));
        Assert.Equal(3, network.EpochOfParameters);
        Assert.Contains(", stopped early, best epoch 3;", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lower_cost_starts_the_count_anew()
    {
        var network = new ScriptedNetwork(5, 6, 4, 6, 3, 6, 2);
        TrainingHistory history = network.Train(Data, new TrainingOptions { Epochs = 7, Patience = 2 }, Data);
        Assert.Equal((7, StopReason.Completed), (history.Epochs.Count, history.StopReason));
        Assert.Equal(7, network.EpochOfParameters);
    }

    [Theory]
    [InlineData(3f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_equal_cost_or_none_is_not_lower(float cost)
    {
        var network = new ScriptedNetwork(3, cost, cost);
        TrainingHistory history = network.Train(Data, new TrainingOptions { Epochs = 9, Patience = 2 }, Data);
        Assert.Equal((3, StopReason.EarlyStopping, 1), (history.Epochs.Count, history.StopReason, history.BestEpoch?.Epoch));
        Assert.Equal(1, network.EpochOfParameters);
    }

    /// <summary>Small steps add up, and the lowest cost is kept even where it is too small a step to count.</summary>
    [Fact]
    public void Improvements_below_the_least_do_not_start_the_count_anew()
    {
        var options = new TrainingOptions { Epochs = 9, Patience = 3, MinImprovement = 1.1 };
        var network = new ScriptedNetwork(5, 4.5f, 4, 3.5f, 3, 2.5f, 2.75f, 2.25f, 1);
        TrainingHistory history = network.Train(Data, options, Data);
        Assert.Equal((7, StopReason.EarlyStopping, 6), (history.Epochs.Count, history.StopReason, history.BestEpoch?.Epoch));
        Assert.Equal(6, network.EpochOfParameters);
    }

    [Fact]
    public void A_least_improvement_is_at_least_0_and_needs_patience()
    {
        foreach (double value in (double[])[-0.1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>("MinImprovement", () => new TrainingOptions { MinImprovement = value });
        }

        ArgumentException exception = Assert.Throws<ArgumentException>(
            "options", () => new ScriptedNetwork(1).Train(Data, new TrainingOptions { MinImprovement = 0.1 }, Data));
        Assert.Contains("they have no Patience", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_epochs_end_with_the_best_parameters_too()
    {
        var network = new ScriptedNetwork(5, 3, 4);
        Assert.Equal(
            StopReason.Completed, network.Train(Data, new TrainingOptions { Epochs = 3, Patience = 5 }, Data).StopReason);
        Assert.Equal(2, network.EpochOfParameters);
    }

    [Fact]
    public void Cancellation_ends_with_the_best_parameters()
    {
        using var source = new CancellationTokenSource();
        var network = new ScriptedNetwork(5, 3, 4, 2);
        TrainingHistory history = network.Train(
            Data,
            new TrainingOptions { Epochs = 4, Patience = 5 },
            Data,
            epoch =>
            {
                if (epoch.Epoch == 3)
                {
                    source.Cancel();
                }
            },
            source.Token);
        Assert.Equal((3, StopReason.Cancelled), (history.Epochs.Count, history.StopReason));
        Assert.Equal(2, network.EpochOfParameters);
    }

    [Fact]
    public void Without_patience_the_last_parameters_stay()
    {
        var network = new ScriptedNetwork(5, 3, 4);
        TrainingHistory history = network.Train(Data, new TrainingOptions { Epochs = 3 }, Data);
        Assert.Equal((3, 2), (network.EpochOfParameters, history.BestEpoch?.Epoch));
        Assert.Null(network.Train(Data, new TrainingOptions { Epochs = 1 }).BestEpoch);
    }

    /// <summary>The rate of an epoch follows from those before it, and so does the end.</summary>
    [Fact]
    public void A_schedule_that_depends_on_validation_can_end_training()
    {
        var network = new ScriptedNetwork(5, 6, 4, 5, 4, 3);
        var options = new TrainingOptions { LearningRate = 0.5, Schedule = LearningRateSchedule.Halving(1, 8) };
        TrainingHistory history = network.Train(Data, options, Data);
        Assert.Equal(StopReason.ScheduleEnded, history.StopReason);
        Assert.Equal([0.5, 0.5, 0.25, 0.25, 0.125], history.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal((5, 3), (network.EpochOfParameters, history.BestEpoch?.Epoch));
        Assert.Contains(", schedule ended;", history.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "the schedule Halving(1, 8), which needs validation data",
            Assert.Throws<ArgumentException>("validation", () => network.Train(Data, options)).Message,
            StringComparison.Ordinal);
        LearningRateSchedule other = LearningRateSchedule.ReduceOnPlateau().PerEpoch().WithWarmUpSteps(2);
        Assert.Throws<ArgumentException>("validation", () => network.Train(Data, options with { Schedule = other }));
    }

    [Fact]
    public void Patience_needs_validation_data_and_an_epoch()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "validation", () => new ScriptedNetwork(1).Train(Data, new TrainingOptions { Patience = 1 }));
        Assert.Contains("Patience", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => new TrainingOptions { Patience = 0 });
    }

    /// <summary>A network with a given validation cost after each epoch, whose parameters say which epoch they are of.</summary>
    private sealed class ScriptedNetwork(params float[] costs) : StubNetwork
    {
        private int _epoch;

        public int EpochOfParameters
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
            _epoch++;
            Parameters.SetBiases(0, [_epoch, 0, 0]);
            return 0;
        }

        // All targets are 0.
        public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            outputs.Clear();
            for (int i = 0; i < outputs.Length; i += 3)
            {
                outputs[i] = MathF.Sqrt(2 * costs[_epoch - 1]);
            }
        }
    }
}
