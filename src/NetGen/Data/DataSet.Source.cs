using System.Numerics;
using NetGen.Data;

#pragma warning disable RS0026 // The overloads differ in the type and number of required parameters: no call is ambiguous.

namespace NetGen;

// Data sets of samples that are not in memory.
public abstract partial class DataSet
{
    /// <summary>
    /// A data set of samples that a source reads when they are needed: with their targets, if the source has them, else features alone.
    /// </summary>
    /// <param name="source">Where the samples come from.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones. With <see cref="MissingValues.FillWithMean"/> the network must begin
    /// with <see cref="StandardizeAttribute"/>, which keeps the means. <see cref="MissingValues.SkipRows"/> is not possible, as it would
    /// read all samples at once: choose the complete ones by <see cref="DataSet{T}.Subset"/>.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The samples are checked each time that they are read: what is not finite, or a target that a network's cost cannot take, is an
    /// <see cref="InvalidDataException"/> then. Parts of the data set read from the same source.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="missingValues"/> is not a value of the enumeration.</exception>
    /// <exception cref="NotSupportedException"><paramref name="missingValues"/> is <see cref="MissingValues.SkipRows"/>.</exception>
    public static DataSet<T> FromSource<T>(SampleSource<T> source, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        return FromSource(source, new Samples<T>(source.InputSize, source.TargetSize), missingValues);
    }

    /// <summary>A data set of features that a source reads when they are needed, and class labels in memory.</summary>
    /// <param name="source">Where the features come from; without targets.</param>
    /// <param name="labels">A label from 0 to <paramref name="classCount"/> - 1 for each sample.</param>
    /// <param name="classCount">The number of classes, as for <c>FromLabels</c>.</param>
    /// <param name="missingValues">As for <see cref="FromSource{T}(SampleSource{T}, MissingValues)"/>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classCount"/> is less than 1, or <paramref name="missingValues"/> is not a value of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The source has targets, there are more or fewer labels than samples, or a label is out of range.
    /// </exception>
    /// <exception cref="NotSupportedException"><paramref name="missingValues"/> is <see cref="MissingValues.SkipRows"/>.</exception>
    public static DataSet<T> FromSource<T>(
        SampleSource<T> source, ReadOnlyMemory<int> labels, int classCount, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckHasNoTargets(source);
        CheckLabels(labels.Span, source.Count, classCount);
        return FromSource(source, new Samples<T>(source.InputSize, classCount) { Labels = labels }, missingValues);
    }

    /// <summary>A data set of features that a source reads when they are needed, and target vectors in memory.</summary>
    /// <param name="source">Where the features come from; without targets.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, targetCount]</c>.</param>
    /// <param name="targetCount">Elements per target; at least 1.</param>
    /// <param name="missingValues">As for <see cref="FromSource{T}(SampleSource{T}, MissingValues)"/>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="targetCount"/> is less than 1, or <paramref name="missingValues"/> is not a value of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The source has targets, the number of target elements is not <c>count * targetCount</c>, or a target is not finite.
    /// </exception>
    /// <exception cref="NotSupportedException"><paramref name="missingValues"/> is <see cref="MissingValues.SkipRows"/>.</exception>
    public static DataSet<T> FromSource<T>(
        SampleSource<T> source, ReadOnlyMemory<T> targets, int targetCount, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckHasNoTargets(source);
        CheckTargets(targets.Span, source.Count, targetCount);
        return FromSource(source, new Samples<T>(source.InputSize, targetCount) { Targets = targets }, missingValues);
    }

    private static DataSet<T> FromSource<T>(SampleSource<T> source, Samples<T> samples, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Enum.IsDefined(missingValues))
        {
            throw RangeErrors.Of(nameof(missingValues), missingValues, "Expected one of the values of MissingValues.");
        }

        if (missingValues == MissingValues.SkipRows)
        {
            throw new NotSupportedException(
                $"Samples of a source are not read before they are needed, so that none are skipped. Choose the complete ones by "
                + $"{nameof(DataSet<>.Subset)}, or fill what is missing: {nameof(MissingValues)}.{nameof(MissingValues.FillWithMean)}.");
        }

        return new DataSet<T>(
            samples with { Source = source, HasMissing = missingValues == MissingValues.FillWithMean }, source.Count);
    }

    private static void CheckHasNoTargets<T>(SampleSource<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.TargetSize > 0)
        {
            throw new ArgumentException(
                $"Expected a source without targets, as labels or targets are given; this one has {source.TargetSize} of each sample.",
                nameof(source));
        }
    }
}
