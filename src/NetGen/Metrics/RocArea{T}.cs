using System.Numerics;

namespace NetGen.Metrics;

/// <summary>Computes areas under ROC curves, with buffers that are made once.</summary>
/// <param name="count">The number of samples.</param>
internal sealed class RocArea<T>(int count)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _scores = new T[count];
    private readonly bool[] _positive = new bool[count];

    /// <summary>
    /// The fraction of pairs of a sample of a class and one of another in which the former has the higher score; equal scores count half.
    /// </summary>
    /// <param name="labels">The labels of the samples.</param>
    /// <param name="label">The class.</param>
    /// <param name="scores">The scores of the samples, <c>[count, size]</c>.</param>
    /// <param name="size">Scores for each sample.</param>
    /// <param name="column">Which of them is that of the class.</param>
    /// <returns>The area; null if there is no pair, or if a score is NaN.</returns>
    public double? Of(ReadOnlySpan<int> labels, int label, ReadOnlySpan<T> scores, int size, int column)
    {
        for (int i = 0; i < _scores.Length; i++)
        {
            T score = scores[(i * size) + column];
            if (T.IsNaN(score))
            {
                return null;
            }

            _scores[i] = score;
            _positive[i] = labels[i] == label;
        }

        Array.Sort(_scores, _positive);
        return OfSorted();
    }

    // Whole numbers, so that neither the order of equal scores nor rounding matters: the sum, doubled, is below 2^63.
    private double? OfSorted()
    {
        long wonTwice = 0;
        long positives = 0;
        long negatives = 0;
        for (int i = 0; i < _scores.Length;)
        {
            T score = _scores[i];
            long equalPositives = 0;
            int first = i;
            for (; i < _scores.Length && _scores[i] == score; i++)
            {
                equalPositives += _positive[i] ? 1 : 0;
            }

            long equalNegatives = i - first - equalPositives;
            wonTwice += equalPositives * ((2 * negatives) + equalNegatives);
            positives += equalPositives;
            negatives += equalNegatives;
        }

        return positives == 0 || negatives == 0 ? null : wonTwice / (2.0 * positives * negatives);
    }
}
