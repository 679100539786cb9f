using System.Collections.ObjectModel;
using System.Numerics;

namespace NetGen.Data;

/// <summary>Collects the samples of a <see cref="CsvFile"/>, record by record.</summary>
internal sealed partial class CsvParser<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Fewer numbers may count by chance.
    private const int LeastCounted = 10;

    private readonly CsvRecords _records;
    private readonly string _name;
    private readonly CsvOptions _options;
    private readonly CsvLayout _layout;
    private readonly CsvLabels _labels;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _missing;
    private readonly T _scale;
    private readonly bool _needsTargets;
    private readonly int _maxNumbers;
    private readonly int _featureCount;
    private readonly NumberList<T> _features = new();
    private readonly NumberList<T> _targets = new();

    // For each column: in how many of the lines that were left out it is missing, whether a number of it has been read, and whether all of
    // them count the samples, from 0 or from 1.
    private readonly int[] _missingCounts;
    private readonly bool[] _hasNumber;
    private readonly bool[] _isCount;
    private readonly T[] _countsFrom;
    private int _count;
    private int _skipped;
    private bool _hasMissing;

    /// <summary>Finds the layout of a file.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out.</param>
    /// <param name="needsTargets">Whether its samples have labels or targets.</param>
    /// <param name="maxNumbers">The most numbers in all features, and in all targets; null for as many as an array holds.</param>
    public CsvParser(TextReader reader, string name, CsvOptions options, bool needsTargets, int? maxNumbers = null)
    {
        _maxNumbers = maxNumbers ?? Array.MaxLength;
        _records = new CsvRecords(reader, name);
        _name = name;
        _options = options;
        _missing = new HashSet<string>(options.MissingTexts, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _scale = T.CreateTruncating(options.FeatureScale);
        _needsTargets = needsTargets;
        CsvNames? names = CsvHeader.Read(_records, name, options);
        _layout = new CsvLayout(_records, name, options, names, needsTargets);
        _featureCount = _layout.FeatureCount;
        _missingCounts = new int[_layout.Count];
        _hasNumber = new bool[_layout.Count];
        _isCount = new bool[_layout.Count];
        _countsFrom = new T[_layout.Count];
        _labels = new CsvLabels(name, _layout, options);
    }

    /// <summary>Reads all samples.</summary>
    public DataSet<T> Read()
    {
        do
        {
            if (!_records.IsEmpty)
            {
                AddSample();
            }
        }
        while (_records.Read() && !_records.IsBlankToEnd());

        if (_count == 0)
        {
            throw NoSample();
        }

        if (_count >= LeastCounted && !_options.AllowRowNumbers && Array.IndexOf(_isCount, true) is int column and >= 0)
        {
            throw _layout.RowNumbers(column, $"counts the samples, from {_countsFrom[column]:F0} on");
        }

        return ToDataSet();
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

        if (_options.MissingValues == MissingValues.SkipRows && _needsTargets && HasMissing())
        {
            _skipped++;
            return;
        }

        if (_layout.Uses[^1] == CsvColumnUse.Empty && !_records[_layout.Count - 1].IsEmpty)
        {
            throw Unexpected("nothing after the last separator, as in the lines before", _records[_layout.Count - 1], _layout.Count - 1);
        }

        CheckRoom(_features, _featureCount, "features");
        CheckRoom(_targets, _layout.TargetColumns.Length, "targets");
        foreach (int column in _layout.FeatureColumns)
        {
            if (_layout.Categories[column] is null)
            {
                _features.Add(Feature(_records[column], column));
            }
            else
            {
                AddCategory(_records[column], column);
            }
        }

        AddTargets();
        _count++;
    }

    private void AddTargets()
    {
        foreach (int column in _layout.TargetColumns)
        {
            CheckPresent(_records[column], column);
            _targets.Add(CsvNumber.TryParse(_records[column], _options.DecimalComma, out T target)
                ? target
                : throw NoNumber(_records[column], column));
            _hasNumber[column] = true;
        }

        if (_needsTargets && _layout.LabelColumn >= 0)
        {
            CheckPresent(_records[_layout.LabelColumn], _layout.LabelColumn);
            _labels.Add(_records[_layout.LabelColumn], _records.Line);
        }
    }

    private bool HasMissing()
    {
        bool hasMissing = false;
        for (int column = 0; column < _layout.Count; column++)
        {
            if (_layout.Uses[column] is not (CsvColumnUse.Ignored or CsvColumnUse.Empty) && IsMissing(_records[column], column))
            {
                _missingCounts[column]++;
                hasMissing = true;
            }
        }

        return hasMissing;
    }

    // What the options name as a category or a class is a value, whatever it says.
    private bool IsMissing(ReadOnlySpan<char> text, int column) => _missing.Contains(text)
        && (_layout.Categories[column] is not CsvCategories categories || IndexOf(categories.Values, text) < 0)
        && (column != _layout.LabelColumn || _options.ClassNames is not IReadOnlyList<string> names || IndexOf(names, text) < 0);

    private static int IndexOf(IReadOnlyList<string> texts, ReadOnlySpan<char> text)
    {
        int found = -1;
        for (int i = 0; i < texts.Count && found < 0; i++)
        {
            found = text.SequenceEqual(texts[i]) ? i : -1;
        }

        return found;
    }

    private void CheckRoom(NumberList<T> numbers, int more, string what)
    {
        if (numbers.Count > _maxNumbers - more)
        {
            throw CsvFile.Error(
                _name,
                _records.Line,
                $"expected at most {_maxNumbers} numbers in all {what}, as an array holds no more; found more. Split the file, or read it "
                + $"by {nameof(DataSet)}.{nameof(DataSet.FromSource)}");
        }
    }

    private T Feature(ReadOnlySpan<char> text, int column)
    {
        if (!CsvNumber.TryParse(text, _options.DecimalComma, out T value))
        {
            _isCount[column] = false;
            return _missing.Contains(text) ? Missing(text, column) : throw NoNumber(text, column);
        }

        if (_count == 0)
        {
            _countsFrom[column] = value - T.CreateTruncating(_skipped);
            _isCount[column] = _countsFrom[column] == T.Zero || _countsFrom[column] == T.One;
        }

        _hasNumber[column] = true;
        _isCount[column] &= value == _countsFrom[column] + T.CreateTruncating(_count + _skipped);
        value *= _scale;
        return T.IsFinite(value) ? value : throw Unexpected("a number that stays finite when scaled", text, column);
    }

    private void AddCategory(ReadOnlySpan<char> text, int column)
    {
        ReadOnlyCollection<string> categories = _layout.Categories[column]!.Values;
        int found = IndexOf(categories, text);
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
                " It stands for a missing one (CsvOptions.MissingTexts). To "
                + (_needsTargets ? "leave out such lines, or to fill in the mean, set CsvOptions.MissingValues."
                    : "fill in the mean of the training data, set CsvOptions.MissingValues = FillWithMean.")
                + (text.IsEmpty && column == _layout.Count - 1
                    ? " If each line ends with a separator, set CsvOptions.IgnoredColumns = [^1]."
                    : ""));
        }

        _hasMissing = true;
        return T.NaN;
    }

    private void CheckPresent(ReadOnlySpan<char> text, int column)
    {
        if (IsMissing(text, column))
        {
            throw Unexpected(
                _layout.Uses[column] == CsvColumnUse.Label ? "a label" : "a finite number",
                text,
                column,
                " It stands for a missing one (CsvOptions.MissingTexts). To leave out such lines, set CsvOptions.MissingValues = "
                + "SkipRows.");
        }
    }

    private DataSet<T> ToDataSet()
    {
        var samples = new Samples<T>(_featureCount, _layout.TargetColumns.Length)
        {
            Values = _features.ToMemory(),
            Targets = _targets.ToMemory(),
            FeatureNames = _layout.FeatureNames,
            HasMissing = _hasMissing,
            SkippedRows = _skipped,
        };
        if (_needsTargets && _layout.LabelColumn >= 0)
        {
            (int[] labels, int classCount, IReadOnlyList<string>? names) = _labels.ToClasses();
            samples = samples with { TargetSize = classCount, Labels = labels, ClassNames = names };
        }

        return DataSet.FromChecked(samples);
    }
}
