using System.Globalization;
using System.Numerics;

namespace NetGen.Metrics;

/// <summary>
/// How well a network classifies a data set, as a whole and class by class; made by
/// <see cref="NetworkReports.EvaluateClassification{T}(INetwork{T}, DataSet{T}, WorkerTeam?)"/>.
/// </summary>
/// <remarks>
/// Names and definitions are those of scikit-learn's <c>classification_report</c> and <c>sklearn.metrics</c>, for all classes of the
/// network. What would be a division by zero is 0, as is scikit-learn's default.
/// </remarks>
public sealed class ClassificationReport
{
    /// <summary>The most classes for which <see cref="ToString"/> has the confusion matrix.</summary>
    private const int MaxPrintedMatrix = 20;

    private const int NameWidth = 20;

    // How many samples' labels have the highest score, the second, and so on.
    private readonly int[] _ranks;

    private ClassificationReport(ConfusionMatrix matrix, double?[] rocAreas, int[] ranks)
    {
        ConfusionMatrix = matrix;
        Classes = Array.AsReadOnly<ClassMetrics>(
            [.. rocAreas.Select((area, label) => new ClassMetrics(matrix, label, area))]);
        MacroAverage = new AverageMetrics(Classes, _ => 1);
        WeightedAverage = new AverageMetrics(Classes, one => one.Support);
        BalancedAccuracy = Classes.Where(one => one.Support > 0).Average(one => one.Recall);
        RocAuc = ClassScores.Combine(rocAreas);
        _ranks = ranks;
    }

    /// <summary>The number of samples.</summary>
    public int Count => ConfusionMatrix.Count;

    /// <summary>How many samples are classified as their labels say.</summary>
    public int Correct => ConfusionMatrix.Correct;

    /// <summary>The fraction of the samples that is classified correctly: <c>accuracy_score</c>.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>
    /// The average recall of the classes that have samples, <c>balanced_accuracy_score</c>: as accuracy, if all of them had equally many.
    /// </summary>
    public double BalancedAccuracy { get; }

    /// <summary>
    /// The area under the ROC curve, <c>roc_auc_score</c>: of two classes that of class 1 by its output; of more that of each class against
    /// all others, averaged (<c>multi_class="ovr"</c>). Null if a class has no samples, or all, or if an output is NaN.
    /// </summary>
    /// <remarks>
    /// The fraction of pairs of a sample of the class and one of another in which the former has the higher output, where equal ones count
    /// half. Outputs need not be probabilities.
    /// </remarks>
    public double? RocAuc { get; }

    /// <summary>The metrics of each class, in the order of the labels.</summary>
    public IReadOnlyList<ClassMetrics> Classes { get; }

    /// <summary>The averages over the classes in which each class counts the same: <c>average="macro"</c>.</summary>
    public AverageMetrics MacroAverage { get; }

    /// <summary>The averages over the classes in which each class counts by its samples: <c>average="weighted"</c>.</summary>
    public AverageMetrics WeightedAverage { get; }

    /// <summary>How many samples of each class were predicted as which.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>
    /// The fraction of the samples whose label is among the <paramref name="k"/> classes with the highest outputs:
    /// <c>top_k_accuracy_score</c>; with 1 it is <see cref="Accuracy"/>.
    /// </summary>
    /// <param name="k">How many classes count, from 1 to the number of classes.</param>
    /// <remarks>
    /// Of equal outputs that of the lower class comes first, as in <see cref="INetwork{T}.Classify"/>; in scikit-learn it is that of the
    /// higher. NaN is never among the highest.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1, or more than the number of classes.</exception>
    public double TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, _ranks.Length);
        int correct = 0;
        foreach (int count in _ranks.AsSpan(0, k))
        {
            correct += count;
        }

        return (double)correct / Count;
    }

    /// <summary>
    /// A table of the classes and averages, a line with the metrics of all samples and, of up to 20 classes, the confusion matrix. Names
    /// are cut to 20 characters.
    /// </summary>
    public override string ToString()
    {
        var table = new TextTable("class", "precision", "recall", "F1", "ROC AUC", "support");
        foreach (ClassMetrics one in Classes)
        {
            table.Add(
                TextTable.Name(one.Name, NameWidth),
                TextTable.Score(one.Precision),
                TextTable.Score(one.Recall),
                TextTable.Score(one.F1),
                one.RocAuc is double area ? TextTable.Score(area) : "",
                TextTable.Count(one.Support));
        }

        AddAverage(table, "macro average", MacroAverage);
        AddAverage(table, "weighted average", WeightedAverage);
        string matrix = Classes.Count <= MaxPrintedMatrix ? $"\n{ConfusionMatrix}" : "";
        return $"{table}\n{Summary()}\n{matrix}";
    }

    /// <summary>The report on outputs.</summary>
    /// <param name="labels">The true labels, at least one.</param>
    /// <param name="outputs">The outputs for each sample.</param>
    /// <param name="topology">The topology of the network that they come from.</param>
    /// <param name="classNames">The names of the classes; null for their numbers.</param>
    internal static ClassificationReport Of<T>(
        ReadOnlySpan<int> labels, ReadOnlySpan<T> outputs, NetworkTopology topology, IReadOnlyList<string>? classNames)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = topology.OutputSize;
        bool isSingle = size == 1;
        int classCount = isSingle ? 2 : size;
        var predicted = new int[labels.Length];
        var ranks = new int[classCount];
        for (int i = 0; i < predicted.Length; i++)
        {
            ReadOnlySpan<T> sample = outputs.Slice(i * size, size);
            predicted[i] = Classification.ClassOf(sample, topology);
            int rank = predicted[i] == Classification.None ? Classification.None
                : isSingle ? (predicted[i] == labels[i] ? 0 : 1)
                : ClassScores.RankOf(labels[i], sample);
            if (rank != Classification.None)
            {
                ranks[rank]++;
            }
        }

        double?[] areas = isSingle ? BothAreas(labels, outputs) : ClassScores.RocAreas(labels, outputs, classCount);
        return new ClassificationReport(new ConfusionMatrix(labels, predicted, classCount, classNames), areas, ranks);
    }

    // The score of class 0 is 1 − p, by which the pairs are won by the same samples.
    private static double?[] BothAreas<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double? area = new RocArea<T>(labels.Length).Of(labels, 1, outputs, 1, 0);
        return [area, area];
    }

    private static void AddAverage(TextTable table, string name, AverageMetrics average) => table.Add(
        name,
        TextTable.Score(average.Precision),
        TextTable.Score(average.Recall),
        TextTable.Score(average.F1),
        "",
        "");

    private string Summary()
    {
        string area = RocAuc is double value ? $", ROC AUC {TextTable.Score(value)}" : "";
        string unclassified = ConfusionMatrix.Unclassified is int count and > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {count} without a class (outputs NaN)")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"accuracy {Accuracy:0.0000} ({Correct} of {Count}), balanced accuracy {BalancedAccuracy:0.0000}{area}{unclassified}");
    }
}
