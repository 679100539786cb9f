using System.Globalization;

namespace NetGen.Metrics;

/// <summary>How many samples of each class were predicted as which, and what follows for each class.</summary>
/// <remarks>
/// Rows are actual classes and columns predicted ones, as in scikit-learn's <c>confusion_matrix</c>. Samples without a predicted class,
/// since all their outputs were NaN, are counted apart: they are in <see cref="Support"/> and in no column.
/// </remarks>
public sealed class ConfusionMatrix
{
    /// <summary>With more, the matrix and the column of samples without a class would not fit into an array.</summary>
    internal const int MaxClassCount = 46340;

    private const int RowNameWidth = 20;
    private const int ColumnNameWidth = 8;

    // The columns of a row are the classes, and then those without a class.
    private readonly int[] _counts;
    private readonly int[] _support;
    private readonly int[] _predicted;

    internal ConfusionMatrix(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classCount, IReadOnlyList<string>? classNames)
    {
        ClassCount = classCount;
        Count = labels.Length;
        ClassNames = Array.AsReadOnly<string>(
            [.. classNames ?? Enumerable.Range(0, classCount).Select(label => label.ToString(CultureInfo.InvariantCulture))]);
        _counts = new int[classCount * (classCount + 1)];
        _support = new int[classCount];
        _predicted = new int[classCount + 1];
        for (int i = 0; i < labels.Length; i++)
        {
            int column = predicted[i] == Classification.None ? classCount : predicted[i];
            _counts[Index(labels[i], column)]++;
            _support[labels[i]]++;
            _predicted[column]++;
        }

        for (int label = 0; label < classCount; label++)
        {
            Correct += _counts[Index(label, label)];
        }
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The names of the classes; their numbers if they have no names.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>How many samples were predicted as what they are: the sum of the diagonal.</summary>
    public int Correct { get; }

    /// <summary>How many samples have no predicted class, since all their outputs were NaN.</summary>
    public int Unclassified => _predicted[ClassCount];

    /// <summary>How many samples of a class were predicted as a class.</summary>
    /// <param name="actual">The class that the samples have.</param>
    /// <param name="predicted">The class that was predicted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted]
    {
        get
        {
            Check(actual, nameof(actual));
            Check(predicted, nameof(predicted));
            return _counts[Index(actual, predicted)];
        }
    }

    /// <summary>How many samples a class has: its row's sum, with those that have no predicted class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int Support(int label)
    {
        Check(label, nameof(label));
        return _support[label];
    }

    /// <summary>How many samples were predicted as a class: its column's sum.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int Predicted(int label)
    {
        Check(label, nameof(label));
        return _predicted[label];
    }

    /// <summary>
    /// The fraction of samples predicted as a class that are of it: <c>precision_score</c>, TP / (TP + FP); 0 if none was predicted as it.
    /// </summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int label) => Ratio(Hits(label), _predicted[label]);

    /// <summary>
    /// The part of a class's samples that were predicted as it: <c>recall_score</c>, TP / (TP + FN); 0 if it has no samples.
    /// </summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int label) => Ratio(Hits(label), _support[label]);

    /// <summary>
    /// The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>: <c>f1_score</c>, 2 TP / (2 TP + FP + FN); 0 if the class has
    /// no samples and none was predicted as it.
    /// </summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int label) => Ratio(2L * Hits(label), (long)_predicted[label] + _support[label]);

    /// <summary>A copy of the counts, <c>[actual, predicted]</c>, without the samples that have no predicted class.</summary>
    public int[,] ToArray()
    {
        var counts = new int[ClassCount, ClassCount];
        for (int actual = 0; actual < ClassCount; actual++)
        {
            for (int predicted = 0; predicted < ClassCount; predicted++)
            {
                counts[actual, predicted] = _counts[Index(actual, predicted)];
            }
        }

        return counts;
    }

    /// <summary>
    /// The counts as a table, a row for each actual class and a column for each predicted one, and a column <c>none</c> if samples have no
    /// predicted class. Names are cut to 20 characters, and to 8 above columns.
    /// </summary>
    public override string ToString()
    {
        int columns = Unclassified > 0 ? ClassCount + 1 : ClassCount;
        IEnumerable<string> names = ClassNames.Select(name => TextTable.Name(name, ColumnNameWidth)).Append("none").Take(columns);
        var table = new TextTable(["actual \\ predicted", .. names]);
        for (int actual = 0; actual < ClassCount; actual++)
        {
            string[] counts = Array.ConvertAll(_counts[Index(actual, 0)..Index(actual, columns)], TextTable.Count);
            table.Add([TextTable.Name(ClassNames[actual], RowNameWidth), .. counts]);
        }

        return table.ToString();
    }

    // Nothing of nothing is 0, as in scikit-learn unless it is told otherwise.
    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private int Hits(int label)
    {
        Check(label, nameof(label));
        return _counts[Index(label, label)];
    }

    private int Index(int actual, int column) => (actual * (ClassCount + 1)) + column;

    private void Check(int label, string parameterName)
    {
        if ((uint)label >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(parameterName, label, $"Expected a class from 0 to {ClassCount - 1}.");
        }
    }
}
