using System.Numerics;

namespace NetGen.Metrics;

/// <summary>What the scores of all classes say of labels.</summary>
internal static class ClassScores
{
    /// <summary>
    /// How many classes come before a label's when a sample's scores are ordered, the highest first, of equal ones the lower class:
    /// 0 if the label is the class with the highest score. −1 if its score is NaN; other scores that are NaN come last.
    /// </summary>
    public static int RankOf<T>(int label, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T score = scores[label];
        if (T.IsNaN(score))
        {
            return Classification.None;
        }

        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            rank += scores[i] > score || (i < label && scores[i] == score) ? 1 : 0;
        }

        return rank;
    }

    /// <summary>The area under the ROC curve of each class against the others, by its own score; null where there is none.</summary>
    /// <param name="labels">The labels of the samples.</param>
    /// <param name="scores">The scores, <c>[count, classCount]</c>.</param>
    /// <param name="classCount">The number of classes.</param>
    public static double?[] RocAreas<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var area = new RocArea<T>(labels.Length);
        var areas = new double?[classCount];
        for (int i = 0; i < areas.Length; i++)
        {
            areas[i] = area.Of(labels, i, scores, classCount, i);
        }

        return areas;
    }

    /// <summary>One area for all classes: of two classes that of class 1, of others the average; null if an area is missing.</summary>
    public static double? Combine(ReadOnlySpan<double?> areas)
    {
        if (areas.Length == 2)
        {
            return areas[1];
        }

        double? sum = 0;
        foreach (double? area in areas)
        {
            sum += area;
        }

        return sum / areas.Length;
    }
}
