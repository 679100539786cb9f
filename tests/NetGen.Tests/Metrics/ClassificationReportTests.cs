using System.Globalization;
using System.Numerics;
using NetGen.Metrics;

namespace NetGen.Tests.Metrics;

/// <summary>Reports on classifications, with values that can be computed by hand.</summary>
public class ClassificationReportTests
{
    // Predicted: 0, 1, 1, 1, 2, 2, 1.
    private static readonly float[][] Outputs =
    [
        [0.7f, 0.2f, 0.1f], [0.2f, 0.5f, 0.3f], [0.1f, 0.6f, 0.3f], [0.2f, 0.7f, 0.1f], [0.2f, 0.3f, 0.5f], [0.1f, 0.2f, 0.7f],
        [0.1f, 0.5f, 0.4f],
    ];

    private static readonly int[] Labels = [0, 0, 1, 1, 1, 2, 2];

    [Fact]
    public void Counts_and_metrics_of_each_class_are_right()
    {
        ClassificationReport report = Report();
        Assert.Equal((7, 4, 4.0 / 7), (report.Count, report.Correct, report.Accuracy));
        Assert.Equal(new[,] { { 1, 1, 0 }, { 0, 2, 1 }, { 0, 1, 1 } }, report.ConfusionMatrix.ToArray());
        Assert.Equal([0, 1, 2], report.Classes.Select(one => one.Label));
        Assert.Equal(["0", "1", "2"], report.Classes.Select(one => one.Name));
        Assert.Equal([1, 1.0 / 2, 1.0 / 2], report.Classes.Select(one => one.Precision));
        Assert.Equal([1.0 / 2, 2.0 / 3, 1.0 / 2], report.Classes.Select(one => one.Recall));
        Assert.Equal([2.0 / 3, 4.0 / 7, 1.0 / 2], report.Classes.Select(one => one.F1));
        Assert.Equal([2, 3, 2], report.Classes.Select(one => one.Support));
        Assert.Equal([9.0 / 10, 10.0 / 12, 9.0 / 10], report.Classes.Select(one => one.RocAuc));
    }

    [Fact]
    public void Averages_are_right()
    {
        ClassificationReport report = Report();
        Assert.Equal(5.0 / 9, report.BalancedAccuracy, 1e-15);
        Assert.Equal(79.0 / 90, report.RocAuc!.Value, 1e-15);
        Assert.Equal(2.0 / 3, report.MacroAverage.Precision, 1e-15);
        Assert.Equal(5.0 / 9, report.MacroAverage.Recall, 1e-15);
        Assert.Equal(73.0 / 126, report.MacroAverage.F1, 1e-15);
        Assert.Equal(4.5 / 7, report.WeightedAverage.Precision, 1e-15);
        Assert.Equal(4.0 / 7, report.WeightedAverage.Recall, 1e-15);
        Assert.Equal(85.0 / 147, report.WeightedAverage.F1, 1e-15);
    }

    [Fact]
    public void Top_k_accuracy_counts_labels_among_the_highest()
    {
        ClassificationReport report = Report();
        Assert.Equal(report.Accuracy, report.TopKAccuracy(1));
        Assert.Equal(6.0 / 7, report.TopKAccuracy(2));
        Assert.Equal(1, report.TopKAccuracy(3));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => report.TopKAccuracy(0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => report.TopKAccuracy(4));
    }

