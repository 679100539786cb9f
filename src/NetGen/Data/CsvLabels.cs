using System.Runtime.InteropServices;

namespace NetGen.Data;

/// <summary>Collects the labels of a <see cref="CsvFile"/> and makes classes of them.</summary>
/// <param name="name">What to call the file in messages.</param>
/// <param name="layout">Its columns.</param>
/// <param name="options">What the labels are.</param>
internal sealed class CsvLabels(string name, CsvLayout layout, CsvOptions options)
{
    private readonly List<int> _labels = [];
    private readonly List<string> _texts = [];
    private readonly List<long> _lines = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    /// <summary>Adds the label of the next sample.</summary>
    /// <param name="text">As it is in the file.</param>
    /// <param name="line">Where it is.</param>
    public void Add(ReadOnlySpan<char> text, long line)
    {
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

        int[]? numbers = ParseNumbers();
        if (_texts.Count == 1)
        {
            throw OneClass();
        }

        return numbers is null ? FromTexts() : FromNumbers(numbers);
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

    // The whole numbers that the labels are; null if some are texts.
    private int[]? ParseNumbers()
    {
        var numbers = new int[_texts.Count];
        int? firstText = null;
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
        }

        if (firstText == 0 && numbers.Length > 2 && _texts.Skip(1).All(text => CsvNumber.Is(text, options.DecimalComma)))
        {
            throw Unexpected(0, "a number as in the lines after it", " If this line names the columns, set CsvOptions.HeaderLines = 1.");
        }

        return firstText is null ? numbers : null;
    }

    private (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) FromTexts()
    {
        string[] names = [.. _texts.Order(StringComparer.Ordinal)];
        return (Map([.. _texts.Select(text => Array.BinarySearch(names, text, StringComparer.Ordinal))]), names.Length, names);
    }

    private (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) FromNumbers(int[] numbers)
    {
        (int[] classes, int classCount, IReadOnlyList<string>? names) = LabelClasses.FromNumbers(numbers);
        return (Map(classes), classCount, names);
    }

    private InvalidDataException OneClass() => CsvFile.Error(
        name,
        _lines[0],
        $"{layout.Describe(layout.LabelColumn)}: all {_labels.Count} samples have the label {CsvText.Quote(_texts[0])}, so there is nothing "
        + "to tell apart. If this is not the column of the labels, set CsvOptions.LabelColumn; if it is, say which classes there are by "
        + "CsvOptions.ClassNames or ClassCount");

    private InvalidDataException Unexpected(int index, string expected, string remedy = "") => new(
        $"{name}, line {_lines[index]}, {layout.Describe(layout.LabelColumn)}: expected {expected}; found {CsvText.Quote(_texts[index])}."
        + remedy);
}
