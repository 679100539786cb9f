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

    [Fact]
    public void Schedules_are_values()
    {
        Assert.Equal(LearningRateSchedule.Cosine(30, 2, 0.1), LearningRateSchedule.Cosine(30, 2, 0.1));
        Assert.NotEqual(LearningRateSchedule.Cosine(30, 2, 0.1), LearningRateSchedule.Cosine(30, 2, 0.2));
        Assert.NotEqual(LearningRateSchedule.Step(1, 0.5), LearningRateSchedule.Step(2, 0.5));
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(
                ["Constant", "Step(10, 0.5)", "Exponential(0.95)", "Cosine(30, 2, 0.1)"],
                new[]
                {
                    LearningRateSchedule.Constant, LearningRateSchedule.Step(10, 0.5), LearningRateSchedule.Exponential(0.95),
                    LearningRateSchedule.Cosine(30, 2, 0.1),
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

        Assert.Throws<ArgumentOutOfRangeException>("step", () => LearningRateSchedule.Constant.FactorAt(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepsPerEpoch", () => LearningRateSchedule.Constant.FactorAt(0, 0));
        Assert.Throws<ArgumentNullException>("Schedule", () => new TrainingOptions { Schedule = null! });
    }

    private static double[] Factors(LearningRateSchedule schedule, int stepsPerEpoch, int count) =>
        [.. Enumerable.Range(0, count).Select(step => schedule.FactorAt(step, stepsPerEpoch))];

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
