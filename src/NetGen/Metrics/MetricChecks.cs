using System.Numerics;

namespace NetGen.Metrics;

/// <summary>Argument checks of metrics on spans.</summary>
internal static class MetricChecks
{
    /// <summary>Checks that there is a sample, and as many of one thing as of the other.</summary>
    /// <param name="count">The number of samples.</param>
    /// <param name="parameterName">What the samples' labels or targets are called.</param>
    /// <param name="length">The length of the other span.</param>
    /// <param name="size">Elements of the other span for each sample.</param>
    /// <param name="otherName">What the other span is called.</param>
    /// <exception cref="ArgumentException">There is no sample, or the other span has another length.</exception>
    public static void Counts(int count, string parameterName, int length, int size, string otherName)
    {
        if (count == 0)
        {
            throw new ArgumentException("Expected at least one sample; the span is empty.", parameterName);
        }

        if (length != (long)count * size)
        {
            string expected = size == 1 ? $"{count} elements, one" : $"{count} x {size} = {(long)count * size} elements, {size}";
            throw new ArgumentException($"Expected {expected} for each of the {parameterName}; the span has {length}.", otherName);
        }
    }

    /// <summary>Checks labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="lowest">The lowest that is allowed: 0, or −1 where that stands for no class.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="parameterName">What the labels are called.</param>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int lowest, int classCount, string parameterName)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < lowest || labels[i] >= classCount)
            {
                throw new ArgumentException(
                    $"Expected labels from {lowest} to {classCount - 1}; that of sample {i} is {labels[i]}.", parameterName);
            }
        }
    }

    /// <summary>Checks that scores can be ordered.</summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static void Ordered<T>(ReadOnlySpan<T> scores, int size, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (T.IsNaN(scores[i]))
            {
                throw new ArgumentException(
                    size == 1 ? $"The score of sample {i} is NaN." : $"The score of sample {i / size} for class {i % size} is NaN.",
                    parameterName);
            }
        }
    }
}
