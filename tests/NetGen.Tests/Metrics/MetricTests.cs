using System.Numerics;
using NetGen.Metrics;

namespace NetGen.Tests.Metrics;

/// <summary>Metrics on spans, with values that can be computed by hand.</summary>
public class MetricTests
{
    [Fact]
    public void Accuracy_is_the_part_that_is_correct()
    {
        Assert.Equal(0.5, ClassificationMetrics.Accuracy([0, 1, 2, 3], [0, 2, 2, -1]));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.Accuracy([], []));
        Assert.Throws<ArgumentException>("predicted", () => ClassificationMetrics.Accuracy([1, 2], [1]));
    }

    [Fact]
    public void Top_k_takes_the_lower_class_of_equal_scores()
    {
        CheckTopK<float>();
        CheckTopK<double>();
    }

    [Fact]
    public void Binary_accuracy_takes_what_is_above_the_threshold_for_1()
    {
        int[] labels = [0, 0, 1, 1, 0, 1];
        float[] outputs = [0.2f, 0.5f, 0.5f, 0.6f, float.NaN, float.NaN];
        Assert.Equal(3 / 6.0, ClassificationMetrics.BinaryAccuracy<int, float>(labels, outputs));
        Assert.Equal(2 / 6.0, ClassificationMetrics.BinaryAccuracy<int, float>(labels, outputs, 0.6));
        Assert.Equal(3 / 6.0, ClassificationMetrics.BinaryAccuracy<int, float>(labels, outputs, 0.4));
        Assert.Equal(2 / 6.0, ClassificationMetrics.BinaryAccuracy<int, float>(labels, outputs, double.NegativeInfinity));

        // Targets of several outputs; a threshold is rounded as the outputs were.
        Assert.Equal(0.75, ClassificationMetrics.BinaryAccuracy<double, double>([0, 1, 1, 0], [0.3, 0.3, 0.9, 0.1], 0.3));
        Assert.Equal(1, ClassificationMetrics.BinaryAccuracy<float, float>([0], [0.3f], 0.3));
        float[] targets = [0, 1];
        Assert.Equal(1, ClassificationMetrics.BinaryAccuracy(targets, [0f, 1f]));
    }

    [Fact]
    public void Binary_accuracy_refuses_other_labels()
    {
        var exception = Assert.Throws<ArgumentException>(
            "labels", () => ClassificationMetrics.BinaryAccuracy<float, float>([0, 0.5f], [0, 0]));
        Assert.Contains("output 1 is 0.5", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.BinaryAccuracy<int, float>([2], [0]));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.BinaryAccuracy<int, float>([], []));
        Assert.Throws<ArgumentException>("outputs", () => ClassificationMetrics.BinaryAccuracy<int, float>([0], [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(
            "threshold", () => ClassificationMetrics.BinaryAccuracy<int, float>([0], [0], double.NaN));
    }

    [Fact]
    public void The_confusion_matrix_has_actual_rows_and_predicted_columns()
    {
        ConfusionMatrix matrix = ClassificationMetrics.ConfusionMatrix([0, 0, 1, 1, 1, 3], [0, 1, 1, 1, -1, 0], 4, ["a", "b", "c", "d"]);
        Assert.Equal(new[,] { { 1, 1, 0, 0 }, { 0, 2, 0, 0 }, { 0, 0, 0, 0 }, { 1, 0, 0, 0 } }, matrix.ToArray());
        Assert.Equal((1, 0), (matrix[3, 0], matrix[0, 3]));
        Assert.Equal((4, 6, 3, 1), (matrix.ClassCount, matrix.Count, matrix.Correct, matrix.Unclassified));
        Assert.Equal([2, 3, 0, 1], Enumerable.Range(0, 4).Select(matrix.Support));
        Assert.Equal([2, 3, 0, 0], Enumerable.Range(0, 4).Select(matrix.Predicted));
        Assert.Equal([0.5, 2.0 / 3, 0, 0], Enumerable.Range(0, 4).Select(matrix.Precision));
        Assert.Equal([0.5, 2.0 / 3, 0, 0], Enumerable.Range(0, 4).Select(matrix.Recall));
        Assert.Equal([0.5, 2.0 / 3, 0, 0], Enumerable.Range(0, 4).Select(matrix.F1));
        Assert.Equal(["a", "b", "c", "d"], matrix.ClassNames);
    }

    [Fact]
    public void The_confusion_matrix_refuses_what_does_not_fit()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => ClassificationMetrics.ConfusionMatrix([0], [0], 0));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => ClassificationMetrics.ConfusionMatrix([0], [0], 46341));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.ConfusionMatrix([], [], 2));
        Assert.Throws<ArgumentException>("predicted", () => ClassificationMetrics.ConfusionMatrix([0], [0, 1], 2));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.ConfusionMatrix([-1], [0], 2));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.ConfusionMatrix([2], [0], 2));
        Assert.Throws<ArgumentException>("predicted", () => ClassificationMetrics.ConfusionMatrix([0], [-2], 2));
        Assert.Throws<ArgumentException>("predicted", () => ClassificationMetrics.ConfusionMatrix([0], [2], 2));
        Assert.Throws<ArgumentException>("classNames", () => ClassificationMetrics.ConfusionMatrix([0], [0], 2, ["a"]));
        ConfusionMatrix matrix = ClassificationMetrics.ConfusionMatrix([0], [0], 2);
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => matrix[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => matrix[0, -1]);
        Assert.All(
            new Func<int, double>[]
            {
                matrix.Precision, matrix.Recall, matrix.F1, label => matrix.Support(label), label => matrix.Predicted(label),
            },
            metric => Assert.Throws<ArgumentOutOfRangeException>("label", () => metric(2)));
    }

    [Fact]
    public void The_area_counts_pairs_and_halves_of_ties()
    {
        CheckArea<float>();
        CheckArea<double>();
    }

    [Fact]
    public void The_area_is_that_of_all_pairs()
    {
        var random = new Random(1);
        for (int count = 2; count < 60; count++)
        {
            int[] labels = [0, 1, .. Enumerable.Range(2, count - 2).Select(_ => random.Next(2))];
            float[] scores = [.. labels.Select(_ => (random.Next(9) - 4) / 4f)];
            double wins = 0;
            int pairs = 0;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    if (labels[i] > labels[j])
                    {
                        pairs++;
                        wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    }
                }
            }

            Assert.Equal(wins / pairs, ClassificationMetrics.RocAuc<float>(labels, scores));
        }
    }

    [Fact]
    public void The_area_of_many_pairs_is_exact()
    {
        // 2^31 pairs and more, which no 32-bit number holds.
        const int Count = 200_000;
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 2)];
        Assert.Equal(0.5, ClassificationMetrics.RocAuc<float>(labels, new float[Count]));
        double[] scores = [.. labels.Select((label, i) => label + (i / (2.0 * Count)))];
        Assert.Equal(1, ClassificationMetrics.RocAuc<double>(labels, scores));
    }

    [Fact]
    public void The_area_of_several_classes_is_the_average_of_one_against_the_rest()
    {
        int[] labels = [0, 1, 2, 1];
        double[] scores = [9, 1, 2, 4, 5, 1, 3, 3, 3, 1, 2, 4];
        Assert.Equal((1 + 0.75 + (2 / 3.0)) / 3, ClassificationMetrics.RocAuc<double>(labels, scores, 3), 1e-15);
        Assert.Equal(double.NaN, ClassificationMetrics.RocAuc<double>([0, 1, 0, 1], scores, 3));
        Assert.Equal(1, ClassificationMetrics.RocAuc<double>([1, 0], [5, 2, 6, 1], 2));
    }

    [Fact]
    public void The_area_refuses_what_cannot_be_ordered()
    {
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.RocAuc<float>([], []));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.RocAuc<float>([0, 2], [0, 1]));
        Assert.Throws<ArgumentException>("scores", () => ClassificationMetrics.RocAuc<float>([0, 1], [0]));
        var exception = Assert.Throws<ArgumentException>("scores", () => ClassificationMetrics.RocAuc<float>([0, 1], [0, float.NaN]));
        Assert.Contains("sample 1", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => ClassificationMetrics.RocAuc<float>([0], [0], 1));
        exception = Assert.Throws<ArgumentException>(
            "scores", () => ClassificationMetrics.RocAuc<float>([0, 1], [0, 0, 0, float.NaN], 2));
        Assert.Contains("sample 1 for class 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_target_has_an_R2_of_1_or_0()
    {
        // The sum of three times 0.1 is not three times 0.1.
        Assert.Equal(1, RegressionMetrics.R2<double>([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]));
        Assert.Equal(0, RegressionMetrics.R2<double>([0.1, 0.1, 0.1], [0.1, 0.1, 0.2]));
        Assert.Equal(0.5, RegressionMetrics.R2<float>([1, 2, 1, 3, 1, 4], [1, 1, 1, 3, 1, 5], 2), 1e-15);
        Assert.Equal(double.NaN, RegressionMetrics.R2<float>([1], [1]));
        Assert.Equal(double.NaN, RegressionMetrics.R2<float>([1, 1], [1, float.NaN]));
    }

    [Fact]
    public void Errors_are_summed_in_double()
    {
        Assert.Equal(1, RegressionMetrics.MeanAbsoluteError<float>([16777216, 0], [16777215, 1]));
        Assert.Equal(2.5, RegressionMetrics.MeanSquaredError<double>([1, 2], [3, 1]));
        Assert.Equal(Math.Sqrt(2.5), RegressionMetrics.RootMeanSquaredError<double>([1, 2], [3, 1]));
        Assert.Equal(1.5, RegressionMetrics.RootMeanSquaredError<double>([1, 2], [3, 1], 2));
        float[] targets = [.. Enumerable.Repeat(0.1f, 1000)];
        Assert.Equal(0.1f, RegressionMetrics.MeanAbsoluteError<float>(targets, new float[1000]), 1e-14);
    }

    [Fact]
    public void Regression_metrics_refuse_other_lengths()
    {
        Assert.Throws<ArgumentException>("targets", () => RegressionMetrics.R2<float>([], []));
        Assert.Throws<ArgumentException>("outputs", () => RegressionMetrics.MeanAbsoluteError<float>([1, 2], [1]));
        Assert.Throws<ArgumentException>("targets", () => RegressionMetrics.MeanSquaredError<float>([1, 2, 3], [1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>("outputSize", () => RegressionMetrics.RootMeanSquaredError<float>([1], [1], 0));
    }

    private static void CheckTopK<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T nan = T.NaN;
        T one = T.One;
        T two = one + one;
        int[] labels = [0, 0, 1, 2, 2];
        T[] scores = [one, one, one, one, one, one, one, one, one, two, one, nan, nan, nan, one];
        Assert.Equal(3 / 5.0, ClassificationMetrics.TopKAccuracy<T>(labels, scores, 3, 1));
        Assert.Equal(4 / 5.0, ClassificationMetrics.TopKAccuracy<T>(labels, scores, 3, 2));
        Assert.Equal(4 / 5.0, ClassificationMetrics.TopKAccuracy<T>(labels, scores, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => ClassificationMetrics.TopKAccuracy<T>(labels, scores, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => ClassificationMetrics.TopKAccuracy<T>(labels, scores, 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => ClassificationMetrics.TopKAccuracy<T>(labels, scores, 1, 1));
        Assert.Throws<ArgumentException>("scores", () => ClassificationMetrics.TopKAccuracy<T>(labels, scores, 4, 1));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.TopKAccuracy<T>([0, 1, 3, 2, 2], scores, 3, 1));
        Assert.Throws<ArgumentException>("labels", () => ClassificationMetrics.TopKAccuracy<T>([], [], 3, 1));
    }

    private static void CheckArea<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(1, Area(0.1, 0.2, 0.7, 0.9));
        Assert.Equal(0, Area(0.8, 0.9, 0.1, 0.2));
        Assert.Equal(0.5, Area(3, 3, 3, 3));
        Assert.Equal(0.75, Area(1, 3, 2, 4));
        Assert.Equal(0.875, Area(1, 3, 3, 4));
        Assert.Equal(0.75, Area(0, 0, -0.0, 1));
        Assert.Equal(1, Area(double.NegativeInfinity, -1e30, 0, double.PositiveInfinity));
        Assert.Equal(double.NaN, ClassificationMetrics.RocAuc<T>([1, 1], [T.One, T.Zero]));
        Assert.Equal(double.NaN, ClassificationMetrics.RocAuc<T>([0], [T.One]));

        static double Area(params double[] scores) =>
            ClassificationMetrics.RocAuc<T>([0, 0, 1, 1], [.. scores.Select(T.CreateTruncating)]);
    }
}
