using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Data;

/// <summary>Makes data sets of the arrays in files.</summary>
internal static class FileDataSets
{
    /// <summary>A data set of features, <c>[count, …]</c>, and labels, <c>[count]</c>.</summary>
    /// <param name="features">The features.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="classCount">The number of classes, if the labels are their numbers; null for the different labels.</param>
    /// <param name="classNames">The labels of all classes; null for those of the file.</param>
    /// <param name="featureScale">What features are multiplied by; null for 1/255 for unsigned bytes and 1 for all others.</param>
    /// <param name="missingValues">What to do about features that are NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InvalidDataException">The files do not go together, or an element is not valid.</exception>
    public static DataSet<T> FromLabels<T>(
        FileElements features,
        FileElements labels,
        int? classCount,
        IReadOnlyList<string>? classNames,
        T? featureScale,
        MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount ?? 1, 1, nameof(classCount));
        if (classCount is not null && classNames is not null)
        {
            throw new ArgumentException("The names say how many classes there are; leave out classCount.", nameof(classNames));
        }

        CheckScale(featureScale);
        int featureCount = CountFeatures(features);
        if (labels.Shape.Count != 1)
        {
            throw labels.Error(labels.RankOffset, $"expected one dimension of labels; found {labels.Shape.Count}");
        }

        CheckCount(features, labels, "labels");
        (int[] values, int classes, IReadOnlyList<string>? names) = classNames is not null ? ByName(labels, classNames)
            : classCount is int count ? (labels.ToLabels(count), count, null)
            : ByNumber(labels);
        DataSet<T> data = features.AreBytes
            ? DataSet.FromLabels(features.Data, featureCount, ByteScale(features, featureScale), values, classes)
            : DataSet.FromLabels(Features(features, featureScale, missingValues), featureCount, values, classes, missingValues);
        return data.WithClassNames(names);
    }

    private static (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) ByNumber(FileElements labels)
    {
        int[] numbers = labels.ToWholeNumbers();
        if (numbers.Length > 1 && !numbers.AsSpan().ContainsAnyExcept(numbers[0]))
        {
            throw labels.Error(
                labels.DataOffset,
                $"expected labels of at least two classes; all {numbers.Length} are {numbers[0]}. If they are right, say which classes "
                + "there are by classCount or classNames");
        }

        return LabelClasses.FromNumbers(numbers);
    }

    private static (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) ByName(FileElements labels, IReadOnlyList<string> names)
    {
        var classes = new LabelClasses(NetGen.ClassNames.Checked(names, names.Count, "classNames"));
        int[] numbers = labels.ToWholeNumbers();
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = classes.TryFind(numbers[i], out int found)
                ? found
                : throw labels.Error(labels.OffsetOf(i), $"expected one of the labels {classes.Text}; found {numbers[i]}");
        }

        return (numbers, names.Count, names);
    }

    /// <summary>A data set of features, <c>[count, …]</c>, and targets, <c>[count]</c> or <c>[count, …]</c>.</summary>
    /// <inheritdoc cref="FromLabels{T}"/>
    public static DataSet<T> FromTargets<T>(
        FileElements features, FileElements targets, T? featureScale, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckScale(featureScale);
        int featureCount = CountFeatures(features);
        if (targets.Shape.Count == 0)
        {
            throw targets.Error(targets.RankOffset, "expected one or more dimensions of targets; found 0");
        }

        CheckCount(features, targets, "targets");
        int targetCount = targets.Count / targets.Shape[0];
        if (targetCount == 0)
        {
            throw targets.Error(
                targets.ShapeOffset, $"expected targets with elements; found the dimensions {FileElements.Format(targets.Shape)}");
        }

        T[] values = targets.ToArray<T>();
        CheckFinite(targets, values, "target", MissingValues.Refuse);
        return features.AreBytes
            ? DataSet.FromTargets(features.Data, featureCount, ByteScale(features, featureScale), values, targetCount)
            : DataSet.FromTargets(Features(features, featureScale, missingValues), featureCount, values, targetCount, missingValues);
    }

    /// <summary>A data set of features alone, <c>[count, …]</c>.</summary>
    /// <inheritdoc cref="FromLabels{T}"/>
    public static DataSet<T> FromInputs<T>(
        FileElements features, T? featureScale, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckScale(featureScale);
        int featureCount = CountFeatures(features);
        missingValues = missingValues == MissingValues.SkipRows ? MissingValues.Refuse : missingValues;
        return features.AreBytes
            ? DataSet.FromInputs(features.Data, featureCount, ByteScale(features, featureScale))
            : DataSet.FromInputs(Features(features, featureScale, missingValues), featureCount, missingValues);
    }

    private static void CheckScale<T>(T? featureScale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (featureScale is T scale && (!T.IsNormal(scale) || !T.IsFinite(scale * T.CreateTruncating(byte.MaxValue))))
        {
            throw new ArgumentOutOfRangeException(
                nameof(featureScale),
                scale,
                $"The scale must not be 0 or so small that {typeof(T).Name} holds it inexactly, and 255 times it must be finite.");
        }
    }

    private static int CountFeatures(FileElements features)
    {
        if (features.Shape.Count < 2)
        {
            throw features.Error(
                features.RankOffset, $"expected two or more dimensions of samples; found {features.Shape.Count}");
        }

        return features.Count > 0
            ? features.Count / features.Shape[0]
            : throw features.Error(
                features.ShapeOffset, $"expected samples with features; found the dimensions {FileElements.Format(features.Shape)}");
    }

    private static void CheckCount(FileElements features, FileElements others, string what)
    {
        if (others.Shape[0] != features.Shape[0])
        {
            throw others.Error(
                others.ShapeOffset,
                $"expected {features.Shape[0]} {what}, one for each sample of {features.Name}; found {others.Shape[0]}");
        }
    }

    private static T ByteScale<T>(FileElements features, T? featureScale)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        featureScale ?? (features.Type == ElementType.UInt8 ? T.One / T.CreateTruncating(byte.MaxValue) : T.One);

    private static T[] Features<T>(FileElements file, T? scale, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = file.ToArray<T>();
        if (scale is T factor)
        {
            foreach (ref T value in values.AsSpan())
            {
                value *= factor;
            }
        }

        CheckFinite(file, values, "feature", missingValues);
        return values;
    }

    private static void CheckFinite<T>(FileElements file, ReadOnlySpan<T> values, string what, MissingValues missingValues)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int index = missingValues == MissingValues.Refuse
            ? FiniteNumbers.FindOther(values)
            : FiniteNumbers.FindInfinity(values, out _);
        if (index < 0)
        {
            return;
        }

        int size = file.Count / file.Shape[0];
        string place = $"{what} {index % size} of sample {index / size}";
        string remedy = what == "feature" && T.IsNaN(values[index]) ? $". {MissingFeatures.Remedy.TrimEnd('.')}" : "";
        throw file.Error(
            file.OffsetOf(index),
            FormattableString.Invariant($"expected finite numbers of {typeof(T).Name}; {place} is {values[index]}{remedy}"));
    }
}
