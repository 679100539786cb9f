namespace NetGen.Data;

/// <summary>What the columns of a <see cref="CsvFile"/> are: as the options say, and where they do not, as the first lines show.</summary>
internal sealed class CsvLayout
{
    // Lines that must agree on a separator.
    private const int LinesLookedAt = 10;

    // Semicolons, tabs and bars are no part of numbers; commas may be, where they stand before decimals.
    private static readonly char[] _separators = [';', '\t', '|', ','];
    private static readonly string[] _labelNames = ["label", "class", "target", "y"];

    private readonly string _name;
    private readonly CsvOptions _options;
    private readonly CsvColumnUse[] _uses;

    private CsvLayout(string name, CsvOptions options, CsvRecords records, string[]? header, bool needsTargets)
    {
        _name = name;
        _options = options;
        Header = header;
        FirstLine = records.Line;
        _uses = new CsvColumnUse[records.Count];
        Categories = new CsvCategories?[records.Count];
        foreach (CsvColumn column in options.IgnoredColumns)
        {
            Use(IndexOf(column, nameof(CsvOptions.IgnoredColumns)), CsvColumnUse.Ignored);
        }

        if (options.TargetColumns is not null)
        {
            UseTargets(options.TargetColumns, needsTargets);
        }
        else if (FindLabel(records, needsTargets) is int label)
        {
            Use(label, needsTargets ? CsvColumnUse.Label : CsvColumnUse.Ignored);
        }

        foreach (CsvCategories categories in options.OneHot)
        {
            int index = IndexOf(categories.Column, nameof(CsvOptions.OneHot));
            Use(index, CsvColumnUse.Category);
            Categories[index] = categories;
        }

        if (FeatureCount == 0)
        {
            throw Error("expected at least one column of features beside labels, targets and ignored columns; found none");
        }
    }

    /// <summary>The number of columns.</summary>
    public int Count => _uses.Length;

    /// <summary>The line of the first sample.</summary>
    public long FirstLine { get; }

    /// <summary>The names of the columns; null if there are none.</summary>
    public string[]? Header { get; }

    /// <summary>What each column is.</summary>
    public ReadOnlySpan<CsvColumnUse> Uses => _uses;

    /// <summary>The categories of each column of these; null for the others.</summary>
    public CsvCategories?[] Categories { get; }

    /// <summary>The number of features of a sample.</summary>
    public int FeatureCount =>
        _uses.Count(use => use == CsvColumnUse.Feature) + Categories.Sum(categories => categories?.Values.Count ?? 0);

    /// <summary>The column with the label; -1 if there is none.</summary>
    public int LabelColumn => Array.IndexOf(_uses, CsvColumnUse.Label);

    /// <summary>The number of columns with targets.</summary>
    public int TargetCount => _uses.Count(use => use == CsvColumnUse.Target);

    /// <summary>The names of the features; null without a header.</summary>
    public IReadOnlyList<string>? FeatureNames => Header is null ? null :
    [
        .. Enumerable.Range(0, Count).SelectMany(column => _uses[column] switch
        {
            CsvColumnUse.Feature => [Header[column]],
            CsvColumnUse.Category => Categories[column]!.Values.Select(value => $"{Header[column]}={value}"),
            _ => Enumerable.Empty<string>(),
        }),
    ];

    /// <summary>Finds the layout of a file, and reads the first sample.</summary>
    /// <param name="records">The file, at its beginning.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="needsTargets">Whether its samples have labels or targets; else they are left out where they are.</param>
    /// <exception cref="InvalidDataException">There is no sample, or it has not the columns that the options name.</exception>
    public static CsvLayout Find(CsvRecords records, string name, CsvOptions options, bool needsTargets)
    {
        for (int i = 1; i < options.HeaderLines; i++)
        {
            records.SkipLine();
        }

        records.Separator = options.Separator ?? FindSeparator(records.LookAhead(LinesLookedAt), options.DecimalComma);
        string[]? header = options.HeaderLines == 0 ? null : ReadHeader(records, options);
        do
        {
            if (!records.Read())
            {
                throw CsvFile.Error(name, records.LinesRead + 1, "expected at least one sample; the file ends here");
            }
        }
        while (records.IsEmpty);

        return new CsvLayout(name, options, records, header?.Length == records.Count ? header : null, needsTargets);
    }

    /// <summary>Names a column in messages: its number from 1 and, if it has one, its name.</summary>
    public string Describe(int column) =>
        Header is null ? $"column {column + 1}" : $"column {column + 1} ({CsvText.Quote(Header[column])})";

    // The names of the columns, if the next line has them; else it is read again as a sample.
    private static string[]? ReadHeader(CsvRecords records, CsvOptions options)
    {
        records.Keep();
        if (!records.Read())
        {
            return null;
        }

        string[] first = records.ToArray();
        if (options.HeaderLines is not null)
        {
            records.Forget();
            return first;
        }

        bool isHeader = records.Read() ? IsHeader(first, records, options) : HasNoNumber(first, options);
        records.StartAgain();
        return isHeader && records.Read() ? first : null;
    }

    private static char FindSeparator(IReadOnlyCollection<string> lines, bool decimalComma)
    {
        string[] filled = [.. lines.Where(line => line.Length > 0)];
        IEnumerable<char> candidates = _separators.Where(one => one != ',' || !decimalComma);
        foreach (char candidate in candidates)
        {
            int count = filled.Length == 0 ? 0 : CountUnquoted(filled[^1], candidate);
            if (count > 0 && filled.All(line => CountUnquoted(line, candidate) == count))
            {
                return candidate;
            }
        }

        return candidates.Reverse().FirstOrDefault(
            candidate => filled.Length > 0 && CountUnquoted(filled[^1], candidate) > 0,
            filled.Length > 0 && filled[^1].AsSpan().Trim(CsvRecords.Blanks).ContainsAny(CsvRecords.Blanks) ? ' ' : ',');
    }

