namespace NetGen.Data;

/// <summary>Finds out what separates the columns of a <see cref="CsvFile"/>, and which line has their names.</summary>
internal static class CsvHeader
{
    // Lines that must agree on a separator.
    private const int LinesLookedAt = 10;

    // Names that look like numbers: so many with equal steps, such as years.
    private const int NamesInSteps = 3;

    // Semicolons, tabs and bars are no part of numbers; commas may be, where they stand before decimals.
    private static readonly char[] _separators = [';', '\t', '|', ','];

    /// <summary>Names that a column of labels has, in capital or small letters.</summary>
    public static IReadOnlyList<string> LabelNames { get; } = ["label", "class", "target"];

    /// <summary>Sets the separator, reads what stands before the samples, and then the first sample.</summary>
    /// <param name="records">The file, at its beginning.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What is known of it.</param>
    /// <returns>The names of the columns, as many as the first sample has; null if there are none.</returns>
    /// <exception cref="InvalidDataException">
    /// There is no sample, the first line could be one as well as names, or there are not as many names as columns.
    /// </exception>
    public static CsvNames? Read(CsvRecords records, string name, CsvOptions options)
    {
        char? separator = options.Separator;
        if (records.LookAhead(1).FirstOrDefault() is ['s', 'e', 'p', '=', char one])
        {
            // A line by which spreadsheet programs know the separator.
            separator ??= one;
            records.SkipLine();
        }

        for (int i = (int)records.LinesRead + 1; i < options.HeaderLines; i++)
        {
            records.SkipLine();
        }

        records.Separator = separator ?? FindSeparator(records.LookAhead(LinesLookedAt), options.DecimalComma);
        string[]? names = options.HeaderLines is null ? FindNames(records, name, options)
            : records.LinesRead < options.HeaderLines && records.Read() ? records.ToArray()
            : null;
        long line = records.Line;
        do
        {
            if (!records.Read())
            {
                throw CsvFile.Error(name, records.LinesRead + 1, "expected at least one sample; the file ends here");
            }
        }
        while (records.IsEmpty);

        return names is null ? null : CsvNames.For(records, names, line, name, options);
    }

    /// <summary>The columns that options name or count.</summary>
    public static IEnumerable<CsvColumn> ColumnsOf(CsvOptions options) =>
    [
        .. options.LabelColumn is CsvColumn label ? [label] : Array.Empty<CsvColumn>(), .. options.TargetColumns ?? [],
        .. options.FeatureColumns ?? [], .. options.IgnoredColumns, .. options.OneHot.Select(one => one.Column),
    ];

    /// <summary>Whether none of some texts is a number, and one of them is a value.</summary>
    public static bool HasNoNumber(string[] texts, CsvOptions options) =>
        !texts.Any(text => IsNumber(text)) && texts.Any(text => !IsMissing(text, options));

    /// <summary>Whether a text stands for a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text, CsvOptions options)
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

    /// <summary>
    /// Whether a text is a number with a point or a comma before its decimals: which of them, the options may have wrong.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<char> text) =>
        CsvNumber.Is(text, decimalComma: false) || CsvNumber.Is(text, decimalComma: true);

    private static char FindSeparator(IReadOnlyCollection<string> lines, bool decimalComma)
    {
        string[] filled = [.. lines.Where(line => !line.AsSpan().Trim(CsvRecords.Blanks).IsEmpty)];
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

    // The names of the columns, if the next line has them; else it is read again as a sample.
    private static string[]? FindNames(CsvRecords records, string name, CsvOptions options)
    {
        records.Keep();
        if (!ReadFilled(records))
        {
            return null;
        }

        long line = records.Line;
        string[] first = records.ToArray();
        string[]? second = ReadFilled(records) ? records.ToArray() : null;
        records.StartAgain();
        bool areNames = HasNamesOf(first, options)
            || (second is null ? HasNoNumber(first, options) : HaveNamesOf(first, second, options));
        if (!areNames && AreInSteps(first) && second is not null && !AreInSteps(second))
        {
            throw CsvFile.Error(
                name,
                line,
                $"this line could name the columns as well as be a sample; found {CsvText.Quote(string.Join(", ", first))}. Set "
                + "CsvOptions.HeaderLines, to 1 or to 0");
        }

        return areNames && ReadFilled(records) ? first : null;
    }

    // Empty lines do not count.
    private static bool ReadFilled(CsvRecords records)
    {
        while (records.Read())
        {
            if (!records.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasNamesOf(string[] texts, CsvOptions options)
    {
        IEnumerable<string> names = ColumnsOf(options).Select(column => column.Name).OfType<string>().Concat(LabelNames);
        return texts.Intersect(names, StringComparer.OrdinalIgnoreCase).Any();
    }

    // Names are texts where the next line has numbers. They have no numbers themselves, or just those that count the columns. There may be
    // one less, if the samples begin with row numbers or end with a separator.
    private static bool HaveNamesOf(string[] first, string[] second, CsvOptions options)
    {
        if (first.Length == second.Length - 1)
        {
            return HasNoNumber(first, options) && second.Any(text => IsNumber(text));
        }

        bool namesNumbers = first.Length == second.Length
            && first.Zip(second).Any(pair => !IsNumber(pair.First) && !IsMissing(pair.First, options) && IsNumber(pair.Second));
        return namesNumbers && (HasNoNumber(first, options) || CountColumns(first));
    }

    private static bool CountColumns(string[] texts)
    {
        int[] numbers = [.. WholeNumbers(texts)];
        return numbers is [0 or 1, ..] && numbers.Select((number, index) => number - index).Distinct().Count() == 1;
    }

    private static bool AreInSteps(string[] texts)
    {
        int[] numbers = [.. WholeNumbers(texts)];
        return numbers.Length >= NamesInSteps
            && numbers.Length == texts.Count(text => IsNumber(text))
            && numbers.Zip(numbers.Skip(1), (one, next) => (long)next - one).Distinct().ToArray() is [> 0];
    }

    private static IEnumerable<int> WholeNumbers(string[] texts)
    {
        foreach (string text in texts)
        {
            if (CsvNumber.TryParseWhole(text, decimalComma: false, out int number))
            {
                yield return number;
            }
        }
    }
}
