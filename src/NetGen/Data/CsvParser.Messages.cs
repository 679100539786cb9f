using System.Buffers;

namespace NetGen.Data;

/// <content>What to say about a text that is not a number, and how to go on.</content>
internal sealed partial class CsvParser<T>
{
    // Categories that a message lists.
    private const int MostCategories = 20;

    // Of a text that may stand for a missing value.
    private const int MissingLength = 12;

    // What may stand between groups of three digits: a point or comma, an apostrophe, any space.
    private static readonly SearchValues<char> _groupMarks = SearchValues.Create(".,'\u2019 \u00A0\u2009\u202F");

    private InvalidDataException NoSample()
    {
        int most = Array.IndexOf(_missingCounts, _missingCounts.Max());
        string lines = _skipped == 1 ? "the only line was left out" : $"all {_skipped} lines were left out";
        string remedy = _layout.Uses[most] is CsvColumnUse.Label or CsvColumnUse.Target ? "" : $".{WayOut(most).TrimEnd('.')}";
        return CsvFile.Error(
            _name,
            _layout.FirstLine,
            $"expected at least one sample without missing values; {lines}. Most often, in {_missingCounts[most]}, it is "
            + $"{_layout.Describe(most)} that is missing{remedy}");
    }

    private InvalidDataException NoNumber(ReadOnlySpan<char> text, int column)
    {
        string message = Unexpected("a finite number", text, column).Message;
        return new InvalidDataException(message + (CommaRemedy(text) ?? SeparatorRemedy(text) ?? TextRemedy(text, column)));
    }

    private string? CommaRemedy(ReadOnlySpan<char> text)
    {
        if (_options.DecimalComma || !text.Contains(',') || !CsvNumber.Is(text, decimalComma: true))
        {
            return null;
        }

        // Three digits after the comma may be thousands as well as decimals.
        bool mayBeThousands = text.Length - text.IndexOf(',') == 4 && text[^3..].IndexOfAnyExceptInRange('0', '9') < 0;
        return " If the comma stands before decimals, set CsvOptions.DecimalComma."
            + (mayBeThousands ? " If it groups thousands, write the numbers without it." : "");
    }

    // A space does not separate columns where something else does that no number has.
    private string? SeparatorRemedy(ReadOnlySpan<char> text)
    {
        int index = text.IndexOfAny(";|\t ");
        bool isSeparator = index >= 0
            && (text[index] != ' ' || (_records.Separator == ',' && ThousandsMark(text) is null))
            && CsvHeader.IsNumber(text[..index])
            && CsvHeader.IsNumber(text[(index + 1)..].Trim(CsvRecords.Blanks));
        return isSeparator
            ? $" If {CsvText.Show(text[index])} separates columns, set CsvOptions.Separator = {CsvText.Literal(text[index])}."
            : null;
    }

    private string TextRemedy(ReadOnlySpan<char> text, int column)
    {
        if (ThousandsMark(text) is char mark)
        {
            string comma = mark == ',' || _options.DecimalComma || !text.Contains(',') ? "" : ", and set CsvOptions.DecimalComma";
            return $" If {CsvText.Show(mark)} groups thousands, write the numbers without it{comma}."
                + (_layout.Uses[column] == CsvColumnUse.Target ? "" : WayOut(column));
        }

        bool mayBeNames = _layout.MayBeNames(_records);
        string missing = MissingRemedy(text);
        if (!_hasNumber[column] && !CsvNumber.Is(text, _options.DecimalComma))
        {
            bool isFirst = _records.Line == _layout.FirstLine;
            SortedDictionary<int, ColumnTexts> columns = ReadTexts();
            if (!columns[column].HasNumber)
            {
                string names = mayBeNames ? $" If line {_layout.FirstLine} names the columns, set CsvOptions.HeaderLines = "
                    + $"{_layout.FirstLine}." : "";
                return names + (_layout.Uses[column] == CsvColumnUse.Target ? WayOut(column) : TextColumnsRemedy(columns));
            }

            if (isFirst && _options.HeaderLines is null && _layout.Header is null)
            {
                missing = $" If line {_layout.FirstLine} is not a sample, set CsvOptions.HeaderLines.{missing}";
            }
        }

        return _layout.Uses[column] == CsvColumnUse.Target ? missing : missing + WayOut(column);
    }

    private string MissingRemedy(ReadOnlySpan<char> text)
    {
        bool mayBeMissing = text.Length is > 0 and <= MissingLength && !text.ContainsAnyInRange('0', '9');
        string others = ReferenceEquals(_options.MissingTexts, CsvOptions.DefaultMissingTexts) ? ".. CsvOptions.DefaultMissingTexts"
            : string.Join(", ", _options.MissingTexts.Select(CsvText.Literal));
        return mayBeMissing
            ? " If it stands for a missing value, set CsvOptions.MissingTexts = "
                + $"[{others}{(others.Length > 0 ? ", " : "")}{CsvText.Literal(text.ToString())}]."
            : "";
    }

