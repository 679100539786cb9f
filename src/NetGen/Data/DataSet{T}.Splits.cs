using System.Numerics;

namespace NetGen;

// Parts of a data set: views of its memory, by orders of their own.
public sealed partial class DataSet<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Some of the samples, in any order, also several times; the features are not copied.</summary>
    /// <param name="indices">The indices of the samples, each from 0 to <see cref="DataSet.Count"/> - 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="indices"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of an index.</exception>
    public DataSet<T> Subset(IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        int[] order = [.. indices];
        T[] weights = HasSampleWeights ? new T[order.Length] : [];
        for (int i = 0; i < order.Length; i++)
        {
            if ((uint)order[i] >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), order[i], Count == 0 ? "The data set is empty." : $"Expected indices from 0 to {Count - 1}.");
            }

            if (HasSampleWeights)
            {
                weights[i] = _sampleWeights.Span[order[i]];
            }

            order[i] = Sample(order[i]);
        }

        return new DataSet<T>(_samples, order, 0, order.Length, weights);
    }

    /// <summary>
    /// Two data sets with the classes in the same proportions, as near as whole samples allow: the first of
    /// <paramref name="firstCount"/> samples, and the rest. Both are shuffled.
    /// </summary>
    /// <param name="firstCount">The number of samples of the first, from 0 to <see cref="DataSet.Count"/>.</param>
    /// <param name="seed">Any number; equal seeds give equal parts.</param>
    /// <remarks>
    /// Each class has its share of the first data set, rounded down; samples that are still lacking come from the classes with the largest
    /// remainders, of equal ones from the one with the smaller label.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstCount"/> is negative or too large.</exception>
    /// <exception cref="InvalidOperationException">The samples have no labels (<see cref="DataSet.HasLabels"/>).</exception>
    public (DataSet<T> First, DataSet<T> Second) SplitStratified(int firstCount, long seed)
    {
        if ((uint)firstCount > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstCount), firstCount, $"Expected a count from 0 to {Count}, the number of samples.");
        }

        if (!HasLabels)
        {
            throw new InvalidOperationException("Only samples with labels can be split by class; these have none. Use Shuffle and Split.");
        }

        int[] order = ShuffledIndices(seed);
        int[] shares = SharesOf(order, firstCount);
        var first = new List<int>(firstCount);
        var second = new List<int>(Count - firstCount);
        foreach (int index in order)
        {
            (shares[GetLabel(index)]-- > 0 ? first : second).Add(index);
        }

        return (Subset(first), Subset(second));
    }

    /// <summary>As <see cref="SplitStratified(int, long)"/>, with the size of the first data set as a fraction.</summary>
    /// <param name="firstFraction">
    /// The fraction of the first, more than 0 and less than 1. It is rounded to whole samples, and neither part is left empty.
    /// </param>
    /// <param name="seed">Any number; equal seeds give equal parts.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstFraction"/> does not lie between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">
    /// The samples have no labels (<see cref="DataSet.HasLabels"/>), or there are fewer than two.
    /// </exception>
    public (DataSet<T> First, DataSet<T> Second) SplitStratified(double firstFraction, long seed) =>
        SplitStratified(CountOf(firstFraction), seed);

    /// <summary>
    /// The parts of a k-fold cross-validation: <paramref name="count"/> pairs of data sets. Each sample is in the validation data of one
    /// pair, and in the training data of all others. All are shuffled; if the samples have labels, each class is divided evenly.
    /// </summary>
    /// <param name="count">The number of pairs k, from 2 to <see cref="DataSet.Count"/>.</param>
    /// <param name="seed">Any number; equal seeds give equal parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is less than 2, or larger than the number of samples.
    /// </exception>
    public IReadOnlyList<(DataSet<T> Training, DataSet<T> Validation)> Folds(int count, long seed)
    {
        if (count < 2 || count > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Expected 2 folds or more, and at most {Count}, one for each sample.");
        }

        // Dealt out class by class, so that neither the folds nor a class in them differ by more than one sample.
        int[] order = ShuffledIndices(seed);
        IEnumerable<int> byClass = HasLabels ? order.OrderBy(GetLabel) : order;
        var folds = new int[Count];
        int dealt = 0;
        foreach (int index in byClass)
        {
            folds[index] = dealt++ % count;
        }

        return
        [
            .. Enumerable.Range(0, count).Select(fold =>
                (Subset(order.Where(index => folds[index] != fold)), Subset(order.Where(index => folds[index] == fold)))),
        ];
    }

    private int CountOf(double firstFraction)
    {
        if (!(firstFraction > 0 && firstFraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstFraction),
                firstFraction,
                "Expected a fraction between 0 and 1. A number of samples is an integer, as in Split(1).");
        }

        if (Count < 2)
        {
            throw new InvalidOperationException($"Two parts need two samples or more; there are {Count}.");
        }

        return Math.Clamp((int)Math.Round(firstFraction * Count), 1, Count - 1);
    }

    private int[] ShuffledIndices(long seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new SeededRandom(seed).Shuffle(order.AsSpan());
        return order;
    }

    // How many samples of each class are among the first.
    private int[] SharesOf(int[] order, int firstCount)
    {
        var counts = new long[TargetSize];
        foreach (int index in order)
        {
            counts[GetLabel(index)]++;
        }

        int[] shares = [.. counts.Select(count => (int)(count * firstCount / Math.Max(1, Count)))];
        IEnumerable<int> byRemainder = Enumerable.Range(0, TargetSize).OrderByDescending(label => counts[label] * firstCount % Count);
        foreach (int label in byRemainder.Take(firstCount - shares.Sum()))
        {
            shares[label]++;
        }

        return shares;
    }
}
