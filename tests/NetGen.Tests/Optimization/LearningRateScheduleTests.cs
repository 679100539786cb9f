using System.Globalization;
using NetGen.Tests.Training;

namespace NetGen.Tests.Optimization;

/// <summary>Schedules: their factors, step by step, and that training takes them.</summary>
public sealed class LearningRateScheduleTests
{
    [Fact]
    public void A_constant_rate_has_the_factor_one() =>
        Assert.All([0L, 1, 1_000_000_000_000], step => Assert.Equal(1, LearningRateSchedule.Constant.FactorAt(step, 10)));

    [Fact]
    public void Steps_change_the_rate_after_whole_epochs() =>
        Assert.Equal([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25], Factors(LearningRateSchedule.Step(2, 0.5), stepsPerEpoch: 2, count: 9));

    [Fact]
    public void An_exponential_changes_the_rate_after_every_epoch() =>
        Assert.Equal([1, 1, 0.9, 0.9, 0.9 * 0.9, 0.9 * 0.9, 0.9 * (0.9 * 0.9)], Factors(LearningRateSchedule.Exponential(0.9), 2, 7));

    [Fact]
    public void A_cosine_falls_from_one_to_its_last_factor()
    {
        double[] factors = Factors(LearningRateSchedule.Cosine(4), stepsPerEpoch: 2, count: 10);
        Assert.Equal((1, 0.5, 0, 0), (factors[0], factors[4], factors[8], factors[9]));
        Assert.Equal(0.5 + (0.5 * 0.5), LearningRateSchedule.Cosine(4, final: 0.5).FactorAt(4, 2));
        Assert.Equal(0.1, LearningRateSchedule.Cosine(4, final: 0.1).FactorAt(1_000_000, 2));
        for (int step = 0; step < 1000; step++)
        {
            double expected = 0.5 * (1 + Math.Cos(Math.PI * step / 1000));
            Assert.InRange(LearningRateSchedule.Cosine(1).FactorAt(step, 1000), expected - 5e-16, expected + 5e-16);
        }
    }

