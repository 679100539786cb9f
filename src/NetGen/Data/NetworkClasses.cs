using System.Globalization;
using System.Numerics;

namespace NetGen.Data;

/// <summary>What networks and data sets call their classes and features.</summary>
internal static class NetworkClasses
{
    /// <summary>
    /// Gives a network the names of the classes that it is trained to tell apart and those of its features, unless it has names already.
    /// </summary>
    public static void Give<T>(ITrainableNetwork<T> network, DataSet data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (network.ClassNames is null
            && data.ClassNames is IReadOnlyList<string> names
            && names.Count == ClassNames.CountOf(network.Topology))
        {
            network.ClassNames = names;
        }

        // What no file could hold stays with the data.
        if (network.Parameters.FeatureNames is null && data.FeatureNames?.All(FeatureNames.IsUnicode) == true)
        {
            network.Parameters.FeatureNames = data.FeatureNames;
        }
    }

    /// <summary>Checks that a network's inputs are a data set's features, where both have names.</summary>
    /// <param name="names">The network's names; null if it has none.</param>
    /// <param name="data">The data.</param>
    /// <param name="parameterName">What the caller calls them.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void CompareFeatures(IReadOnlyList<string>? names, DataSet data, string parameterName)
    {
        if (FirstOtherFeature(names, data.FeatureNames) is (int index, string expected, string found))
        {
            throw new ArgumentException(
                $"Feature {index} of the data is {found}, and input {index} of the network {expected}. Read the data with the features in "
                + "the network's order (CsvOptions.FeatureColumns), or rename them: of the data by WithFeatureNames, of the network by "
                + "Parameters.FeatureNames.",
                parameterName);
        }
    }

    /// <summary>Checks that a network and a data set mean the same by their classes.</summary>
    /// <param name="names">The network's names, or those that it will get; null if its classes have none.</param>
    /// <param name="data">The data.</param>
    /// <param name="parameterName">What the caller calls them.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void Compare(IReadOnlyList<string>? names, DataSet data, string parameterName)
    {
        if (!data.HasLabels || (names is null && data.ClassNames is null))
        {
            return;
        }

        // Classes without names are their numbers, which other whole numbers contradict.
        IReadOnlyList<string>? others = data.ClassNames ?? NumbersUnless(names!);
        if (FirstDifference(names ?? NumbersUnless(data.ClassNames!), others) is (int index, string expected, string found))
        {
            throw new ArgumentException(
                $"Class {index} of the data is {found}, and class {index} of the network {expected}. Read the data with the network's "
                + "ClassNames (CsvOptions.ClassNames), or rename the classes: of the data by WithClassNames, of the network by ClassNames.",
                parameterName);
        }
    }

    /// <summary>Checks that not all samples to train with have the same label.</summary>
    /// <exception cref="ArgumentException">They all have the same one.</exception>
    public static void CheckSeveral<T>(DataSet<T> data, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!data.HasLabels || data.Count < 2)
        {
            return;
        }

        int label = data.GetLabel(0);
        for (int i = 1; i < data.Count; i++)
        {
            if (data.GetLabel(i) != label)
            {
                return;
            }
        }

        throw new ArgumentException(
            $"All {data.Count} samples have the label {label}, so there is nothing to tell apart. Are the labels those of the samples?",
            parameterName);
    }

    /// <summary>Checks that the classes of a data set have the names of one that it is joined to, where both have names.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void CheckSameClasses(DataSet expected, DataSet found, string parameterName)
    {
        if (FirstDifference(expected.ClassNames, found.ClassNames) is (int index, string name, string other))
        {
            throw new ArgumentException(
                $"Class {index} of this data set is {name}, and class {index} of the one to add {other}. Read both with the same class "
                + "names (CsvOptions.ClassNames), or rename the classes by WithClassNames.",
                parameterName);
        }
    }

    /// <summary>Checks that the features of two data sets have the same names, where both have names.</summary>
    /// <param name="expected">The one data set.</param>
    /// <param name="expectedName">What messages call it.</param>
    /// <param name="found">The other one, which is an argument.</param>
    /// <param name="foundName">What messages call it.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void CheckSameFeatures(
        DataSet expected, string expectedName, DataSet found, string foundName, string parameterName)
    {
        if (FirstOtherFeature(expected.FeatureNames, found.FeatureNames) is (int index, string name, string other))
        {
            throw new ArgumentException(
                $"Feature {index} of {expectedName} is {name}, and feature {index} of {foundName} {other}. Read both with the same "
                + "features in the same order (CsvOptions.FeatureColumns), or rename them by WithFeatureNames.",
                parameterName);
        }
    }

    private static string[]? NumbersUnless(IReadOnlyList<string> names) =>
        names.All(name => CsvNumber.TryParseWhole(name, decimalComma: false, out _))
            ? [.. Enumerable.Range(0, names.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))]
            : null;

    // As columns of a file are found: in lower or upper case, unless that alone tells two features apart.
    private static (int Index, string Expected, string Found)? FirstOtherFeature(
        IReadOnlyList<string>? expected, IReadOnlyList<string>? found) =>
        FirstDifference(expected, found) is null ? null
            : FirstDifference(
                expected, found, AllDiffer(expected!) && AllDiffer(found!) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static bool AllDiffer(IReadOnlyList<string> names) =>
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count;

    // The first place in which two lists differ, where both are there; other lengths are told by the sizes of data and network.
    private static (int Index, string Expected, string Found)? FirstDifference(
        IReadOnlyList<string>? expected, IReadOnlyList<string>? found, StringComparison comparison = StringComparison.Ordinal)
    {
        if (expected is null || found is null)
        {
            return null;
        }

        for (int i = 0; i < Math.Min(expected.Count, found.Count); i++)
        {
            if (!expected[i].Equals(found[i], comparison))
            {
                return (i, CsvText.Quote(expected[i]), CsvText.Quote(found[i]));
            }
        }

        return null;
    }
}
