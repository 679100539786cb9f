using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen.Data;

/// <summary>
/// How a <see cref="CsvFile"/> is laid out, and what of it is wanted. What is not set is found in the file, where that is said.
/// </summary>
public sealed record CsvOptions
{
    /// <summary>
    /// What stands for a missing value unless <see cref="MissingTexts"/> is set: an empty field, NA, N/A, #N/A, n/a, NaN, nan, -nan, NULL,
    /// null, None, &lt;NA&gt; and a question mark.
    /// </summary>
    public static IReadOnlyList<string> DefaultMissingTexts { get; } =
        Array.AsReadOnly(["", "NA", "N/A", "#N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "<NA>", "?"]);

    /// <summary>
    /// What stands between two columns; a space stands for one or more spaces and tabs. Null, as it is unless set, for what the first lines
    /// show: a semicolon, tab, vertical bar or comma, or else spaces.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is a letter, a digit, a sign, a point, a quotation mark, a control character other than a tab, or half of a character.
    /// </exception>
    public char? Separator
    {
        get;
        init
        {
            if (value is char one && (char.IsLetterOrDigit(one) || one is '+' or '-' or '.' or '"'
                || (char.IsControl(one) && one != '\t') || char.IsSurrogate(one)))
            {
                throw RangeErrors.Of(
                    nameof(Separator), value, "The separator must be a character that no number and no end of line contains.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether numbers have a comma before their decimals, as in <c>2,5</c>, and not a point; false unless set. With it a comma separates
    /// columns only if <see cref="Separator"/> says so, and numbers with commas are in quotation marks.
    /// </summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// How many lines stand before the first sample; the last of them has the names of the columns, if it has as many columns as the
    /// samples. Null, as it is unless set, for what the file shows: one if the first line has no numbers and the second has, or if it has a
    /// name that these options use, else none. A first line that could be either is refused, and so is one with too many or too few names.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? HeaderLines
    {
        get;
        init => field = NotNegative(value, nameof(HeaderLines));
    }

    /// <summary>
    /// The column with the labels, by name or index. Null, as it is unless set, for the one that the file shows: the only one named
    /// <c>label</c>, <c>class</c> or <c>target</c>, in capital or small letters, that no other option names, or else the first or last if
    /// it alone has a text in the first sample. A file that shows none is refused.
    /// </summary>
    public CsvColumn? LabelColumn { get; init; }

    /// <summary>Whether the label is looked for where no option names it; true unless set.</summary>
    internal bool FindsLabel { get; init; } = true;

    /// <summary>
    /// The number of classes, if the labels are their numbers, from 0 on. Null, as it is unless set, for the different labels of the file:
    /// in the order of the numbers if all are whole numbers, else in that of their UTF-16 code units. They are the names of the classes,
    /// unless they are the numbers from 0 on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ClassCount
    {
        get;
        init => field = Positive(value, nameof(ClassCount));
    }

    /// <summary>
    /// The labels of all classes, in the order of the network's outputs, as a network's <c>ClassNames</c>; null, as it is unless set, for
    /// those of the file. Set it for every file but the one to train with.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, two are equal, or one is null or not valid Unicode.</exception>
    public IReadOnlyList<string>? ClassNames
    {
        get;
        init => field = value is null ? null : CheckedNames(value, nameof(ClassNames));
    }

    /// <summary>
    /// The columns with the target, numbers in place of a label, in the order of the network's outputs; null, as it is unless set, for a
    /// label. <see cref="LabelColumn"/>, <see cref="ClassCount"/> and <see cref="ClassNames"/> cannot be set with it.
    /// </summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<CsvColumn>? TargetColumns
    {
        get;
        init => field = value is { Count: 0 }
            ? throw new ArgumentException("Expected at least one column; null stands for a label.", nameof(TargetColumns))
            : Copy(value);
    }

    /// <summary>
    /// The columns of the features, in the order of the network's inputs; all others are left out, but for labels and targets. Null, as
    /// it is unless set, for all columns that no other option names, in the order of the file. Cannot be set with
    /// <see cref="IgnoredColumns"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<CsvColumn>? FeatureColumns
    {
        get;
        init => field = value is { Count: 0 }
            ? throw new ArgumentException("Expected at least one column; null stands for all.", nameof(FeatureColumns))
            : Copy(value);
    }

    /// <summary>Columns that are left out; none unless set.</summary>
    public IReadOnlyList<CsvColumn> IgnoredColumns
    {
        get;
        init => field = Copy(value) ?? [];
    } = [];

    /// <summary>Columns of categories, which are one-hot encoded in their places; none unless set.</summary>
    public IReadOnlyList<CsvCategories> OneHot
    {
        get;
        init => field = Copy(value) ?? [];
    } = [];

    /// <summary>
    /// Whether a column that numbers the samples may be a feature; false unless set. A column without a name beside columns with names, or
    /// one that counts ten samples or more from 0 or 1, is refused, since a network could learn the order of the file from it.
    /// </summary>
    public bool AllowRowNumbers { get; init; }

    /// <summary>What to do about missing values; a file that has any is refused unless this is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public MissingValues MissingValues
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw RangeErrors.Of(nameof(MissingValues), value, "Expected one of the values of MissingValues.");
    }

    /// <summary>
    /// What stands for a missing value, in these letters; <see cref="DefaultMissingTexts"/> unless set, which it replaces.
    /// </summary>
    public IReadOnlyList<string> MissingTexts
    {
        get;
        init => field = Copy(value) ?? [];
    } = DefaultMissingTexts;

    /// <summary>
    /// What each feature is multiplied by, such as <c>1.0 / 16</c>, unless it is a category; 1 unless set. Finite and not 0, also when
    /// rounded to the type of the data set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0, subnormal or not finite.</exception>
    public double FeatureScale
    {
        get;
        init
        {
            if (!double.IsNormal(value))
            {
                throw RangeErrors.Of(
                    nameof(FeatureScale), value, "The scale must be finite, and neither 0 nor subnormal.");
            }

            field = value;
        }
    } = 1.0;

    /// <summary>Whether all options are the same, the lists by their elements.</summary>
    public bool Equals(CsvOptions? other) => other is not null
        && Separator == other.Separator
        && DecimalComma == other.DecimalComma
        && HeaderLines == other.HeaderLines
        && LabelColumn == other.LabelColumn
        && FindsLabel == other.FindsLabel
        && ClassCount == other.ClassCount
        && AreEqual(ClassNames, other.ClassNames)
        && AreEqual(TargetColumns, other.TargetColumns)
        && AreEqual(FeatureColumns, other.FeatureColumns)
        && AreEqual(IgnoredColumns, other.IgnoredColumns)
        && AreEqual(OneHot, other.OneHot)
        && AllowRowNumbers == other.AllowRowNumbers
        && MissingValues == other.MissingValues
        && AreEqual(MissingTexts, other.MissingTexts)
        && FeatureScale.Equals(other.FeatureScale);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        Separator, HeaderLines, LabelColumn, ClassCount, ClassNames?.Count, TargetColumns?.Count, MissingValues, FeatureScale);

    /// <summary>All options by name, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(CsvOptions)} {{ {nameof(Separator)} = {(Separator is char one ? CsvText.Show(one) : "")}, "
        + $"{nameof(DecimalComma)} = {DecimalComma}, {nameof(HeaderLines)} = {HeaderLines}, {nameof(LabelColumn)} = {LabelColumn}, "
        + $"{nameof(ClassCount)} = {ClassCount}, {nameof(ClassNames)} = {Show(ClassNames?.Select(name => CsvText.Quote(name)))}, "
        + $"{nameof(TargetColumns)} = {Show(TargetColumns)}, {nameof(FeatureColumns)} = {Show(FeatureColumns)}, "
        + $"{nameof(IgnoredColumns)} = {Show(IgnoredColumns)}, {nameof(OneHot)} = {Show(OneHot)}, "
        + $"{nameof(AllowRowNumbers)} = {AllowRowNumbers}, {nameof(MissingValues)} = {MissingValues}, "
        + $"{nameof(MissingTexts)} = {Show(MissingTexts.Select(text => CsvText.Quote(text)))}, {nameof(FeatureScale)} = {FeatureScale:R} "
        + $"}}");

    private static int? NotNegative(int? value, string name) => value < 0
        ? throw RangeErrors.Of(name, value, "Expected 0 or more.")
        : value;

    private static int? Positive(int? value, string name) => value < 1
        ? throw RangeErrors.Of(name, value, "Expected 1 or more.")
        : value;

    private static ReadOnlyCollection<string> CheckedNames(IReadOnlyList<string> names, string parameterName) => names.Count == 0
        ? throw new ArgumentException("Expected at least one name.", parameterName)
        : NetGen.ClassNames.Checked(names, names.Count, parameterName);

    private static ReadOnlyCollection<TElement>? Copy<TElement>(IReadOnlyList<TElement>? values) =>
        values is null ? null : Array.AsReadOnly([.. values]);

    private static bool AreEqual<TElement>(IReadOnlyList<TElement>? one, IReadOnlyList<TElement>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);

    private static string Show<TElement>(IEnumerable<TElement>? values) => values is null ? "" : $"[{string.Join(", ", values)}]";
}
