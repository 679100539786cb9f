using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Data;
using NetGen.Tool.Models;

namespace NetGen.Tool;

/// <summary>The options that say how a CSV file is laid out: those of <see cref="CsvOptions"/>.</summary>
internal sealed partial class CsvArguments
{
    // What messages of the library say in words that mean nothing here.
    private static readonly (string OfLibrary, string OfTool)[] Wordings =
    [
        ("Make Standardize its first layer", "Add --standardize"),
        (" with MissingValues.SkipRows", " by --missing SkipRows"),
        (", or read features alone with ReadInputs", ""),
        ("CsvOptions.ClassNames or ClassCount", "--classes"),
        (", or rename them: of the data by WithFeatureNames, of the network by Parameters.FeatureNames",
            ", or rename the columns in the header of the file"),
        ("The options' FeatureScale", "--scale"),
        ("leave LabelColumn null", "leave out --label"),
        ("leave TargetColumns null", "leave out --target"),
        ("TargetColumns is set, so the samples have no labels; LabelColumn, ClassCount and ClassNames must be null.",
            "--target is given, so the samples have no labels: leave out --label and --classes."),
        ("FeatureColumns says which columns are features, and all others are left out; IgnoredColumns must be empty.",
            "--feature says which columns are features, and all others are left out: leave out --ignore."),
    ];

    private readonly Argument<string> _file = new("DATA.csv") { Description = "The samples, as text; may be compressed by gzip." };
    private readonly Option<string> _label = Columns("--label", "The column of the labels: a name, 0 for the first, or ^1 for the last.");
    private readonly Option<string[]> _targets = ManyColumns(
        "--target", "A column of numbers to be learned, in place of a label; as often as needed.");
    private readonly Option<string[]> _features = ManyColumns(
        "--feature", "A column to learn from, as often as needed; all others unless given.");
    private readonly Option<string[]> _ignored = ManyColumns("--ignore", "A column to leave out; as often as needed.");

    private readonly Option<string[]> _oneHot = new("--one-hot")
    {
        Description = "A column of categories, each of which becomes an input of 0 or 1: sex=female,male; as often as needed.",
        HelpName = "COLUMN=VALUE,...",
    };

    private readonly Option<MissingValues> _missing = new("--missing")
    {
        Description = "What to do about missing values: Refuse, SkipRows, or FillWithMean, which needs --standardize.",
    };

    private readonly Option<string[]> _missingTexts = new("--missing-text")
    {
        Description = "A text that stands for a missing value, besides NA and the like; as often as needed.", HelpName = "TEXT",
    };

    private readonly Option<string> _classes = new("--classes")
    {
        Description = "The labels of all classes, separated by commas, in the order of the outputs; those of the file unless given.",
        HelpName = "LABEL,...",
    };

    private readonly Option<int?> _headerLines = new("--header-lines")
    {
        Description = "How many lines stand before the first sample, of which the last has the names of the columns.", HelpName = "N",
    };

    private readonly Option<string> _separator = new("--separator")
    {
        Description = "What stands between columns: a character, tab, or space for any number of both.", HelpName = "CHARACTER",
    };

    private readonly Option<double> _scale = new("--scale")
    {
        Description = "A factor for all features but categories.", HelpName = "NUMBER", DefaultValueFactory = _ => 1,
        CustomParser = NumberText.Parse,
    };

