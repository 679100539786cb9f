using System.Collections.ObjectModel;
using System.Numerics;
using NetGen.Data;
using NetGen.Numerics;
using NetGen.Serialization;

#pragma warning disable RS0026 // The overloads of each method differ in the type of a required parameter: no call is ambiguous.

namespace NetGen;

/// <summary>
/// Samples to train or to evaluate with: for each an input and the desired output. The factory methods of this class make a
/// <see cref="DataSet{T}"/>, for networks of float or of double, out of memory that the caller has, or of a source.
/// </summary>
/// <remarks>
/// <para>Nothing is copied: the memory given to a factory method must not change while the data set is in use.</para>
/// <para>
/// Use <c>FromLabels</c> for classification: evaluations then have an accuracy. <c>FromTargets</c> is for everything else. One-hot vectors
/// train a network as labels do, but evaluations have no accuracy. All features and targets must be finite, which is checked once, here,
/// or whenever they are read from a source; features that are NaN may be missing ones, if <see cref="MissingValues"/> says so.
/// </para>
/// </remarks>
public abstract partial class DataSet
{
    private protected DataSet(int count, int inputSize, int targetSize, bool hasLabels, bool hasMissing)
    {
        Count = count;
        InputSize = inputSize;
        TargetSize = targetSize;
        HasLabels = hasLabels;
        HasMissing = hasMissing;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>Elements of each input.</summary>
    public int InputSize { get; }

    /// <summary>Elements of each target; the number of classes if the samples have labels; 0 if they have neither.</summary>
    public int TargetSize { get; }

    /// <summary>
    /// Whether the samples have class labels. Only then do evaluations count correct classifications: target vectors, one-hot ones too, are
    /// numbers for the outputs to approach, not classes.
    /// </summary>
    public bool HasLabels { get; }

    /// <summary>Whether the samples have weights, by which their costs are multiplied; without them, each counts as much.</summary>
    public abstract bool HasSampleWeights { get; }

    /// <summary>
    /// Whether features may be missing; they are NaN then. So it is in data sets that are made with
    /// <see cref="MissingValues.FillWithMean"/>. A network that standardizes its features takes the mean of the training data for them.
    /// </summary>
    public bool HasMissing { get; }

    /// <summary>
    /// How many rows <see cref="MissingValues.SkipRows"/> left out when the samples were read. Parts and copies of the samples keep the
    /// number.
    /// </summary>
    public abstract int SkippedRows { get; }

    /// <summary>
    /// The names of the classes, in the order of the labels; null if the samples have no labels, or labels without names.
    /// A <see cref="Trainer{T}"/> gives them to the network.
    /// </summary>
    public abstract IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The names of the features, such as the header of a file has; null if there are none.</summary>
    public abstract IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The label of a sample.</summary>
    /// <param name="index">The sample's index, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample <paramref name="index"/>.</exception>
    /// <exception cref="InvalidOperationException">The samples have no labels (<see cref="HasLabels"/>).</exception>
    public abstract int GetLabel(int index);

    /// <summary>A data set of features and class labels.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="labels">A label from 0 to <paramref name="classCount"/> - 1 for each sample.</param>
    /// <param name="classCount">
    /// The number of classes; the targets are as long and have a 1 at the label. Two classes are also for networks with a single output:
    /// a sigmoid one, whose targets are the labels, 0 and 1, or one with the hinge cost, whose targets are −1 and 1.
    /// </param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="classCount"/> is less than 1, or <paramref name="missingValues"/> is not a value
    /// of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, a feature is not finite, there are more or
    /// fewer labels than samples, or a label is out of range.
    /// </exception>
    public static DataSet<T> FromLabels<T>(
        ReadOnlyMemory<T> features,
        int featureCount,
        ReadOnlyMemory<int> labels,
        int classCount,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckLabels(labels.Span, count, classCount);
        return FromValues(new Samples<T>(featureCount, classCount) { Values = features, Labels = labels }, count, missingValues);
    }

    /// <inheritdoc cref="FromLabels{T}(ReadOnlyMemory{T}, int, ReadOnlyMemory{int}, int, MissingValues)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    public static DataSet<T> FromLabels<T>(
        T[] features,
        int featureCount,
        ReadOnlyMemory<int> labels,
        int classCount,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FromLabels((ReadOnlyMemory<T>)features, featureCount, labels, classCount, missingValues);
    }

