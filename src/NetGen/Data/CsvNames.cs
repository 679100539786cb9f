namespace NetGen.Data;

/// <summary>The names of the columns of a <see cref="CsvFile"/>.</summary>
/// <param name="Texts">
/// As many as the first sample has columns; empty ones for row numbers, and for what follows a separator at the end of the line.
/// </param>
/// <param name="Line">The line that has them.</param>
/// <param name="LackFirst">Whether the line has one name less than the first sample has columns, as if it began with row numbers.</param>
internal sealed record CsvNames(string[] Texts, long Line, bool LackFirst)
{
    /// <summary>Fits names to the first sample.</summary>
    /// <param name="records">The file, at its first sample.</param>
    /// <param name="texts">The names.</param>
    /// <param name="line">The line that has them.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <param name="options">What is known of it.</param>
    /// <returns>Null if there are not as many as columns, and nobody asked for them.</returns>
    /// <exception cref="InvalidDataException">There are not as many, and a wrong column could be taken for the label.</exception>
    public static CsvNames? For(CsvRecords records, string[] texts, long line, string name, CsvOptions options)
    {
        int count = records.Count;
        if (texts.Length == count)
        {
            return new(texts, line, LackFirst: false);
        }

        if (texts.Length == count - 1)
        {
            bool endsWithSeparator = records[count - 1].IsEmpty;
            return new(endsWithSeparator ? [.. texts, ""] : ["", .. texts], line, LackFirst: !endsWithSeparator);
        }

        if (texts.Length > count && texts.Skip(count).All(text => text.Length == 0))
        {
            return new(texts[..count], line, LackFirst: false);
        }

        // Without its names, a file can be read by counting columns: where the names show that a count is wrong, they are needed.
        string? misplaced = FindMisplacedLabel(texts, options);
        bool needsNames = misplaced is not null || CsvHeader.ColumnsOf(options).Any(column => column.Name is not null);
        return needsNames || options.HeaderLines is null
            ? throw CsvFile.Error(name, line, Mismatch(records, texts.Length, line, misplaced, needsNames, options))
            : null;
    }

    /// <summary>What commas do that stand before decimals and separate columns, too; nothing with another separator.</summary>
    public static string CommaHint(char separator) => separator == ','
        ? ". If a comma stands before decimals, the file needs another separator, or quotation marks around its numbers"
        : "";

    private static string Mismatch(
        CsvRecords records, int count, long line, string? misplaced, bool needsNames, CsvOptions options)
    {
        string counts = $"this line names {(count == 1 ? "one column" : $"{count} columns")}, and line {records.Line} has {records.Count}";
        string label = misplaced is null ? ""
            : $", so column {options.LabelColumn} may be another than {CsvText.Quote(misplaced)}";
        string remedy = count > records.Count ? "Put names that contain the separator in quotation marks" : "Name every column";
        string way = needsNames ? "" : $", or set CsvOptions.HeaderLines = {line} to read the file without names";
        return $"{counts}{label}. {remedy}{way}{(count > records.Count ? "" : CommaHint(records.Separator))}";
    }

    // A name of labels in another place than that which the options count, unless they count the features as well.
    private static string? FindMisplacedLabel(string[] texts, CsvOptions options)
    {
        if (options.LabelColumn is not { Name: null } label || options.FeatureColumns is not null)
        {
            return null;
        }

        int index = label.OffsetIn(texts.Length);
        bool isInPlace = index >= 0 && index < texts.Length && IsOfLabels(texts[index]);
        return isInPlace ? null : texts.FirstOrDefault(IsOfLabels);
    }

    private static bool IsOfLabels(string text) => CsvHeader.LabelNames.Contains(text, StringComparer.OrdinalIgnoreCase);
}
