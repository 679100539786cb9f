namespace NetGen.Metrics;

/// <summary>How well a network recognizes one class, in a <see cref="ClassificationReport"/>.</summary>
public sealed class ClassMetrics
{
    internal ClassMetrics(ConfusionMatrix matrix, int label, double? rocAuc)
    {
        Label = label;
        Name = matrix.ClassNames[label];
        Precision = matrix.Precision(label);
        Recall = matrix.Recall(label);
        F1 = matrix.F1(label);
        Support = matrix.Support(label);
        RocAuc = rocAuc;
    }

    /// <summary>The class.</summary>
    public int Label { get; }

    /// <summary>Its name; its number if the network has no names.</summary>
    public string Name { get; }

    /// <summary>The fraction of the samples predicted as the class that are of it, TP / (TP + FP); 0 if none was predicted as it.</summary>
    public double Precision { get; }

    /// <summary>The fraction of the class's samples that were predicted as it, TP / (TP + FN); 0 if it has none.</summary>
    public double Recall { get; }

    /// <summary>
    /// The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); 0 if the class has no samples and none was predicted as it.
    /// </summary>
    public double F1 { get; }

    /// <summary>The number of samples of the class.</summary>
    public int Support { get; }

    /// <summary>
    /// The area under the ROC curve of the class against all others, by its output; null if it has no samples, or all, or if an output is
    /// NaN.
    /// </summary>
    public double? RocAuc { get; }
}