    private static int CountUnquoted(string line, char separator)
    {
        int count = 0;
        bool isQuoted = false;
        foreach (char one in line)
        {
            isQuoted ^= one == '"';
            count += one == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }

    // A line of names has texts where the next one has numbers, and no numbers itself, or just those that count the columns.
    private static bool IsHeader(string[] first, CsvRecords second, CsvOptions options)
    {
        bool namesNumbers = false;
        for (int column = 0; column < Math.Min(first.Length, second.Count); column++)
        {
            namesNumbers |= !CsvNumber.Is(first[column], options.DecimalComma)
                && !IsMissing(first[column], options)
                && CsvNumber.Is(second[column], options.DecimalComma);
        }

        return namesNumbers && first.Length == second.Count && (HasNoNumber(first, options) || CountsColumns(first));
    }

    private static bool HasNoNumber(string[] texts, CsvOptions options) =>
        !texts.Any(text => CsvNumber.Is(text, options.DecimalComma)) && texts.Any(text => !IsMissing(text, options));

    private static bool CountsColumns(string[] texts)
    {
        int? last = null;
        foreach (string text in texts)
        {
            if (CsvNumber.TryParseWhole(text, decimalComma: false, out int number))
            {
                if (last is null ? number is not (0 or 1) : number != last + 1)
                {
                    return false;
                }

                last = number;
            }
        }

        return true;
    }

    private static bool IsMissing(ReadOnlySpan<char> text, CsvOptions options)
    {
        foreach (string missing in options.MissingTexts)
        {
            if (text.SequenceEqual(missing))
            {
                return true;
            }
        }

        return false;
    }

    private void UseTargets(IReadOnlyList<CsvColumn> columns, bool needsTargets)
    {
        foreach (CsvColumn column in columns)
        {
            if (needsTargets)
            {
                Use(IndexOf(column, nameof(CsvOptions.TargetColumns)), CsvColumnUse.Target);
            }
            else if (FindInHeader(column.Name!) is int index and >= 0)
            {
                Use(index, CsvColumnUse.Ignored);
            }
        }
    }

    private int? FindLabel(CsvRecords records, bool needsTargets)
    {
        if (_options.LabelColumn is CsvColumn column)
        {
            return needsTargets ? IndexOf(column, nameof(CsvOptions.LabelColumn))
                : FindInHeader(column.Name!) is int index and >= 0 ? index
                : null;
        }

        int[] named = [.. Columns(column => Header is not null && _labelNames.Contains(Header[column], StringComparer.OrdinalIgnoreCase))];
        if (named.Length == 1)
        {
            return named[0];
        }

        int[] texts = [.. Columns(column =>
            _uses[column] == CsvColumnUse.Feature
            && !_options.OneHot.Any(one => FindOffset(one.Column) == column)
            && !CsvNumber.Is(records[column], _options.DecimalComma)
            && !IsMissing(records[column], _options))];
        if (texts.Length == 1 && (texts[0] == 0 || texts[0] == Count - 1))
        {
            return texts[0];
        }

        return needsTargets ? throw NoLabel() : null;
    }

    private IEnumerable<int> Columns(Func<int, bool> predicate) => Enumerable.Range(0, Count).Where(predicate);

    private InvalidDataException NoLabel() => Error(
        Count == 1
            ? $"expected two or more columns; found one, where the separator is {CsvText.Show(_options.Separator ?? ',')}. "
              + "Set CsvOptions.Separator, or read features alone with ReadInputs"
            : "neither names nor texts show which column has the labels. Set CsvOptions.LabelColumn: a name, 0 for the first column, ^1 for "
              + "the last. Numbers to be learned are CsvOptions.TargetColumns");

    private int IndexOf(CsvColumn column, string option)
    {
        int index = FindOffset(column);
        if ((uint)index < (uint)Count)
        {
            return index;
        }

        string found = column.Name is null ? $"found {Count} columns"
            : Header is null ? "found no names of columns; set CsvOptions.HeaderLines if there are, or give the column's index"
            : $"found {string.Join(", ", Header.Take(20).Select(name => CsvText.Quote(name)))}{(Header.Length > 20 ? ", …" : "")}";
        throw Error($"expected the column {column} of CsvOptions.{option}; {found}");
    }

    private int FindOffset(CsvColumn column) => column.Name is string name ? FindInHeader(name) : column.OffsetIn(Count);

    private int FindInHeader(string name)
    {
        if (Header is null)
        {
            return -1;
        }

        foreach (StringComparison comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            int[] found = [.. Columns(column => Header[column].Equals(name, comparison))];
            if (found.Length > 1)
            {
                throw Error($"expected one column {CsvText.Quote(name)}; found {found.Length}. Give the index of the one that is meant");
            }

            if (found.Length == 1)
            {
                return found[0];
            }
        }

        return -1;
    }

    private void Use(int column, CsvColumnUse use)
    {
        if (_uses[column] != CsvColumnUse.Feature)
        {
            throw Error($"{Describe(column)}: the options name it twice, for different uses or for the same");
        }

        _uses[column] = use;
    }

    private InvalidDataException Error(string message) => CsvFile.Error(_name, FirstLine, message);
}
