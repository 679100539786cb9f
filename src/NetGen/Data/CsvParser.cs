using System.Globalization;
using System.Numerics;

namespace NetGen.Data;

/// <summary>Collects the samples of a <see cref="CsvFile"/>, line by line.</summary>
internal sealed class CsvParser<T>(string name, CsvOptions options)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Blanks = " \t";

    private const NumberStyles NumberFormat =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly T _scale = T.CreateTruncating(options.FeatureScale);
    private readonly List<T> _features = [];
    private readonly List<int> _labels = [];
    private readonly List<T> _targets = [];
    private int _columns;
    private long _firstLine;
    private long _emptyLine;

    /// <summary>Lines seen, the header included.</summary>
    public long Line { get; private set; }

    public void Add(string line)
    {
        Line++;
        if (Line == 1 && options.HasHeader)
        {
            return;
        }

        if (line.Length == 0)
        {
            _emptyLine = _emptyLine == 0 ? Line : _emptyLine;
            return;
        }

        if (_emptyLine != 0)
        {
            throw CsvFile.Error(
                name, _emptyLine, $"expected a sample or the end of the file; found an empty line, and a sample in line {Line}");
        }

        if (_columns == 0)
        {
            StartWith(line);
        }

        int columns = CountColumns(line);
        if (columns != _columns)
        {
            throw CsvFile.Error(name, Line, $"expected {_columns} columns, as in line {_firstLine}; found {columns}");
        }

        int labelColumn = options.LabelColumn ?? _columns - 1;
        int firstTarget = _columns - (options.TargetCount ?? 0);
        int column = 0;
        foreach (Range range in line.AsSpan().Split(options.Separator))
        {
            ReadOnlySpan<char> text = line.AsSpan(range);
            if (column >= firstTarget)
            {
                _targets.Add(Number(text, column));
            }
            else if (column == labelColumn)
            {
                _labels.Add(Label(text, column));
            }
            else
            {
                _features.Add(Feature(text, column));
            }

            column++;
        }
    }

    public DataSet<T> ToDataSet()
    {
        if (_columns == 0)
        {
            throw CsvFile.Error(name, Line + 1, "expected at least one sample; the file ends here");
        }

        if (options.TargetCount is int targetCount)
        {
            return DataSet.FromTargets(_features.ToArray(), _columns - targetCount, _targets.ToArray(), targetCount);
        }

        int classCount = options.ClassCount ?? _labels.Max() + 1;
        return DataSet.FromLabels(_features.ToArray(), _columns - 1, _labels.ToArray(), classCount);
    }

    private void StartWith(string line)
    {
        _firstLine = Line;
        _columns = CountColumns(line);
        if (_columns <= (options.TargetCount ?? 1))
        {
            (string least, string last) = options.TargetCount is int targets
                ? ($"{targets + 1L}", $"{targets} targets")
                : ("two", "a label");
            throw CsvFile.Error(
                name,
                Line,
                $"expected {least} or more columns separated by {CsvText.Show(options.Separator)}, features and {last}; found {_columns}");
        }

        if (options.LabelColumn >= _columns)
        {
            throw CsvFile.Error(
                name,
                Line,
                $"expected the label in the column of index {options.LabelColumn}; found columns 0 to {_columns - 1} only");
        }
    }

    private int CountColumns(string line) => line.AsSpan().Count(options.Separator) + 1;

    private T Feature(ReadOnlySpan<char> text, int column)
    {
        T value = Number(text, column) * _scale;
        return T.IsFinite(value) ? value : throw Unexpected("a number that stays finite when scaled", text, column);
    }

    // Only spaces and tabs may stand around a number. The parsers of the runtime would take line feeds and other spaces too, and any NULs
    // at the end.
    private T Number(ReadOnlySpan<char> text, int column) =>
        T.TryParse(text.Trim(Blanks), NumberFormat, CultureInfo.InvariantCulture, out T value) && T.IsFinite(value) && !text.Contains('\0')
            ? value
            : throw Unexpected("a finite number", text, column);

    private int Label(ReadOnlySpan<char> text, int column)
    {
        int largest = options.ClassCount - 1 ?? int.MaxValue - 1;
        if (!int.TryParse(text.Trim(Blanks), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int label)
            || label < 0 || label > largest || text.Contains('\0'))
        {
            string expected = options.ClassCount is null ? "a label, an integer from 0 on" : $"a label from 0 to {largest}";
            throw Unexpected(expected, text, column);
        }

        return label;
    }

    private InvalidDataException Unexpected(string expected, ReadOnlySpan<char> text, int column) =>
        new($"{name}, line {Line}, column {column + 1}: expected {expected}; found {CsvText.Quote(text)}.");
}