    [Fact]
    public void The_report_prints_as_tables_in_any_culture()
    {
        var network = new TableNetwork(Activation.Softmax, Outputs) { ClassNames = ["cat", "a name that is much too long", "line\nbreak"] };
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(Labels));
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(
                """
                class                 precision  recall      F1  ROC AUC  support
                cat                      1.0000  0.5000  0.6667   0.9000        2
                a name that is much…     0.5000  0.6667  0.5714   0.8333        3
                line break               0.5000  0.5000  0.5000   0.9000        2
                macro average            0.6667  0.5556  0.5794
                weighted average         0.6429  0.5714  0.5782

                accuracy 0.5714 (4 of 7), balanced accuracy 0.5556, ROC AUC 0.8778

                actual \ predicted    cat  a name …  line br…
                cat                     1         1         0
                a name that is much…    0         2         1
                line break              0         1         1

                """.ReplaceLineEndings("\n"),
                report.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void The_matrix_is_printed_while_it_is_readable(int classes, bool expected)
    {
        var outputs = new float[classes][];
        for (int i = 0; i < classes; i++)
        {
            outputs[i] = new float[classes];
            outputs[i][i] = 1;
        }

        var network = new TableNetwork(Activation.Softmax, outputs)
        {
            ClassNames = [.. Enumerable.Range(0, classes).Select(label => $"long name {label}")],
        };
        string text = network.EvaluateClassification(network.WithLabels([.. Enumerable.Range(0, classes)])).ToString();
        Assert.Equal(expected, text.Contains("actual \\ predicted", StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, classes == 10 ? 130 : 240));
    }

    [Fact]
    public void Outputs_that_are_NaN_are_counted_apart()
    {
        float[] none = [float.NaN, float.NaN, float.NaN];
        var network = new TableNetwork(Activation.Softmax, [1, 0, 0], none, none, [float.NaN, 0.5f, float.NaN], [0, 0, 1]);
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(0, 0, 1, 1, 2));
        Assert.Equal((5, 3, 2), (report.Count, report.Correct, report.ConfusionMatrix.Unclassified));
        Assert.Equal(new[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, report.ConfusionMatrix.ToArray());
        Assert.Equal([2, 2, 1], report.Classes.Select(one => one.Support));
        Assert.Equal([1.0, 1, 1], report.Classes.Select(one => one.Precision));
        Assert.Equal([0.5, 0.5, 1], report.Classes.Select(one => one.Recall));
        Assert.Equal(0.6, report.TopKAccuracy(3));
        Assert.Null(report.RocAuc);
        Assert.Equal(
            """
            actual \ predicted  0  1  2  none
            0                   1  0  0     1
            1                   0  1  0     1
            2                   0  0  1     0

            """.ReplaceLineEndings("\n"),
            report.ConfusionMatrix.ToString());
        Assert.Contains(
            "accuracy 0.6000 (3 of 5), balanced accuracy 0.6667, 2 without a class (outputs NaN)\n",
            report.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_without_samples_count_in_the_macro_average_only()
    {
        var network = new TableNetwork(Activation.Softmax, [1, 0, 0], [0, 1, 0], [0, 1, 0]);
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(0, 0, 0));
        Assert.Equal([1.0, 0, 0], report.Classes.Select(one => one.Precision));
        Assert.Equal([1.0 / 3, 0, 0], report.Classes.Select(one => one.Recall));
        Assert.Equal([1.0 / 2, 0, 0], report.Classes.Select(one => one.F1));
        Assert.Equal(1.0 / 3, report.BalancedAccuracy);
        Assert.Equal(1.0 / 9, report.MacroAverage.Recall, 1e-15);
        Assert.Equal(1.0 / 3, report.WeightedAverage.Recall);
        Assert.All(report.Classes, one => Assert.Null(one.RocAuc));
        Assert.Null(report.RocAuc);
        Assert.DoesNotContain("ROC AUC 0", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_sigmoid_output_tells_two_classes_apart()
    {
        var network = new TableNetwork(Activation.Sigmoid, [0.1f], [0.6f], [0.5f], [0.6f], [0.9f]) { ClassNames = ["no", "yes"] };
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(0, 0, 1, 1, 1));
        Assert.Equal(["no", "yes"], report.Classes.Select(one => one.Name));
        Assert.Equal(new[,] { { 1, 1 }, { 0, 3 } }, report.ConfusionMatrix.ToArray());

        // Of six pairs, class 1 has the higher output in four, and an equal one in one.
        Assert.Equal(4.5 / 6, report.RocAuc);
        Assert.Equal([4.5 / 6, 4.5 / 6], report.Classes.Select(one => one.RocAuc));
        Assert.Equal(0.8, report.TopKAccuracy(1));
        Assert.Equal(1, report.TopKAccuracy(2));
    }

    [Fact]
    public void A_single_sigmoid_output_may_be_NaN()
    {
        var network = new TableNetwork(Activation.Sigmoid, [0.1f], [float.NaN], [0.9f]);
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(0, 0, 1));
        Assert.Equal((2, 1), (report.Correct, report.ConfusionMatrix.Unclassified));
        Assert.Equal(2.0 / 3, report.TopKAccuracy(2));
        Assert.Null(report.RocAuc);
    }

    [Fact]
    public void Two_outputs_have_the_area_of_class_1()
    {
        var network = new TableNetwork(Activation.Identity, [1, 2], [0, 3], [0, 2], [5, 4]);
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(0, 0, 1, 1));
        Assert.Equal([1.5 / 4, 2.5 / 4], report.Classes.Select(one => one.RocAuc));
        Assert.Equal(2.5 / 4, report.RocAuc);
    }

    [Fact]
    public void What_evaluations_count_is_what_reports_count()
    {
        Check(SmallNet.Create(1));
        Check(SoftmaxNet.Create(2));
        Check(DotNet.Create(3));
        Check(DoubleNet.Create(4));
        Check(ReferenceNetwork<float>.Create(SoftmaxNet3.Topology, 5));
        Check(ReferenceNetwork<double>.Create(NarrowDoubleNet.Topology, 6));
    }

    [Fact]
    public void What_cannot_be_reported_on_is_refused()
    {
        var network = new TableNetwork(Activation.Softmax, [1, 0, 0], [0, 0, 1]);
        var exception = Assert.Throws<ArgumentException>(
            "data", () => network.EvaluateClassification(network.WithTargets(1, 0, 0, 0, 0, 1)));
        Assert.Contains("DataSet.FromLabels", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>("data", () => network.EvaluateClassification(network.WithLabels(0, 2).Slice(1, 0)));
        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            "data", () => network.EvaluateClassification(DataSet.FromLabels(new float[4], 2, new int[2], 4)));
        Assert.Throws<ArgumentException>(
            "data", () => network.EvaluateClassification(DataSet.FromLabels(new float[6], 3, new int[2], 3)));
        Assert.Throws<ArgumentNullException>("data", () => network.EvaluateClassification(null!));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).EvaluateClassification(network.WithLabels(0, 1)));
    }

    private static ClassificationReport Report()
    {
        var network = new TableNetwork(Activation.Softmax, Outputs);
        return network.EvaluateClassification(network.WithLabels(Labels));
    }

    private static void Check<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Count = 1000;
        int classes = Math.Max(2, network.Topology.OutputSize);
        var random = new Random(classes);
        T[] inputs = [.. Enumerable.Range(0, Count * network.Topology.InputSize).Select(_ => T.CreateTruncating(random.NextDouble()))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(_ => random.Next(classes))];
        DataSet<T> data = DataSet.FromLabels(inputs, network.Topology.InputSize, labels, classes);
        ClassificationReport report = network.EvaluateClassification(data);
        Assert.Equal(network.Evaluate(data).Correct, report.Correct);
        Assert.Equal(report.Accuracy, report.TopKAccuracy(1));
        Prediction[] predictions = network.Predict(data);
        Assert.Equal(
            report.ConfusionMatrix.ToArray(),
            ClassificationMetrics.ConfusionMatrix(labels, predictions.Select(one => one.Label).ToArray(), classes).ToArray());
        T[] outputs = network.FeedForward(data);
        Assert.Equal(
            report.RocAuc,
            network.Topology.OutputSize == 1
                ? ClassificationMetrics.RocAuc<T>(labels, outputs)
                : ClassificationMetrics.RocAuc<T>(labels, outputs, classes));
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var workers = new WorkerTeam(threads);
            ClassificationReport same = network.EvaluateClassification(data, workers);
            Assert.Equal(report.ConfusionMatrix.ToArray(), same.ConfusionMatrix.ToArray());
            Assert.Equal(report.Classes.Select(one => one.RocAuc), same.Classes.Select(one => one.RocAuc));
            Assert.Equal(report.ToString(), same.ToString());
        }
    }
}