    /// <summary>A data set of features and class labels that are texts.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="labels">The name of its class for each sample.</param>
    /// <param name="classNames">
    /// The names of all classes, in the order of the network's outputs; null for the different labels, in the order of their UTF-16 code
    /// units.
    /// </param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> is less than 1, or <paramref name="missingValues"/> is not a value of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, a feature is not finite, there are more or
    /// fewer labels than samples, a label is null or none of <paramref name="classNames"/>, or two of these are equal.
    /// </exception>
    public static DataSet<T> FromLabels<T>(
        ReadOnlyMemory<T> features,
        int featureCount,
        IReadOnlyList<string> labels,
        IReadOnlyList<string>? classNames,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(labels);
        classNames ??= [.. labels.Where(label => label is not null).Distinct().Order(StringComparer.Ordinal)];
        ReadOnlyCollection<string> names = NetGen.ClassNames.Checked(classNames, classNames.Count, nameof(classNames));
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            classes.Add(names[i], i);
        }

        var numbers = new int[labels.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = labels[i] is string label && classes.TryGetValue(label, out int number)
                ? number
                : throw new ArgumentException(
                    $"Expected labels that are names of classes; that of sample {i} is "
                    + $"{(labels[i] is null ? "null" : CsvText.Quote(labels[i]))}.",
                    nameof(labels));
        }