    private string WayOut(int column) =>
        _layout.Uses[column] == CsvColumnUse.Target
            ? $" If these are classes, set CsvOptions.LabelColumn = {_layout.Place(column)} in place of CsvOptions.TargetColumns."
        : _options.FeatureColumns is not null ? " If the column is not needed, leave it out of CsvOptions.FeatureColumns."
        : $" If the column is not needed, set CsvOptions.IgnoredColumns = {Places([column])}.";

    // What groups the digits before the decimals in threes, as in 1,234.5.
    private static char? ThousandsMark(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> digits = text.TrimStart("+-");
        int index = digits.IndexOfAny(_groupMarks);
        if (index is < 1 or > 3)
        {
            return null;
        }

        char mark = digits[index];
        int end = index;
        while (digits.Length >= end + 4 && digits[end] == mark && AreDigits(digits.Slice(end + 1, 3)))
        {
            end += 4;
        }

        bool isGrouped = end > index && AreDigits(digits[..index])
            && (end == digits.Length || (digits[end] is '.' or ',' && digits[end] != mark && AreDigits(digits[(end + 1)..])));
        return isGrouped ? mark : null;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // The texts of the columns of numbers that have none so far, from this line to the end.
    private SortedDictionary<int, ColumnTexts> ReadTexts()
    {
        var columns = new SortedDictionary<int, ColumnTexts>();
        for (int column = 0; column < _layout.Count; column++)
        {
            if (_layout.Uses[column] is CsvColumnUse.Feature or CsvColumnUse.Target && !_hasNumber[column])
            {
                columns.Add(column, new ColumnTexts());
            }
        }

        do
        {
            foreach ((int column, ColumnTexts texts) in columns)
            {
                if (column < _records.Count && !_missing.Contains(_records[column]))
                {
                    texts.Add(_records[column], CsvNumber.Is(_records[column], _options.DecimalComma));
                }
            }
        }
        while (_records.Read());
        return columns;
    }

    private string TextColumnsRemedy(SortedDictionary<int, ColumnTexts> columns)
    {
        int[] texts = [.. columns.Where(one => !one.Value.HasNumber && one.Value.Count > 0 && IsFeature(one.Key)).Select(one => one.Key)];
        int[] categories = [.. texts.Where(column => columns[column].AreCategories)];
        int[] others = [.. texts.Except(categories)];
        string oneHot = "CsvOptions.OneHot = [" + string.Join(", ", categories.Select(column =>
            $"new({_layout.Place(column)}, {string.Join(", ", columns[column].Texts.Select(CsvText.Literal))})")) + "]";
        if (texts.Length == 1)
        {
            return (categories.Length == 0 ? "" : $" If the column has categories, set {oneHot}.") + WayOut(texts[0]);
        }

        string all = $" Texts are in {string.Join(", ", texts.Select(_layout.Describe))}.";
        string leaveOut = _options.FeatureColumns is not null ? "leave out of CsvOptions.FeatureColumns what is not needed"
            : $"set CsvOptions.IgnoredColumns = {Places(others.Length == 0 ? texts : others)} for what is not needed";
        return categories.Length == 0 ? $"{all} {char.ToUpperInvariant(leaveOut[0])}{leaveOut[1..]}."
            : $"{all} If they are categories, set {oneHot}; {leaveOut}.";
    }

    private bool IsFeature(int column) => _layout.Uses[column] == CsvColumnUse.Feature;

    private string Places(int[] columns) => $"[{string.Join(", ", columns.Select(_layout.Place))}]";

    private InvalidDataException Unexpected(string expected, ReadOnlySpan<char> text, int column, string remedy = "") => new(
        $"{_name}, line {_records.Line}, {_layout.Describe(column)}: expected {expected}; found {CsvText.Quote(text)}.{remedy}");

    /// <summary>The texts of a column, as far as a message may list them.</summary>
    private sealed class ColumnTexts
    {
        public SortedSet<string> Texts { get; } = new(StringComparer.Ordinal);

        public bool HasNumber { get; private set; }

        public int Count { get; private set; }

        // Texts that are almost all different are not categories.
        public bool AreCategories => Texts.Count <= MostCategories && (Count <= 3 || Texts.Count * 2 <= Count);

        public void Add(ReadOnlySpan<char> text, bool isNumber)
        {
            HasNumber |= isNumber;
            Count++;
            if (Texts.Count <= MostCategories)
            {
                Texts.Add(text.ToString());
            }
        }
    }
}
