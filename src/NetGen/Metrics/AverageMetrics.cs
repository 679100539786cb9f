namespace NetGen.Metrics;

/// <summary>Precision, recall and F1, averaged over the classes of a <see cref="ClassificationReport"/>.</summary>
public sealed class AverageMetrics
{
    /// <summary>Averages with a weight for each class; weights of 1, or supports.</summary>
    internal AverageMetrics(IReadOnlyList<ClassMetrics> classes, Func<ClassMetrics, int> weightOf)
    {
        double weights = 0;
        foreach (ClassMetrics one in classes)
        {
            int weight = weightOf(one);
            Precision += weight * one.Precision;
            Recall += weight * one.Recall;
            F1 += weight * one.F1;
            weights += weight;
        }

        Precision /= weights;
        Recall /= weights;
        F1 /= weights;
    }

    /// <summary>The average of <see cref="ClassMetrics.Precision"/>.</summary>
    public double Precision { get; }

    /// <summary>The average of <see cref="ClassMetrics.Recall"/>.</summary>
    public double Recall { get; }

    /// <summary>The average of <see cref="ClassMetrics.F1"/>.</summary>
    public double F1 { get; }
}
