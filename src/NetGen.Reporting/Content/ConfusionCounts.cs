using NetGen.Metrics;

namespace NetGen.Reporting;

/// <summary>The counts of a confusion matrix, with those of samples that have no predicted class.</summary>
internal static class ConfusionCounts
{
    /// <summary>The names of the columns: those of the classes, and <c>none</c> if there are samples without a predicted class.</summary>
    public static IReadOnlyList<string> Columns(ConfusionMatrix matrix) =>
        matrix.Unclassified > 0 ? [.. matrix.ClassNames, "none"] : matrix.ClassNames;

    /// <summary>The count of a cell.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="actual">The class that the samples have.</param>
    /// <param name="column">The class that was predicted; the number of classes for none.</param>
    public static int Of(ConfusionMatrix matrix, int actual, int column)
    {
        if (column < matrix.ClassCount)
        {
            return matrix[actual, column];
        }

        int count = matrix.Support(actual);
        for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
        {
            count -= matrix[actual, predicted];
        }

        return count;
    }
}
