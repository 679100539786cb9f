using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Data;

/// <summary>Collects the labels of a <see cref="CsvFile"/> and makes classes of them.</summary>
/// <param name="name">What to call the file in messages.</param>
/// <param name="layout">Its columns.</param>
/// <param name="options">What the labels are.</param>
internal sealed class CsvLabels(string name, CsvLayout layout, CsvOptions options)
{
    // A label for nearly every sample is none.
    private const int LeastSamples = 3;
    private const int ManySamples = 20;

    private readonly List<int> _labels = [];
    private readonly List<string> _texts = [];
    private readonly List<long> _lines = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    /// <summary>Adds the label of the next sample.</summary>
    /// <param name="text">As it is in the file.</param>
    /// <param name="line">Where it is.</param>
    public void Add(ReadOnlySpan<char> text, long line)
    {
        // Of any spaces: labels that differ by them alone look the same.
        text = text.Trim();
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _indices.GetAlternateLookup<ReadOnlySpan<char>>(), text, out bool isKnown);
        if (!isKnown)
        {
            index = _texts.Count;
            _texts.Add(text.ToString());
            _lines.Add(line);
        }

        _labels.Add(index);
    }

    /// <summary>The class of each sample, the number of classes, and their names; no names if the labels are their numbers.</summary>
    /// <exception cref="InvalidDataException">A label is none that the options name, or all samples have the same.</exception>
    public (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) ToClasses()
    {
        if (options.ClassNames is IReadOnlyList<string> names)
        {
            return (Map(FindInNames(names)), names.Count, names);
        }

        if (options.ClassCount is int count)
        {
            return (Map([.. _texts.Select((text, index) => ParseNumber(text, index, count))]), count, null);
        }

        int[] counts = Counts();
        int[]? numbers = ParseNumbers(counts);
        CheckFirst(counts);
        (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) classes = numbers is null ? FromTexts() : FromNumbers(numbers);
        CheckCount(classes.ClassCount);
        return classes;
    }

    private int[] Counts()
    {
        var counts = new int[_texts.Count];
        foreach (int index in _labels)
        {
            counts[index]++;
        }

        return counts;
    }

    // A line of names that was not known as such shows by a label that no other line has.
    private void CheckFirst(int[] counts)
    {
        bool maybeNames = options.HeaderLines is null && layout.Header is null;
        if (maybeNames && counts.Length > 2 && counts[0] == 1 && counts.Skip(1).All(count => count > 1))
        {
            throw Unexpected(
                0,
                "a label that other samples have as well, as all others do",
                " If this line names the columns, set CsvOptions.HeaderLines = 1; if it is a sample, CsvOptions.HeaderLines = 0.");
        }
    }

    private void CheckCount(int classCount)
    {
        if (classCount == 1)
        {
            throw OneClass();
        }

        bool areTooMany = (classCount == _labels.Count && _labels.Count >= LeastSamples)
            || (_labels.Count >= ManySamples && classCount * 2 > _labels.Count);
        if (layout.HasFoundLabel && areTooMany)
        {
            throw CsvFile.Error(
                name,
                _lines[0],
                $"{layout.Describe(layout.LabelColumn)}: {_labels.Count} samples have {classCount} different labels here. If they are "
                + $"right, set CsvOptions.LabelColumn = {layout.Place(layout.LabelColumn)}. If not, name the column of the labels, and "
                + "this one in IgnoredColumns");
        }
    }

    private int[] Map(int[] classes)
    {
        var labels = new int[_labels.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = classes[_labels[i]];
        }

        return labels;
    }

    private int[] FindInNames(IReadOnlyList<string> names)
    {
        var known = new LabelClasses(names);
        var classes = new int[_texts.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = known.TryFind(_texts[i], out int found)
                || (CsvNumber.TryParseWhole(_texts[i], options.DecimalComma, out int number) && known.TryFind(number, out found))
                ? found
                : throw Unexpected(i, $"one of the labels {known.Text}");
        }

        return classes;
    }

    private int ParseNumber(string text, int index, int count) =>
        CsvNumber.TryParseWhole(text, options.DecimalComma, out int number) && number >= 0 && number < count
            ? number
            : throw Unexpected(index, $"a label from 0 to {count - 1}, as CsvOptions.ClassCount says");

    // The whole numbers that the labels are; null if they are texts.
    private int[]? ParseNumbers(int[] counts)
    {
        var numbers = new int[_texts.Count];
        int? firstText = null;
        int textCount = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (CsvNumber.TryParseWhole(_texts[i], options.DecimalComma, out numbers[i]))
            {
                continue;
            }

            if (CsvNumber.Is(_texts[i], options.DecimalComma))
            {
                throw Unexpected(
                    i, "a label, a text or a whole number", " Numbers to be learned are targets: set CsvOptions.TargetColumns.");
            }

            firstText ??= i;
            textCount += counts[i];
        }

        CheckCommas();
        return firstText is not int text ? numbers
            : textCount * 2 > _labels.Count ? null
            : throw Unexpected(
                text,
                "a whole number, as most labels are",
                text == 0 && layout.Header is null
                    ? " If this line names the columns, set CsvOptions.HeaderLines = 1."
                    : " If it is right, set CsvOptions.ClassNames.");
    }

    // Numbers with a decimal comma would be names of classes, each as it happens to be written.
    private void CheckCommas()
    {
        int[] texts = [.. Enumerable.Range(0, _texts.Count).Where(i => !CsvNumber.Is(_texts[i], options.DecimalComma))];
        if (!options.DecimalComma && texts.Length > 0 && texts.All(i => CsvNumber.Is(_texts[i], decimalComma: true)))
        {
            throw Unexpected(
                texts[0],
                "a label, a text or a whole number",
                " If the comma stands before decimals, set CsvOptions.DecimalComma; if it is part of the names of classes, set "
                + "CsvOptions.ClassNames.");
        }
    }

    private (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) FromTexts()
    {
        // Numbers among texts are the same however they are written, too.
        string[] texts = [.. _texts.Select(text => CsvNumber.TryParseWhole(text, options.DecimalComma, out int number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text)];
        string[] names = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return (Map([.. texts.Select(text => Array.BinarySearch(names, text, StringComparer.Ordinal))]), names.Length, names);
    }

    private (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) FromNumbers(int[] numbers)
    {
        (int[] classes, int classCount, IReadOnlyList<string>? names) = LabelClasses.FromNumbers(numbers);
        return (Map(classes), classCount, names);
    }

    private InvalidDataException OneClass() => CsvFile.Error(
        name,
        _lines[0],
        $"{layout.Describe(layout.LabelColumn)}: "
        + $"{(_labels.Count == 1 ? "the only sample has" : $"all {_labels.Count} samples have")} the label "
        + $"{CsvText.Quote(_texts[0])}, so there is nothing to tell apart. If this is not the column of the labels, set "
        + "CsvOptions.LabelColumn; if it is, say which classes there are by "
        + "CsvOptions.ClassNames or ClassCount");

    private InvalidDataException Unexpected(int index, string expected, string remedy = "") => new(
        $"{name}, line {_lines[index]}, {layout.Describe(layout.LabelColumn)}: expected {expected}; found {CsvText.Quote(_texts[index])}."
        + remedy);
}
