using System.Numerics;

namespace NetGen.Metrics;

/// <summary>
/// Metrics of classifications, for labels and outputs that a program has itself; <see cref="ClassificationReport"/> has them for a network
/// and a data set.
/// </summary>
/// <remarks>
/// Names and definitions are those of scikit-learn's <c>sklearn.metrics</c>, except where stated. Labels are class indices from 0. The
/// predicted label −1 stands for no class, as <see cref="INetwork{T}.Classify"/> gives it, and is never correct.
/// </remarks>
public static class ClassificationMetrics
{
    /// <summary>The fraction of the samples that have the predicted label: <c>accuracy_score</c>, correct / count.</summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="predicted">The predicted labels, as many.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">The spans are empty, or of different lengths.</exception>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        MetricChecks.Counts(labels.Length, nameof(labels), predicted.Length, 1, nameof(predicted));
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            correct += labels[i] == predicted[i] && predicted[i] != Classification.None ? 1 : 0;
        }

        return (double)correct / labels.Length;
    }

    /// <summary>
    /// The fraction of samples whose label is among the <paramref name="k"/> classes with the highest scores: <c>top_k_accuracy_score</c>.
    /// </summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="scores">The scores of all classes for each sample, <c>[count, classCount]</c>.</param>
    /// <param name="classCount">The number of classes; at least 2.</param>
    /// <param name="k">How many classes count, from 1 to <paramref name="classCount"/>.</param>
    /// <typeparam name="T">A floating-point type, such as <see cref="float"/>.</typeparam>
    /// <returns>From 0 to 1.</returns>
    /// <remarks>
    /// Of equal scores that of the lower class comes first, as in <see cref="INetwork{T}.Classify"/>; in scikit-learn it is that of the
    /// higher. NaN is never among the highest.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classCount"/> is less than 2, or <paramref name="k"/> is less than 1 or more than that.
    /// </exception>
    /// <exception cref="ArgumentException">There is no sample, a label is out of range, or the counts differ.</exception>
    public static double TopKAccuracy<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, int classCount, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckScores(labels, scores, classCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, classCount);
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int rank = ClassScores.RankOf(labels[i], scores.Slice(i * classCount, classCount));
            correct += rank != Classification.None && rank < k ? 1 : 0;
        }

        return (double)correct / labels.Length;
    }

    /// <summary>
    /// The fraction of outputs that are on the side of a threshold that their label says: Keras' <c>BinaryAccuracy</c>, in which outputs
    /// above the threshold stand for 1 and all others for 0.
    /// </summary>
    /// <param name="labels">The true labels or targets, 0 or 1; for several outputs per sample one for each.</param>
    /// <param name="outputs">The outputs, as many.</param>
    /// <param name="threshold">The threshold, which is rounded to <typeparamref name="T"/>.</param>
    /// <typeparam name="TLabel">Any numeric type, such as <see cref="int"/> or <see cref="float"/>.</typeparam>
    /// <typeparam name="T">A floating-point type, such as <see cref="float"/>.</typeparam>
    /// <returns>From 0 to 1.</returns>
    /// <remarks>
    /// An output of exactly 0.5 stands for 0 here, as in Keras, and for 1 in <see cref="INetwork{T}.Classify"/>. NaN is never correct; in
    /// Keras it stands for 0.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is NaN.</exception>
    /// <exception cref="ArgumentException">The spans are empty or of different lengths, or a label is neither 0 nor 1.</exception>
    public static double BinaryAccuracy<TLabel, T>(ReadOnlySpan<TLabel> labels, ReadOnlySpan<T> outputs, double threshold = 0.5)
        where TLabel : unmanaged, INumberBase<TLabel>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.Counts(labels.Length, nameof(labels), outputs.Length, 1, nameof(outputs));
        if (double.IsNaN(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a number.");
        }

        T border = T.CreateTruncating(threshold);
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            bool isOne = labels[i] == TLabel.One;
            if (!isOne && labels[i] != TLabel.Zero)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Expected labels of 0 or 1; that of output {i} is {labels[i]}."), nameof(labels));
            }

            correct += (isOne ? outputs[i] > border : outputs[i] <= border) ? 1 : 0;
        }

        return (double)correct / labels.Length;
    }

    /// <summary>How many samples of each class were predicted as which: <c>confusion_matrix</c>.</summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="predicted">The predicted labels, as many; −1 for no class.</param>
    /// <param name="classCount">The number of classes; from 1 to 46340, so that the matrix fits into an array.</param>
    /// <param name="classNames">A name for each class; null for their numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The spans are empty or of different lengths, a label is out of range, or there are more or fewer names than classes.
    /// </exception>
    public static ConfusionMatrix ConfusionMatrix(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classCount, IReadOnlyList<string>? classNames = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, Metrics.ConfusionMatrix.MaxClassCount);
        MetricChecks.Counts(labels.Length, nameof(labels), predicted.Length, 1, nameof(predicted));
        MetricChecks.Labels(labels, 0, classCount, nameof(labels));
        MetricChecks.Labels(predicted, Classification.None, classCount, nameof(predicted));
        if (classNames is not null && classNames.Count != classCount)
        {
            throw new ArgumentException($"Expected {classCount} names, one for each class; found {classNames.Count}.", nameof(classNames));
        }

        return new ConfusionMatrix(labels, predicted, classCount, classNames);
    }

    /// <summary>
    /// The area under the ROC curve of two classes, <c>roc_auc_score</c>: the fraction of pairs of a sample of class 1 and one of class 0
    /// in which the former has the higher score, where equal scores count half. That is the area by the trapezoidal rule.
    /// </summary>
    /// <param name="labels">The true labels, 0 or 1.</param>
    /// <param name="scores">A score for each sample, higher for class 1, such as a sigmoid output; of any range.</param>
    /// <typeparam name="T">A floating-point type, such as <see cref="float"/>.</typeparam>
    /// <returns>From 0 to 1, 0.5 for scores that say nothing; NaN, for undefined, if all samples are of one class.</returns>
    /// <remarks>The scores are sorted: O(n log n).</remarks>
    /// <exception cref="ArgumentException">
    /// The spans are empty or of different lengths, a label is neither 0 nor 1, or a score is NaN.
    /// </exception>
    public static double RocAuc<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.Counts(labels.Length, nameof(labels), scores.Length, 1, nameof(scores));
        MetricChecks.Labels(labels, 0, 2, nameof(labels));
        MetricChecks.Ordered(scores, 1, nameof(scores));
        return new RocArea<T>(labels.Length).Of(labels, 1, scores, 1, 0) ?? double.NaN;
    }

    /// <summary>
    /// The area under the ROC curve of several classes, <c>roc_auc_score</c> with <c>multi_class="ovr", average="macro"</c>: that of each
    /// class against all others, by its own score, averaged over the classes. Of two classes it is that of class 1.
    /// </summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="scores">
    /// The scores of all classes for each sample, <c>[count, classCount]</c>; of any range, and they need not sum to 1.
    /// </param>
    /// <param name="classCount">The number of classes; at least 2.</param>
    /// <typeparam name="T">A floating-point type, such as <see cref="float"/>.</typeparam>
    /// <returns>From 0 to 1; NaN, for undefined, if a class has no samples, or all.</returns>
    /// <remarks>The scores of each class are sorted: O(classCount · n log n).</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 2.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sample, a label is out of range, the counts differ, or a score is NaN.
    /// </exception>
    public static double RocAuc<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckScores(labels, scores, classCount);
        MetricChecks.Ordered(scores, classCount, nameof(scores));
        return ClassScores.Combine(ClassScores.RocAreas(labels, scores, classCount)) ?? double.NaN;
    }

    private static void CheckScores<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        MetricChecks.Counts(labels.Length, nameof(labels), scores.Length, classCount, nameof(scores));
        MetricChecks.Labels(labels, 0, classCount, nameof(labels));
    }
}
