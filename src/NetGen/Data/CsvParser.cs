using System.Collections.ObjectModel;
using System.Numerics;

namespace NetGen.Data;

/// <summary>Collects the samples of a <see cref="CsvFile"/>, record by record.</summary>
internal sealed class CsvParser<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Categories that a message lists.
    private const int MostCategories = 20;

    private readonly CsvRecords _records;
    private readonly string _name;
    private readonly CsvOptions _options;
    private readonly CsvLayout _layout;
    private readonly CsvLabels _labels;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _missing;
    private readonly T _scale;
    private readonly List<T> _features = [];
    private readonly List<T> _targets = [];
    private int _count;
    private bool _hasMissing;

    /// <summary>Finds the layout of a file.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out.</param>
    /// <param name="needsTargets">Whether its samples have labels or targets.</param>
    public CsvParser(TextReader reader, string name, CsvOptions options, bool needsTargets)
    {
        _records = new CsvRecords(reader, name);
        _name = name;
        _options = options;
        _missing = new HashSet<string>(options.MissingTexts, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _scale = T.CreateTruncating(options.FeatureScale);
        _layout = CsvLayout.Find(_records, name, options, needsTargets);
        _labels = new CsvLabels(name, _layout, options);
    }

    /// <summary>Reads all samples.</summary>
    public DataSet<T> Read()
    {
        long emptyLine = 0;
        do
        {
            if (_records.IsEmpty)
            {
                emptyLine = emptyLine == 0 ? _records.Line : emptyLine;
                continue;
            }

            if (emptyLine != 0)
            {
                throw CsvFile.Error(
                    _name,
                    emptyLine,
                    $"expected a sample or the end of the file; found an empty line, and a sample in line {_records.Line}");
            }

            AddSample();
        }
        while (_records.Read());

        return _count > 0
            ? ToDataSet()
            : throw CsvFile.Error(_name, _layout.FirstLine, "expected at least one sample without missing values; found none to the end");
    }

    private void AddSample()
    {
        if (_records.Count != _layout.Count)
        {
            throw CsvFile.Error(
                _name,
                _records.Line,
                $"expected {_layout.Count} columns, as in line {_layout.FirstLine}; found {_records.Count}"
                + (_count == 1 && _options.HeaderLines is null && _layout.Header is null
                    ? $". If line {_layout.FirstLine} is not a sample, set CsvOptions.HeaderLines"
                    : ""));
        }

        if (_options.MissingValues == MissingValues.SkipRows && HasMissing())
        {
            return;
        }

        for (int column = 0; column < _layout.Count; column++)
        {
            Add(column);
        }

        _count++;
    }

    private void Add(int column)
    {
        ReadOnlySpan<char> text = _records[column];
        switch (_layout.Uses[column])
        {
            case CsvColumnUse.Feature:
                _features.Add(Feature(text, column));
                break;
            case CsvColumnUse.Category:
                AddCategory(text, column);
                break;
            case CsvColumnUse.Target:
                CheckPresent(text, column);
                _targets.Add(CsvNumber.TryParse(text, _options.DecimalComma, out T target) ? target : throw NoNumber(text, column));
                break;
            case CsvColumnUse.Label:
                CheckPresent(text, column);
                _labels.Add(text, _records.Line);
                break;
        }
    }

    private bool HasMissing()
    {
        for (int column = 0; column < _layout.Count; column++)
        {
            if (_layout.Uses[column] != CsvColumnUse.Ignored && _missing.Contains(_records[column]))
            {
                return true;
            }
        }

        return false;
    }

    private T Feature(ReadOnlySpan<char> text, int column)
    {
        if (!CsvNumber.TryParse(text, _options.DecimalComma, out T value))
        {
            return _missing.Contains(text) ? Missing(text, column) : throw NoNumber(text, column);
        }

        value *= _scale;
        return T.IsFinite(value) ? value : throw Unexpected("a number that stays finite when scaled", text, column);
    }

    private void AddCategory(ReadOnlySpan<char> text, int column)
    {
        ReadOnlyCollection<string> categories = _layout.Categories[column]!.Values;
        int found = -1;
        for (int i = 0; i < categories.Count && found < 0; i++)
        {
            found = text.SequenceEqual(categories[i]) ? i : -1;
        }

        T other = found >= 0 ? T.Zero
            : _missing.Contains(text) ? Missing(text, column)
            : throw Unexpected($"one of the categories {string.Join(", ", categories.Select(one => CsvText.Quote(one)))}", text, column);
        for (int i = 0; i < categories.Count; i++)
        {
            _features.Add(i == found ? T.One : other);
        }
    }

    private T Missing(ReadOnlySpan<char> text, int column)
    {
        if (_options.MissingValues != MissingValues.FillWithMean)
        {
            throw Unexpected(
                "a value",
                text,
                column,
                " It stands for a missing one (CsvOptions.MissingTexts). To leave out such lines, or to fill in the mean, set "
                + "CsvOptions.MissingValues.");
        }

        _hasMissing = true;
        return T.NaN;
    }

    private void CheckPresent(ReadOnlySpan<char> text, int column)
    {
        if (_missing.Contains(text))
        {
            throw Unexpected(
                _layout.Uses[column] == CsvColumnUse.Label ? "a label" : "a finite number",
                text,
                column,
                " It stands for a missing one (CsvOptions.MissingTexts). To leave out such lines, set CsvOptions.MissingValues = SkipRows.");
        }
    }

    private DataSet<T> ToDataSet()
    {
        var samples = new Samples<T>(_layout.FeatureCount, _layout.TargetCount)
        {
            Values = _features.ToArray(),
            Targets = _targets.ToArray(),
            FeatureNames = _layout.FeatureNames,
            HasMissing = _hasMissing,
        };
        if (_layout.LabelColumn >= 0)
        {
            (int[] labels, int classCount, IReadOnlyList<string>? names) = _labels.ToClasses();
            samples = samples with { TargetSize = classCount, Labels = labels, ClassNames = names };
        }

        return DataSet.FromChecked(samples);
    }

    private InvalidDataException NoNumber(ReadOnlySpan<char> text, int column)
    {
        InvalidDataException exception = Unexpected("a finite number", text, column);
        string remedy = !_options.DecimalComma && text.Count(',') == 1 && CsvNumber.Is(text, decimalComma: true)
            ? " If the comma stands before decimals, set CsvOptions.DecimalComma."
            : text.IndexOfAny(";|\t") is int separator and >= 0
            ? $" If {CsvText.Show(text[separator])} separates columns, set CsvOptions.Separator = {CsvText.Literal(text[separator])}."
            : _count > 0 || _layout.Uses[column] != CsvColumnUse.Feature ? ""
            : FirstSampleRemedy(column);
        return remedy.Length == 0 ? exception : new InvalidDataException(exception.Message + remedy);
    }

    // A text in the first sample: a line of names that was not known as such, or a column of categories, whose texts the remedy then lists.
    private string FirstSampleRemedy(int column)
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        bool hasNumbers = false;
        do
        {
            if (_records.Count > column && !_missing.Contains(_records[column]))
            {
                hasNumbers |= CsvNumber.Is(_records[column], _options.DecimalComma);
                texts.Add(_records[column].ToString());
            }
        }
        while (!hasNumbers && texts.Count <= MostCategories && _records.Read());
        if (hasNumbers)
        {
            return _options.HeaderLines is null && _layout.Header is null
                ? $" If line {_layout.FirstLine} is not a sample, set CsvOptions.HeaderLines."
                : "";
        }

        string place = _layout.Header is string[] header ? $"\"{header[column]}\"" : $"{column}";
        string oneHot = texts.Count > MostCategories
            ? ""
            : $" If the column has categories, set CsvOptions.OneHot = [new({place}, {string.Join(", ", texts.Select(one => $"\"{one}\""))})].";
        return $"{oneHot} If it is not needed, set CsvOptions.IgnoredColumns = [{place}].";
    }

    private InvalidDataException Unexpected(string expected, ReadOnlySpan<char> text, int column, string remedy = "") => new(
        $"{_name}, line {_records.Line}, {_layout.Describe(column)}: expected {expected}; found {CsvText.Quote(text)}.{remedy}");
}