    private readonly Option<bool> _decimalComma = new("--decimal-comma") { Description = "Numbers are written as 2,5." };
    private readonly Option<bool> _rowNumbers = new("--allow-row-numbers")
    {
        Description = "A column that numbers the samples may be a feature.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="learns">Whether it learns from the samples; else a model has the classes.</param>
    public CsvArguments(Command command, bool learns)
    {
        command.Add(_file);
        if (learns)
        {
            command.Add(_classes);
        }

        foreach (Option option in new Option[]
        {
            _label, _targets, _features, _ignored, _oneHot, _missing, _missingTexts, _scale, _separator, _headerLines,
            _decimalComma, _rowNumbers,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The file, which is there.</summary>
    /// <exception cref="ToolException">It is not.</exception>
    public string PathIn(ParseResult arguments) => FileChecks.Existing(arguments.GetRequiredValue(_file));

    /// <summary>The layout of a file to predict from, which may have the label, to be left out, or lack it.</summary>
    public CsvOptions InputOptionsIn(ParseResult arguments)
    {
        CsvOptions options = OptionsIn(arguments);
        CsvColumn[] targets = [.. options.TargetColumns ?? []];
        CsvColumn? label = options.LabelColumn;
        bool isSaid = targets.Length > 0 || label is not null || options.FeatureColumns is not null;
        options = options with { LabelColumn = null, TargetColumns = null, FindsLabel = !isSaid };
        if (options.FeatureColumns is not null)
        {
            return options;
        }

        // Names may be missing in the file; places are those of columns that are there.
        CsvColumn[] names = [.. targets.Where(column => column.Name is not null)];
        CsvColumn[] places = [.. targets.Where(column => column.Name is null)];
        return options with
        {
            LabelColumn = label?.Name is null ? null : label,
            TargetColumns = names.Length == 0 ? null : names,
            IgnoredColumns = [.. options.IgnoredColumns, .. places, .. label is { Name: null } place ? [place] : Array.Empty<CsvColumn>()],
        };
    }

    /// <summary>Whether columns are named as targets.</summary>
    public bool HasTargets(ParseResult arguments) => ColumnsIn(arguments, _targets).Length > 0;

    /// <summary>The layout that the options say.</summary>
    public CsvOptions OptionsIn(ParseResult arguments)
    {
        string? label = arguments.GetValue(_label);
        CsvColumn[] targets = ColumnsIn(arguments, _targets);
        CsvColumn[] features = ColumnsIn(arguments, _features);
        string[] missingTexts = arguments.GetValue(_missingTexts) ?? [];
        var options = new CsvOptions
        {
            Separator = arguments.GetValue(_separator) is string separator ? SeparatorOf(separator) : null,
            HeaderLines = arguments.GetValue(_headerLines),
            LabelColumn = label is null ? (CsvColumn?)null : ColumnOf(label),
            ClassNames = arguments.GetValue(_classes)?.Split(','),
            TargetColumns = targets.Length == 0 ? null : targets,
            FeatureColumns = features.Length == 0 ? null : features,
            IgnoredColumns = ColumnsIn(arguments, _ignored),
            OneHot = [.. (arguments.GetValue(_oneHot) ?? []).Select(CategoriesOf)],
            MissingValues = arguments.GetValue(_missing),
            FeatureScale = arguments.GetValue(_scale),
            DecimalComma = arguments.GetValue(_decimalComma),
            AllowRowNumbers = arguments.GetValue(_rowNumbers),
        };
        return missingTexts.Length == 0
            ? options
            : options with { MissingTexts = [.. CsvOptions.DefaultMissingTexts, .. missingTexts] };
    }

    /// <summary>A message of the library, with this tool's options in place of properties.</summary>
    public static string InOptionsOfTheTool(string message)
    {
        message = OneHotRemedy().Replace(message, match => Options(match, "--one-hot", (column, i) =>
            $"{column}={match.Groups["values"].Captures[i].Value.Replace("\", \"", ",", StringComparison.Ordinal)}"));
        message = IgnoredRemedy().Replace(message, match => Options(match, "--ignore", (column, _) => column));
        message = MissingTextRemedy().Replace(message, match => $"{Add(match)} --missing-text {match.Groups["text"].Value}");
        foreach ((string ofLibrary, string ofTool) in Wordings)
        {
            message = message.Replace(ofLibrary, ofTool, StringComparison.Ordinal);
        }

        return OptionNames().Replace(message, match =>
        {
            string value = match.Groups["value"].Value;
            value = value.StartsWith('\'') ? $"\"{value[1..^1]}\"" : value;
            return OptionOf(match.Groups["name"].Value) + (value.Length > 0 ? " " + value : "");
        });
    }

    private static string OptionOf(string property) => property switch
    {
        "LabelColumn" => "--label",
        "TargetColumns" => "--target",
        "FeatureColumns" => "--feature",
        "IgnoredColumns" => "--ignore",
        "OneHot" => "--one-hot",
        "ClassNames" => "--classes",
        "MissingValues" => "--missing",
        "MissingTexts" => "--missing-text",
        "Separator" => "--separator",
        "HeaderLines" => "--header-lines",
        "FeatureScale" => "--scale",
        "DecimalComma" => "--decimal-comma",
        _ => "--allow-row-numbers",
    };

    private static string Add(Match match) => match.Value[0] == 'S' ? "Add" : "add";

    private static string Options(Match match, string option, Func<string, int, string> value) =>
        $"{Add(match)} "
        + string.Join(' ', match.Groups["column"].Captures.Select((column, i) => $"{option} \"{value(column.Value, i)}\""));

    private static CsvColumn[] ColumnsIn(ParseResult arguments, Option<string[]> option) =>
        [.. (arguments.GetValue(option) ?? []).Select(ColumnOf)];

    private static CsvColumn ColumnOf(string text)
    {
        bool fromEnd = text.StartsWith('^');
        return int.TryParse(text.AsSpan(fromEnd ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new Index(index, fromEnd)
            : text;
    }

    private static char SeparatorOf(string text) => text switch
    {
        "tab" or "\\t" => '\t',
        "space" => ' ',
        [char one] => one,
        ['\\', 'u', .. string code] when code.Length == 4
            && ushort.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) => (char)unit,
        _ => throw new ToolException($"Expected a character, tab or space for --separator; found '{text}'."),
    };

    private static CsvCategories CategoriesOf(string text)
    {
        int end = text.LastIndexOf('=');
        string[] values = end < 1 ? [] : text[(end + 1)..].Split(',');
        return values.Length > 0
            ? new CsvCategories(ColumnOf(text[..end]), values)
            : throw new ToolException($"Expected a column and its values for --one-hot, such as sex=female,male; found '{text}'.");
    }

    private static Option<string> Columns(string name, string description) => new(name) { Description = description, HelpName = "COLUMN" };

    private static Option<string[]> ManyColumns(string name, string description) =>
        new(name) { Description = description, HelpName = "COLUMN" };

    [GeneratedRegex(@"[Ss]et CsvOptions\.OneHot = \[(new\((""(?<column>[^""]*)""|(?<column>\d+)), ""(?<values>.*?)""\)(, )?)+\]")]
    private static partial Regex OneHotRemedy();

    [GeneratedRegex(@"[Ss]et CsvOptions\.IgnoredColumns = \[((""(?<column>[^""]*)""|(?<column>\d+))(, )?)+\]")]
    private static partial Regex IgnoredRemedy();

    [GeneratedRegex(@"[Ss]et CsvOptions\.MissingTexts = \[.*?(?<text>""[^""]*"")\]")]
    private static partial Regex MissingTextRemedy();

    [GeneratedRegex(
        @"\bCsvOptions\.(?<name>LabelColumn|TargetColumns|FeatureColumns|IgnoredColumns|OneHot|ClassNames|MissingValues|MissingTexts"
        + @"|Separator|HeaderLines|FeatureScale|DecimalComma|AllowRowNumbers)\b( = (?<value>""[^""]*""|'[^']*'|\w+))?")]
    private static partial Regex OptionNames();
}