        return FromLabels(features, featureCount, numbers, Math.Max(1, names.Count), missingValues)
            .WithClassNames(names.Count == 0 ? null : names);
    }

    /// <inheritdoc cref="FromLabels{T}(ReadOnlyMemory{T}, int, IReadOnlyList{string}, IReadOnlyList{string}?, MissingValues)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="labels"/> is null.</exception>
    public static DataSet<T> FromLabels<T>(
        T[] features,
        int featureCount,
        IReadOnlyList<string> labels,
        IReadOnlyList<string>? classNames,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FromLabels((ReadOnlyMemory<T>)features, featureCount, labels, classNames, missingValues);
    }

    /// <summary>A data set of features alone, for a network to predict what belongs to them.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones. No sample is left out: <see cref="MissingValues.SkipRows"/>
    /// refuses them.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> is less than 1, or <paramref name="missingValues"/> is not a value of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, or a feature is not finite.
    /// </exception>
    public static DataSet<T> FromInputs<T>(
        ReadOnlyMemory<T> features, int featureCount, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        missingValues = missingValues == MissingValues.SkipRows ? MissingValues.Refuse : missingValues;
        return FromValues(new Samples<T>(featureCount, 0) { Values = features }, count, missingValues);
    }

    /// <inheritdoc cref="FromInputs{T}(ReadOnlyMemory{T}, int, MissingValues)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    public static DataSet<T> FromInputs<T>(T[] features, int featureCount, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FromInputs((ReadOnlyMemory<T>)features, featureCount, missingValues);
    }

    /// <summary>A data set of features alone, which stay bytes until they are read.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; not 0.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> is less than 1, or <paramref name="scale"/> is 0, subnormal, not finite, or so large that 255
    /// times it is not.
    /// </exception>
    /// <exception cref="ArgumentException">The number of features is not a multiple of <paramref name="featureCount"/>.</exception>
    public static DataSet<T> FromInputs<T>(ReadOnlyMemory<byte> features, int featureCount, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckScale(scale);
        return new DataSet<T>(new Samples<T>(featureCount, 0) { Bytes = features, Scale = scale, IsBytes = true }, count);
    }

    /// <summary>A data set of features that stay bytes until they are read, and class labels.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; not 0.</param>
    /// <param name="labels">A label from 0 to <paramref name="classCount"/> - 1 for each sample.</param>
    /// <param name="classCount">
    /// The number of classes; the targets are as long and have a 1 at the label. Two classes are also for networks with a single output:
    /// a sigmoid one, whose targets are the labels, 0 and 1, or one with the hinge cost, whose targets are −1 and 1.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="classCount"/> is less than 1, or <paramref name="scale"/> is 0,
    /// subnormal, not finite, or so large that 255 times it is not.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, there are more or fewer labels than samples, or
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
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="targetCount"/> is less than 1, or <paramref name="missingValues"/> is not a value
    /// of the enumeration.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, the number of target elements is not
    /// <c>count * targetCount</c>, or a feature or a target is not finite.
    /// </exception>
    public static DataSet<T> FromTargets<T>(
        ReadOnlyMemory<T> features,
        int featureCount,
        ReadOnlyMemory<T> targets,
        int targetCount,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckTargets(targets.Span, count, targetCount);
        return FromValues(new Samples<T>(featureCount, targetCount) { Values = features, Targets = targets }, count, missingValues);
    }

    /// <inheritdoc cref="FromTargets{T}(ReadOnlyMemory{T}, int, ReadOnlyMemory{T}, int, MissingValues)"/>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="targets"/> is null.</exception>
    public static DataSet<T> FromTargets<T>(
        T[] features, int featureCount, T[] targets, int targetCount, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        return FromTargets((ReadOnlyMemory<T>)features, featureCount, (ReadOnlyMemory<T>)targets, targetCount, missingValues);
    }

    /// <summary>A data set of features that stay bytes until they are read, and target vectors.</summary>
    /// <param name="features">The samples one after another, <c>[count, featureCount]</c>.</param>
    /// <param name="featureCount">Features per sample; at least 1.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; not 0.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, targetCount]</c>.</param>
    /// <param name="targetCount">Elements per target; at least 1.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureCount"/> or <paramref name="targetCount"/> is less than 1, or <paramref name="scale"/> is 0,
    /// subnormal, not finite, or so large that 255 times it is not.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of <paramref name="featureCount"/>, the number of target elements is not
    /// <c>count * targetCount</c>, or a target is not finite.
    /// </exception>
    public static DataSet<T> FromTargets<T>(
        ReadOnlyMemory<byte> features, int featureCount, T scale, ReadOnlyMemory<T> targets, int targetCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = CountSamples(features.Length, featureCount, nameof(features));
        CheckScale(scale);
        CheckTargets(targets.Span, count, targetCount);
        return new DataSet<T>(
            new Samples<T>(featureCount, targetCount) { Bytes = features, Scale = scale, IsBytes = true, Targets = targets },
            count);
    }

    /// <summary>A data set of checked features and labels, or targets, or neither.</summary>
    /// <param name="samples">The memory; missing features are NaN.</param>
    internal static DataSet<T> FromChecked<T>(Samples<T> samples)
        where T : unmanaged, IFloatingPointIeee754<T> => new(samples, samples.Values.Length / samples.InputSize);

    /// <summary>A data set of features that are to be checked, and of checked labels or targets, or neither.</summary>
    private static DataSet<T> FromValues<T>(Samples<T> samples, int count, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> features = samples.Values.Span;
        if (!Enum.IsDefined(missingValues))
        {
            throw RangeErrors.Of(nameof(missingValues), missingValues, "Expected one of the values of MissingValues.");
        }

        if (missingValues == MissingValues.Refuse)
        {
            CheckFinite(features, samples.InputSize, "feature", nameof(features));
            return new DataSet<T>(samples, count);
        }

        var complete = new List<int>();
        for (int sample = 0; sample < count; sample++)
        {
            ReadOnlySpan<T> input = features.Slice(sample * samples.InputSize, samples.InputSize);
            int index = FiniteNumbers.FindInfinity(input, out bool hasNaN);
            if (index >= 0)
            {
                throw NotFinite("feature", index, sample, input[index], nameof(features));
            }

            if (!hasNaN)
            {
                complete.Add(sample);
            }
        }

        bool areComplete = complete.Count == count;
        return areComplete || missingValues == MissingValues.FillWithMean
            ? new DataSet<T>(samples with { HasMissing = !areComplete }, count)
            : new DataSet<T>(samples with { SkippedRows = count - complete.Count }, count).Subset(complete);
    }

    private static int CountSamples(int length, int featureCount, string parameterName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (length % featureCount != 0)
        {
            throw new ArgumentException(
                $"Expected whole samples of {MessageText.Count(featureCount, "feature")}; {MessageText.Count(length, "feature")} are "
                + $"{MessageText.Count(length / featureCount, "sample")} and {MessageText.Count(length % featureCount, "feature")} more.",
                parameterName);
        }

        return length / featureCount;
    }

    internal static void CheckScale<T>(T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsNormal(scale) || !T.IsFinite(scale * T.CreateTruncating(byte.MaxValue)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(scale),
                scale,
                $"The scale must not be 0 or so small that {typeof(T).Name} holds it inexactly, and 255 times it must be finite.");
        }
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int count, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (labels.Length != count)
        {
            throw new ArgumentException(
                $"Expected {MessageText.Count(count, "label")}, one for each sample; found {labels.Length}.", nameof(labels));
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

    private static void CheckTargets<T>(ReadOnlySpan<T> targets, int count, int targetCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        long expected = (long)count * targetCount;
        if (targets.Length != expected)
        {
            throw new ArgumentException(
                $"Expected {MessageText.Count(count, "target")} of {MessageText.Count(targetCount, "element")}, {expected} together; found "
                + $"{targets.Length}.",
                nameof(targets));
        }

        CheckFinite(targets, targetCount, "target", nameof(targets));
    }

    private static void CheckFinite<T>(ReadOnlySpan<T> values, int size, string what, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int index = FiniteNumbers.FindOther(values);
        if (index >= 0)
        {
            throw NotFinite(what, index % size, index / size, values[index], parameterName);
        }
    }

    private static ArgumentException NotFinite<T>(string what, int index, int sample, T value, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            FormattableString.Invariant($"Expected finite numbers; {what} {index} of sample {sample} is {value}.")
                + (what == "feature" && T.IsNaN(value) ? $" {MissingFeatures.Remedy}" : ""),
            parameterName);
}
