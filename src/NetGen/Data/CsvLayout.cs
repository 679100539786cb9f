namespace NetGen.Data;

/// <summary>What the columns of a <see cref="CsvFile"/> are: as the options say, and where they do not, as the first lines show.</summary>
internal sealed class CsvLayout
{
    // Names and texts that a message lists.
    private const int MostListed = 20;

    private readonly string _name;
    private readonly CsvOptions _options;
    private readonly CsvNames? _names;
    private readonly CsvColumnUse[] _uses;

    /// <summary>Finds the layout of a file.</summary>
    /// <param name="records">The file, at its first sample.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="names">The names of the columns; null if there are none.</param>
    /// <param name="needsTargets">Whether its samples have labels or targets; else they are left out where they are.</param>
    /// <exception cref="InvalidDataException">The file has not the columns that the options name, or does not show its labels.</exception>
    public CsvLayout(CsvRecords records, string name, CsvOptions options, CsvNames? names, bool needsTargets)
    {
        _name = name;
        _options = options;
        _names = names;
        FirstLine = records.Line;
        Separator = records.Separator;
        _uses = new CsvColumnUse[records.Count];
        Categories = new CsvCategories?[records.Count];
        if (Header?[^1].Length == 0 && records[Count - 1].IsEmpty)
        {
            _uses[^1] = CsvColumnUse.Empty;
        }

        if (!needsTargets)
        {
            CheckIndices();
        }

        foreach (CsvColumn column in options.IgnoredColumns)
        {
            // A file to predict from may lack what is not needed.
            if (needsTargets || column.Name is not string text || FindInHeader(text) >= 0)
            {
                Use(IndexOf(column, nameof(CsvOptions.IgnoredColumns)), CsvColumnUse.Ignored);
            }
        }

        TargetColumns = [.. UseTargets(needsTargets)];
        LabelColumn = options.TargetColumns is null && FindLabel(records, needsTargets) is int label
            ? Use(label, needsTargets ? CsvColumnUse.Label : CsvColumnUse.Ignored)
            : -1;
        foreach (CsvCategories categories in options.OneHot)
        {
            int index = IndexOf(categories.Column, nameof(CsvOptions.OneHot));
            Use(index, CsvColumnUse.Category);
            Categories[index] = categories;
        }

        FeatureColumns = [.. FindFeatures()];
        CheckFeatures();
        CheckOtherLabels();
    }

    /// <summary>The number of columns.</summary>
    public int Count => _uses.Length;

    /// <summary>What separates the columns.</summary>
    public char Separator { get; }

    /// <summary>The line of the first sample.</summary>
    public long FirstLine { get; }

    /// <summary>The names of the columns; null if there are none.</summary>
    public string[]? Header => _names?.Texts;

    /// <summary>What each column is.</summary>
    public ReadOnlySpan<CsvColumnUse> Uses => _uses;

    /// <summary>The categories of each column of these; null for the others.</summary>
    public CsvCategories?[] Categories { get; }

    /// <summary>The columns of the features, in the order of the features.</summary>
    public int[] FeatureColumns { get; }

    /// <summary>The columns of the targets, in the order of the targets.</summary>
    public int[] TargetColumns { get; }

    /// <summary>The column with the label; -1 if there is none.</summary>
    public int LabelColumn { get; }

    /// <summary>The number of features of a sample.</summary>
    public int FeatureCount => FeatureColumns.Sum(column => Categories[column]?.Values.Count ?? 1);

    /// <summary>The names of the features; null without a header.</summary>
    public IReadOnlyList<string>? FeatureNames => Header is null ? null :
    [
        .. FeatureColumns.SelectMany(column => Categories[column] is CsvCategories categories
            ? categories.Values.Select(value => $"{Header[column]}={value}")
            : [Header[column]]),
    ];

    /// <summary>Whether the label was found without a word of the options.</summary>
    public bool HasFoundLabel => LabelColumn >= 0 && _options.LabelColumn is null;

    /// <summary>Names a column in messages: its number from 1 and, if it has one, its name.</summary>
    public string Describe(int column) =>
        string.IsNullOrEmpty(Header?[column]) ? $"column {column + 1}" : $"column {column + 1} ({CsvText.Quote(Header[column])})";

