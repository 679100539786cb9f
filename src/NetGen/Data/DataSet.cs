using System.Numerics;
using NetGen.Data;

namespace NetGen;

/// <summary>
/// Samples to train or to evaluate with: for each an input and the desired output. The factory methods of this class make a
/// <see cref="DataSet{T}"/>, for networks of float or of double, out of memory that the caller has.
/// </summary>
/// <remarks>Nothing is copied: the memory given to a factory method must not change while the data set is in use.</remarks>
public abstract class DataSet
{
    private protected DataSet(int count, int inputSize, int targetSize)
    {
        Count = count;
        InputSize = inputSize;
        TargetSize = targetSize;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>Elements of each input.</summary>
    public int InputSize { get; }

    /// <summary>Elements of each target; the number of classes if the samples have labels.</summary>
    public int TargetSize { get; }

    /// <summary>
    /// The class of a sample: its label, or the index of the largest element of its target, of equal ones the first.
    /// </summary>
    /// <param name="index">The sample's index, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample <paramref name="index"/>.</exception>
    public abstract int GetLabel(int index);

    /// <summary>A data set of features and class labels.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="labels">A label from 0 to <paramref name="classCount"/> - 1 for each sample.</param>
    /// <param name="classCount">The number of classes; the targets are as long and have a 1 at the label.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="classCount"/> is less than 1.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is no multiple of <paramref name="featureCount"/>, there are more or fewer labels than samples, or
    /// a label is out of range.
    /// </exception>
    public static DataSet<T> FromLabels<T>(
        ReadOnlyMemory<T> features, int featureCount, ReadOnlyMemory<int> labels, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckLabels(labels.Span, count, classCount);
        return new DataSet<T>(new Samples<T>(featureCount, classCount) { Values = features, Labels = labels }, count);
    }

    /// <inheritdoc cref="FromLabels{T}(ReadOnlyMemory{T}, int, ReadOnlyMemory{int}, int)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    public static DataSet<T> FromLabels<T>(T[] features, int featureCount, ReadOnlyMemory<int> labels, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FromLabels((ReadOnlyMemory<T>)features, featureCount, labels, classCount);
    }

    /// <summary>A data set of features that stay bytes until they are read, and class labels.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; finite.</param>
    /// <param name="labels">A label from 0 to <paramref name="classCount"/> - 1 for each sample.</param>
    /// <param name="classCount">The number of classes; the targets are as long and have a 1 at the label.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="classCount"/> is less than 1, or <paramref name="scale"/> is not
    /// finite.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is no multiple of <paramref name="featureCount"/>, there are more or fewer labels than samples, or
    /// a label is out of range.
    /// </exception>
    public static DataSet<T> FromLabels<T>(
        ReadOnlyMemory<byte> features, int featureCount, T scale, ReadOnlyMemory<int> labels, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckScale(scale);
        CheckLabels(labels.Span, count, classCount);
        return new DataSet<T>(
            new Samples<T>(featureCount, classCount) { Bytes = features, Scale = scale, IsBytes = true, Labels = labels }, count);
    }

    /// <summary>A data set of features and target vectors.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, targetCount]</c>.</param>
    /// <param name="targetCount">Elements per target; at least 1.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="targetCount"/> is less than 1.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is no multiple of <paramref name="featureCount"/>, or the number of target elements is not
    /// <c>count * targetCount</c>.
    /// </exception>
    public static DataSet<T> FromTargets<T>(
        ReadOnlyMemory<T> features, int featureCount, ReadOnlyMemory<T> targets, int targetCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckTargets(targets.Length, count, targetCount, nameof(targets));
        return new DataSet<T>(new Samples<T>(featureCount, targetCount) { Values = features, Targets = targets }, count);
    }

    /// <inheritdoc cref="FromTargets{T}(ReadOnlyMemory{T}, int, ReadOnlyMemory{T}, int)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="targets"/> is null.</exception>
    public static DataSet<T> FromTargets<T>(T[] features, int featureCount, T[] targets, int targetCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        return FromTargets((ReadOnlyMemory<T>)features, featureCount, (ReadOnlyMemory<T>)targets, targetCount);
    }

    /// <summary>A data set of features that stay bytes until they are read, and target vectors.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; finite.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, targetCount]</c>.</param>
    /// <param name="targetCount">Elements per target; at least 1.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="targetCount"/> is less than 1, or <paramref name="scale"/> is not
    /// finite.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is no multiple of <paramref name="featureCount"/>, or the number of target elements is not
    /// <c>count * targetCount</c>.
    /// </exception>
    public static DataSet<T> FromTargets<T>(
        ReadOnlyMemory<byte> features, int featureCount, T scale, ReadOnlyMemory<T> targets, int targetCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckScale(scale);
        CheckTargets(targets.Length, count, targetCount, nameof(targets));
        return new DataSet<T>(
            new Samples<T>(featureCount, targetCount) { Bytes = features, Scale = scale, IsBytes = true, Targets = targets },
            count);
    }

    private static int CountSamples(int length, int featureCount, string parameterName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (length % featureCount != 0)
        {
            throw new ArgumentException(
                $"Expected whole samples of {featureCount} features; {length} features are {length / featureCount} samples "
                + $"and {length % featureCount} features more.",
                parameterName);
        }

        return length / featureCount;
    }

    private static void CheckScale<T>(T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be finite.");
        }
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int count, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (labels.Length != count)
        {
            throw new ArgumentException($"Expected a label for each of {count} samples; found {labels.Length}.", nameof(labels));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"Expected labels from 0 to {classCount - 1}; that of sample {i} is {labels[i]}.", nameof(labels));
            }
        }
    }

    private static void CheckTargets(int length, int count, int targetCount, string parameterName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        long expected = (long)count * targetCount;
        if (length != expected)
        {
            throw new ArgumentException(
                $"Expected {count} targets of {targetCount} elements, {expected} together; found {length}.", parameterName);
        }
    }
}