    [Fact]
    public void A_cosine_warms_up_in_a_line()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(6, warmUpEpochs: 2);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Factors(schedule, stepsPerEpoch: 2, count: 5));
        Assert.Equal(0.5, schedule.FactorAt(8, 2));
        Assert.Equal(0, schedule.FactorAt(12, 2));
    }

    [Fact]
    public void Training_takes_the_factors_and_longer_training_begins_alike()
    {
        float[] expected = [0.8f, 0.8f, 0.4f, 0.4f, 0.2f, 0.2f];
        Assert.Equal(expected, Rates(epochs: 3, LearningRateSchedule.Step(1, 0.5)));
        Assert.Equal(expected, Rates(epochs: 5, LearningRateSchedule.Step(1, 0.5)).Take(6));
        Assert.Equal(
            Rates(epochs: 3, LearningRateSchedule.Cosine(4)), Rates(epochs: 9, LearningRateSchedule.Cosine(4)).Take(6));
    }

    /// <summary>Ten steps: up to the full rate in the third, then down.</summary>
    [Fact]
    public void One_cycle_rises_and_falls()
    {
        LearningRateSchedule lines = LearningRateSchedule.OneCycle(5, 0.3, 4, 2, linear: true);
        Assert.Equal([0.25, 0.625, 1, 1 - 0.125, 1 - 0.25], Factors(lines, stepsPerEpoch: 2, count: 5));
        Assert.Equal((0.125, 0.125), (lines.FactorAt(9, 2), lines.FactorAt(1_000_000, 2)));
        LearningRateSchedule waves = LearningRateSchedule.OneCycle(5, 0.3, 4, 2);
        double[] expected = [0.25, 0.625, 1];
        Assert.All(expected.Zip(Factors(waves, 2, 3)), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.Equal(1 - (0.875 * (1 - Math.Cos(Math.PI / 7)) / 2), waves.FactorAt(3, 2), 1e-15);
        Assert.Equal([1, 0.125], Factors(LearningRateSchedule.OneCycle(1, 0.5, 4, 2), stepsPerEpoch: 2, count: 2));
        Assert.Equal([1], Factors(LearningRateSchedule.OneCycle(1, 1, 4, 2), stepsPerEpoch: 1, count: 1));
    }

    [Fact]
    public void Warm_ups_and_epochs_change_other_schedules()
    {
        LearningRateSchedule halves = LearningRateSchedule.Exponential(0.5);
        Assert.Equal([0.25, 0.5, 0.375, 0.5, 0.25, 0.25], Factors(halves.WithWarmUp(2), stepsPerEpoch: 2, count: 6));
        Assert.Equal([1.0 / 3, 2.0 / 3, 0.5, 0.5], Factors(halves.WithWarmUpSteps(3), stepsPerEpoch: 2, count: 4));
        LearningRateSchedule cosine = LearningRateSchedule.Cosine(4);
        Assert.Equal(
            [cosine.FactorAt(0, 2), cosine.FactorAt(0, 2), cosine.FactorAt(2, 2), cosine.FactorAt(2, 2), 0.5, 0.5],
            Factors(cosine.PerEpoch(), stepsPerEpoch: 2, count: 6));
    }

    [Fact]
    public void A_schedule_of_ones_own_is_its_name_and_its_function()
    {
        LearningRateSchedule own = LearningRateSchedule.Custom("odd", (step, stepsPerEpoch) => 1.0 / (1 + (step / stepsPerEpoch)));
        Assert.Equal([1, 1, 0.5, 0.5, 1.0 / 3], Factors(own, stepsPerEpoch: 2, count: 5));
        Assert.Equal(own, LearningRateSchedule.Custom("odd", (_, _) => 1));
        Assert.Equal(own.GetHashCode(), LearningRateSchedule.Custom("odd", (_, _) => 1).GetHashCode());
        Assert.NotEqual(own, LearningRateSchedule.Custom("even", (_, _) => 1));
        foreach (double wrong in new[] { -0.5, double.NaN, double.PositiveInfinity })
        {
            LearningRateSchedule other = LearningRateSchedule.Custom("wrong", (_, _) => wrong);
            string message = Assert.Throws<InvalidOperationException>(() => other.FactorAt(3, 2)).Message;
            Assert.Contains("Custom('wrong')", message, StringComparison.Ordinal);
            Assert.Contains("for step 3", message, StringComparison.Ordinal);
        }
    }

    /// <summary>The lowest cost must fall by a tenth; each plateau of two epochs halves the rate, down to 0.2.</summary>
    [Fact]
    public void A_plateau_reduces_the_rate()
    {
        LearningRateSchedule schedule = LearningRateSchedule.ReduceOnPlateau(0.5, patience: 1, threshold: 0.1, minFactor: 0.2);
        double[] costs = [10, 8.9, 8.8, 8.1, 8, 7, 7, 7, 7, double.NaN, double.PositiveInfinity, 1, 1, 1];
        Assert.Equal([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2, 0.2], Factors(schedule, costs));
        LearningRateSchedule rests = LearningRateSchedule.ReduceOnPlateau(0.5, patience: 0, cooldown: 2);
        Assert.Equal([1, 1, 0.5, 0.5, 0.5, 0.25], Factors(rests, [1, 1, 1, 1, 1]));
        Assert.False(schedule.HasEnded([.. costs.Select(Epoch)]));
        Assert.Equal(0.5 * 0.25, LearningRateSchedule.ReduceOnPlateau(0.5, 0).WithWarmUp(2).FactorAt(0, 2, [Epoch(1), Epoch(1)]));
        EpochResult unknown = new() { Epoch = 1, TrainingCost = 1, Elapsed = default };
        Assert.Throws<ArgumentException>("epochs", () => schedule.FactorAt(1, 1, [unknown]));
        Assert.Throws<ArgumentNullException>("epochs", () => schedule.HasEnded(null!));
    }

    /// <summary>By accuracy where there is one, and else by the cost.</summary>
    [Fact]
    public void Halving_ends_with_a_small_rate()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Halving(patience: 2, until: 4);
        EpochResult[] byCost = [.. new double[] { 5, 6, 5, 4, 3, 3, 3, 1 }.Select(Epoch)];
        Assert.Equal(
            [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25],
            Enumerable.Range(0, 9).Select(count => schedule.FactorAt(0, 1, byCost[..count])));
        Assert.Equal([false, true, true], Enumerable.Range(6, 3).Select(count => schedule.HasEnded(byCost[..count])));
        int[] correct = [50, 50, 60, 60, 59, 61, 61, 61];
        EpochResult[] byAccuracy = [.. correct.Select((number, i) => ClassifiedEpoch(1.0 / (1 + i), number))];
        Assert.Equal(
            [1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25],
            Enumerable.Range(0, 9).Select(count => schedule.FactorAt(0, 1, byAccuracy[..count])));
        Assert.False(LearningRateSchedule.Halving(1).HasEnded([.. Enumerable.Repeat(1.0, 7).Select(Epoch)]));
        Assert.True(LearningRateSchedule.Halving(1).HasEnded([.. Enumerable.Repeat(1.0, 8).Select(Epoch)]));
    }

    [Fact]
    public void Schedules_are_values()
    {
        Assert.NotEqual(LearningRateSchedule.OneCycle(3), LearningRateSchedule.OneCycle(3, linear: true));
        Assert.Equal(LearningRateSchedule.Halving(3).WithWarmUp(2), LearningRateSchedule.Halving(3, 128).WithWarmUp(2));
        Assert.NotEqual(LearningRateSchedule.Constant.WithWarmUp(2), LearningRateSchedule.Constant.WithWarmUpSteps(2));
        Assert.Equal(LearningRateSchedule.Cosine(30, 2, 0.1), LearningRateSchedule.Cosine(30, 2, 0.1));
        Assert.NotEqual(LearningRateSchedule.Cosine(30, 2, 0.1), LearningRateSchedule.Cosine(30, 2, 0.2));
        Assert.NotEqual(LearningRateSchedule.Step(1, 0.5), LearningRateSchedule.Step(2, 0.5));
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(
                [
                    "Constant", "Step(10, 0.5)", "Exponential(0.95)", "Cosine(30, 2, 0.1)", "OneCycle(3, 0.3, 25, 10000, false)",
                    "ReduceOnPlateau(0.1, 10, 0.0001, 0, 0)", "Halving(10, 128)", "Custom('mine')", "Constant.WithWarmUp(2)",
                    "Step(2, 0.5).WithWarmUpSteps(9).PerEpoch()",
                ],
                new[]
                {
                    LearningRateSchedule.Constant, LearningRateSchedule.Step(10, 0.5), LearningRateSchedule.Exponential(0.95),
                    LearningRateSchedule.Cosine(30, 2, 0.1), LearningRateSchedule.OneCycle(3), LearningRateSchedule.ReduceOnPlateau(),
                    LearningRateSchedule.Halving(), LearningRateSchedule.Custom("mine", (_, _) => 1),
                    LearningRateSchedule.Constant.WithWarmUp(2), LearningRateSchedule.Step(2, 0.5).WithWarmUpSteps(9).PerEpoch(),
                }.Select(schedule => schedule.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Arguments_out_of_range_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => LearningRateSchedule.Step(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => LearningRateSchedule.Cosine(0));
        Assert.Throws<ArgumentOutOfRangeException>("warmUpEpochs", () => LearningRateSchedule.Cosine(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>("warmUpEpochs", () => LearningRateSchedule.Cosine(2, 2));
        foreach (double factor in new[] { 0, -0.5, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>("factor", () => LearningRateSchedule.Step(1, factor));
            Assert.Throws<ArgumentOutOfRangeException>("factor", () => LearningRateSchedule.Exponential(factor));
        }

        foreach (double final in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>("final", () => LearningRateSchedule.Cosine(2, 0, final));
        }

        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => LearningRateSchedule.OneCycle(0));
        Assert.Throws<ArgumentOutOfRangeException>("pctStart", () => LearningRateSchedule.OneCycle(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("divFactor", () => LearningRateSchedule.OneCycle(1, divFactor: 0));
        Assert.Throws<ArgumentOutOfRangeException>("finalDivFactor", () => LearningRateSchedule.OneCycle(1, finalDivFactor: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => LearningRateSchedule.ReduceOnPlateau(1));
        Assert.Throws<ArgumentOutOfRangeException>("patience", () => LearningRateSchedule.ReduceOnPlateau(patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => LearningRateSchedule.ReduceOnPlateau(threshold: 1));
        Assert.Throws<ArgumentOutOfRangeException>("cooldown", () => LearningRateSchedule.ReduceOnPlateau(cooldown: -1));
        Assert.Throws<ArgumentOutOfRangeException>("minFactor", () => LearningRateSchedule.ReduceOnPlateau(minFactor: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("patience", () => LearningRateSchedule.Halving(0));
        Assert.Throws<ArgumentOutOfRangeException>("until", () => LearningRateSchedule.Halving(1, 1));
        Assert.Throws<ArgumentException>("name", () => LearningRateSchedule.Custom("", (_, _) => 1));
        Assert.Throws<ArgumentNullException>("factor", () => LearningRateSchedule.Custom("a", null!));
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => LearningRateSchedule.Constant.WithWarmUp(0));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => LearningRateSchedule.Constant.WithWarmUpSteps(0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => LearningRateSchedule.Constant.FactorAt(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepsPerEpoch", () => LearningRateSchedule.Constant.FactorAt(0, 0));
        Assert.Throws<ArgumentNullException>("Schedule", () => new TrainingOptions { Schedule = null! });
    }

    /// <summary>The rate is only that of the first step, so the schedule would do nothing.</summary>
    [Fact]
    public void An_optimizer_with_step_sizes_of_its_own_takes_no_schedule()
    {
        DataSet<float> data = DataSet.FromTargets(new float[8], 2, new float[4], 1);
        var options = new TrainingOptions { Optimizer = Optimizer.Rprop(), Schedule = LearningRateSchedule.Exponential(0.5) };
        Assert.Throws<ArgumentException>("options", () => TinyNet.Create(1).Train(data, options));
        TinyNet.Create(1).Train(data, options with { Schedule = LearningRateSchedule.Constant, Epochs = 1 });
    }

    private static double[] Factors(LearningRateSchedule schedule, int stepsPerEpoch, int count) =>
        [.. Enumerable.Range(0, count).Select(step => schedule.FactorAt(step, stepsPerEpoch))];

    // The factors before the first epoch and after each.
    private static IEnumerable<double> Factors(LearningRateSchedule schedule, double[] costs)
    {
        EpochResult[] epochs = [.. costs.Select(Epoch)];
        return Enumerable.Range(0, costs.Length + 1).Select(count => schedule.FactorAt(0, 1, epochs[..count]));
    }

    private static EpochResult Epoch(double cost) => ClassifiedEpoch(cost, null);

    private static EpochResult ClassifiedEpoch(double cost, int? correct) => new()
    {
        Epoch = 1, TrainingCost = 1, Elapsed = default, Validation = new Evaluation { Cost = cost, Correct = correct, Count = 100 },
    };

    // Two steps in each epoch.
    private static List<float> Rates(int epochs, LearningRateSchedule schedule)
    {
        var network = new RecordingNetwork();
        network.Train(
            RecordingNetwork.Data(6),
            new TrainingOptions { Epochs = epochs, MiniBatchSize = 3, LearningRate = 0.8, Schedule = schedule });
        return network.LearningRates;
    }
}