    /// <summary>Whether a record, of texts alone, may have the names of the columns, without being known to have them.</summary>
    public bool MayBeNames(CsvRecords records) => Header is null && _options.HeaderLines is null && records.Line == FirstLine
        && CsvHeader.HasNoNumber(records.ToArray(), _options);

    // Without the labels, the columns after them have other indices.
    private void CheckIndices()
    {
        IEnumerable<CsvColumn> labels = (_options.TargetColumns ?? []).Concat(_options.LabelColumn is CsvColumn one ? [one] : []);
        if (Header is null && labels.Any())
        {
            string option = _options.TargetColumns is null ? "LabelColumn is" : "TargetColumns are";
            throw Error(
                $"expected names of columns, since CsvOptions.{option} {string.Join(", ", labels)}; found none. For a file that has only "
                + $"features, leave {option.Split(' ')[0]} null");
        }

        IEnumerable<CsvColumn> others = _options.IgnoredColumns.Concat(_options.FeatureColumns ?? [])
            .Concat(_options.OneHot.Select(categories => categories.Column));
        if (labels.Any(column => FindInHeader(column.Name!) < 0) && others.Any(column => column.Name is null))
        {
            throw Error(
                $"this file lacks the column {labels.First(column => FindInHeader(column.Name!) < 0)}, so other columns may have other "
                + "indices than in the file to train with. Give names in all options");
        }
    }

