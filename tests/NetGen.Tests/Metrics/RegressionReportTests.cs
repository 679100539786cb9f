using System.Globalization;
using System.Numerics;
using NetGen.Metrics;

namespace NetGen.Tests.Metrics;

/// <summary>Reports on numbers that networks predict, with values that can be computed by hand.</summary>
public class RegressionReportTests
{
    [Fact]
    public void Metrics_of_each_output_and_averages_are_right()
    {
        // Errors 1, 0, -1, 2 of targets 1, 2, 3, 6, whose mean is 3; errors 0, 4, 0, 0 of targets 0, 0, 8, 8.
        var network = new TableNetwork(Activation.Identity, [0, 0], [2, -4], [4, 8], [4, 8]);
        RegressionReport report = network.EvaluateRegression(network.WithTargets(1, 0, 2, 0, 3, 8, 6, 8));
        Assert.Equal(4, report.Count);
        Assert.Equal([0, 1], report.Outputs.Select(output => output.Output));
        Assert.Equal([1.0, 1.0], report.Outputs.Select(output => output.MeanAbsoluteError));
        Assert.Equal([1.5, 4.0], report.Outputs.Select(output => output.MeanSquaredError));
        Assert.Equal([Math.Sqrt(1.5), 2.0], report.Outputs.Select(output => output.RootMeanSquaredError));
        Assert.Equal([1 - (6.0 / 14), 1 - (16.0 / 64)], report.Outputs.Select(output => output.R2));
        Assert.Equal(
            (1, 2.75, (Math.Sqrt(1.5) + 2) / 2),
            (report.MeanAbsoluteError, report.MeanSquaredError, report.RootMeanSquaredError));
        Assert.Equal((1 - (6.0 / 14) + 0.75) / 2, report.R2);
    }

    [Fact]
    public void The_report_prints_as_a_table_in_any_culture()
    {
        var network = new TableNetwork(Activation.Identity, [0, 0], [2, -4000], [4, 0]);
        RegressionReport report = network.EvaluateRegression(network.WithTargets(1, 0, 2, 0, 3, 1e6f));
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(
                """
                output        R²         MAE        RMSE         MSE
                0         0.0000     0.66667      0.8165     0.66667
                1        -0.5000  3.3467E+05  5.7735E+05  3.3334E+11
                average  -0.2500  1.6733E+05  2.8868E+05  1.6667E+11

                """.ReplaceLineEndings("\n"),
                report.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        var single = new TableNetwork(Activation.Identity, [0], [2]);
        Assert.Equal(
            """
            output      R²  MAE  RMSE  MSE
            0       1.0000    0     0    0

            """.ReplaceLineEndings("\n"),
            single.EvaluateRegression(single.WithTargets(0, 2)).ToString());
    }

    [Fact]
    public void Outputs_that_are_NaN_make_their_metrics_NaN()
    {
        var network = new TableNetwork(Activation.Identity, [1, 1], [float.NaN, 2]);
        RegressionReport report = network.EvaluateRegression(network.WithTargets(1, 1, 1, 2));
        Assert.Equal([double.NaN, 1], report.Outputs.Select(output => output.R2));
        Assert.Equal([double.NaN, 0], report.Outputs.Select(output => output.MeanAbsoluteError));
        Assert.Equal([double.NaN, 0], report.Outputs.Select(output => output.RootMeanSquaredError));
        Assert.Equal((double.NaN, double.NaN), (report.R2, report.MeanSquaredError));
    }

    [Fact]
    public void Reports_are_the_same_bits_on_any_number_of_threads()
    {
        Check(TanhNet.Create(1));
        Check(NarrowDoubleNet.Create(2));
        Check(ReferenceNetwork<float>.Create(TanhNet.Topology, 3));
        Check(ReferenceNetwork<double>.Create(NarrowDoubleNet.Topology, 4));
    }

    [Fact]
    public void What_cannot_be_reported_on_is_refused()
    {
        var network = new TableNetwork(Activation.Identity, [1, 0], [0, 1]);
        var exception = Assert.Throws<ArgumentException>("data", () => network.EvaluateRegression(network.WithLabels(0, 1)));
        Assert.Contains("EvaluateClassification", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DataSet.FromTargets", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>("data", () => network.EvaluateRegression(network.WithTargets(1, 0, 0, 1).Slice(0, 0)));
        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => network.EvaluateRegression(DataSet.FromTargets(new float[4], 2, new float[2], 1)));
        Assert.Throws<ArgumentException>("data", () => network.EvaluateRegression(DataSet.FromTargets(new float[6], 3, new float[4], 2)));
        Assert.Throws<ArgumentNullException>("data", () => network.EvaluateRegression(null!));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).EvaluateRegression(network.WithTargets(1, 0, 0, 1)));
    }

    private static void Check<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Count = 700;
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        var random = new Random(inputSize);
        T[] inputs = [.. Enumerable.Range(0, Count * inputSize).Select(_ => T.CreateTruncating(random.NextDouble()))];
        T[] targets = [.. Enumerable.Range(0, Count * outputSize).Select(_ => T.CreateTruncating(random.NextDouble()))];
        DataSet<T> data = DataSet.FromTargets(inputs, inputSize, targets, outputSize);
        RegressionReport report = network.EvaluateRegression(data);
        T[] outputs = network.FeedForward(data);
        Assert.Equal(RegressionMetrics.R2<T>(targets, outputs, outputSize), report.R2);
        Assert.Equal(RegressionMetrics.MeanAbsoluteError<T>(targets, outputs, outputSize), report.MeanAbsoluteError);
        Assert.Equal(RegressionMetrics.MeanSquaredError<T>(targets, outputs, outputSize), report.MeanSquaredError);
        Assert.Equal(RegressionMetrics.RootMeanSquaredError<T>(targets, outputs, outputSize), report.RootMeanSquaredError);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var workers = new WorkerTeam(threads);
            AssertSame(report, network.EvaluateRegression(data, workers));
        }

        // A view is compared with its own targets.
        AssertSame(
            network.EvaluateRegression(DataSet.FromTargets(inputs[(inputSize * 5)..], inputSize, targets[(outputSize * 5)..], outputSize)),
            network.EvaluateRegression(data.Slice(5, Count - 5)));
        Assert.Equal(report.R2, network.EvaluateRegression(data.Shuffle(1)).R2, 1e-9);
    }

    private static void AssertSame(RegressionReport expected, RegressionReport actual)
    {
        Assert.Equal(expected.Outputs.Select(output => output.R2), actual.Outputs.Select(output => output.R2));
        Assert.Equal(
            expected.Outputs.Select(output => output.MeanAbsoluteError), actual.Outputs.Select(output => output.MeanAbsoluteError));
        Assert.Equal(expected.Outputs.Select(output => output.MeanSquaredError), actual.Outputs.Select(output => output.MeanSquaredError));
    }
}