    private IEnumerable<int> UseTargets(bool needsTargets)
    {
        foreach (CsvColumn column in _options.TargetColumns ?? [])
        {
            if (needsTargets)
            {
                yield return Use(IndexOf(column, nameof(CsvOptions.TargetColumns)), CsvColumnUse.Target);
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

        if (!_options.FindsLabel)
        {
            return null;
        }

        int[] named = [.. Columns(one =>
            Header is not null && _uses[one] == CsvColumnUse.Feature
            && CsvHeader.LabelNames.Contains(Header[one], StringComparer.OrdinalIgnoreCase)
            && !IsSaidToBeFeature(one))];
        if (named.Length == 1)
        {
            return named[0];
        }

        int[] texts = [.. Columns(one => IsText(records, one))];
        if (named.Length == 0 && texts.Length == 1 && (texts[0] == 0 || texts[0] == Count - 1))
        {
            return texts[0];
        }

        return needsTargets ? throw NoLabel(records, texts) : null;
    }

    private bool IsSaidToBeFeature(int column) => _options.OneHot.Any(one => FindOffset(one.Column) == column)
        || _options.FeatureColumns?.Any(one => FindOffset(one) == column) == true;

    // The names come last, as there may be as many as columns.
    private bool IsText(CsvRecords records, int column) => _uses[column] == CsvColumnUse.Feature
        && !CsvHeader.IsNumber(records[column])
        && !CsvHeader.IsMissing(records[column], _options)
        && !IsSaidToBeFeature(column);

    private IEnumerable<int> FindFeatures()
    {
        if (_options.FeatureColumns is null)
        {
            return Columns(column => _uses[column] is CsvColumnUse.Feature or CsvColumnUse.Category);
        }

        int[] features = [.. _options.FeatureColumns.Select(column => IndexOf(column, nameof(CsvOptions.FeatureColumns)))];
        foreach (int column in features)
        {
            if (_uses[column] is not (CsvColumnUse.Feature or CsvColumnUse.Category) || features.Count(other => other == column) > 1)
            {
                throw NamedTwice(column);
            }
        }

        foreach (int column in Columns(column => _uses[column] is CsvColumnUse.Feature or CsvColumnUse.Category).Except(features))
        {
            _uses[column] = CsvColumnUse.Ignored;
        }

        return features;
    }

    private void CheckFeatures()
    {
        if (FeatureColumns.Length == 0)
        {
            throw Error(
                $"expected at least one column of features beside labels, targets and ignored columns; found {CountColumns()}, where the "
                + $"separator is {CsvText.Show(Separator)}"
                + (_options.HeaderLines is null && Header is null && Count == 1
                    ? ". If this line is not a sample, set CsvOptions.HeaderLines"
                    : ""));
        }

        foreach (int column in FeatureColumns)
        {
            bool hasNoName = Header?[column] is string name
                && (name.Length == 0 || name.StartsWith("Unnamed:", StringComparison.Ordinal));
            if (hasNoName && !_options.AllowRowNumbers)
            {
                throw _names!.LackFirst
                    ? Error(
                        $"line {_names.Line} has one name fewer than this line has columns{CsvNames.CommaHint(Separator)}. If column "
                        + $"1 numbers the rows, a network could learn the order of the file from it: {RowNumbersRemedy(column)}")
                    : RowNumbers(column, "has no name, as row numbers have");
            }
        }
    }

    // Counted from the wrong end, a feature would be the label, and the label a feature.
    private void CheckOtherLabels()
    {
        if (Header is null || LabelColumn < 0 || _options.LabelColumn?.Name is not null || _options.FeatureColumns is not null)
        {
            return;
        }

        foreach (int column in FeatureColumns)
        {
            if (_uses[column] == CsvColumnUse.Feature && CsvHeader.LabelNames.Contains(Header[column], StringComparer.OrdinalIgnoreCase))
            {
                throw Error(
                    $"{Describe(LabelColumn)} is to be the label, and {Describe(column)} would be a feature. If that is the label, set "
                    + $"CsvOptions.LabelColumn = {Place(column)}. If it is a feature, name both columns: CsvOptions.LabelColumn = "
                    + $"{Place(LabelColumn)}");
            }
        }
    }

    /// <summary>The error about a column that numbers the samples.</summary>
    public InvalidDataException RowNumbers(int column, string what) => Error(
        $"{Describe(column)} {what}, from which a network could learn the order of the file. {RowNumbersRemedy(column)}");

    /// <summary>A column as options have it.</summary>
    public string Place(int column) => string.IsNullOrEmpty(Header?[column]) ? $"{column}" : CsvText.Literal(Header[column]);

    private string RowNumbersRemedy(int column) =>
        $"Set CsvOptions.IgnoredColumns = [{Place(column)}], or CsvOptions.AllowRowNumbers if it is a feature";

    private IEnumerable<int> Columns(Func<int, bool> predicate) => Enumerable.Range(0, Count).Where(predicate);

    private string CountColumns() => Count == 1 ? "one column" : $"{Count} columns";

    private InvalidDataException NoLabel(CsvRecords records, int[] texts)
    {
        if (Count == 1)
        {
            return Error(
                $"expected two or more columns; found one, where the separator is {CsvText.Show(Separator)}. Set CsvOptions.Separator, or "
                + "read features alone with ReadInputs");
        }

        IEnumerable<string> shown = texts.Take(MostListed).Select(column => $"{Describe(column)}: {CsvText.Quote(records[column])}");
        string seen = texts.Length == 0
            ? "all columns are numbers"
            : $"texts that are not numbers are in {string.Join(", ", shown)}";
        string comma = records.ToArray().Any(text => CsvNumber.Is(text, true) && !CsvNumber.Is(text, false)) && !_options.DecimalComma
            ? ". If a comma stands before decimals, set CsvOptions.DecimalComma"
            : "";
        string header = MayBeNames(records) ? $". If this line names the columns, set CsvOptions.HeaderLines = {FirstLine}" : "";
        return Error(
            $"the file does not show which of its {Count} columns has the labels: {seen}. Set CsvOptions.LabelColumn: a name, 0 for the "
            + $"first column, ^1 for the last. Numbers to be learned are CsvOptions.TargetColumns{comma}{header}");
    }

    private int IndexOf(CsvColumn column, string option)
    {
        int index = FindOffset(column);
        if ((uint)index < (uint)Count)
        {
            return index;
        }

        string found = column.Name is null ? $"found {CountColumns()}"
            : Header is null ? "found no names of columns. Set CsvOptions.HeaderLines if there are any, or give the column's index"
            : "found "
                + string.Join(", ", Header.Take(MostListed).Select(name => CsvText.Quote(name)))
                + (Header.Length > MostListed ? ", …" : "");
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

    private int Use(int column, CsvColumnUse use)
    {
        if (_uses[column] is not (CsvColumnUse.Feature or CsvColumnUse.Empty))
        {
            throw NamedTwice(column);
        }

        _uses[column] = use;
        return column;
    }

    private InvalidDataException NamedTwice(int column) => Error($"{Describe(column)} is named twice by the options");

    private InvalidDataException Error(string message) => CsvFile.Error(_name, FirstLine, message);
}
