using System.Globalization;

namespace NetGen.Data;

/// <summary>How a <see cref="CsvFile"/> is laid out.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two columns; a comma unless set. Nothing that a number may contain.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is a letter, a digit, a sign, a point, a quotation mark, a control character other than a tab, or half of a character.
    /// </exception>
    public char Separator
    {
        get;
        init
        {
            if (char.IsLetterOrDigit(value) || value is '+' or '-' or '.' or '"'
                || (char.IsControl(value) && value != '\t') || char.IsSurrogate(value))
            {
                throw RangeErrors.Of(
                    nameof(Separator), value, "The separator must be a character that no number and no end of line contains.");
            }

            field = value;
        }
    } = ',';

    /// <summary>Whether the first line names the columns, and is skipped; false unless set.</summary>
    public bool HasHeader { get; init; }

    /// <summary>The index of the column with the labels, from 0; null, as it is unless set, for the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? LabelColumn
    {
        get;
        init
        {
            if (value is int column)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(column, nameof(LabelColumn));
            }

            field = value;
        }
    }

    /// <summary>The number of classes; null, as it is unless set, for one more than the largest label in the file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ClassCount
    {
        get;
        init
        {
            if (value is int count)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(ClassCount));
            }

            field = value;
        }
    }

    /// <summary>
    /// How many columns at the end are the target, a vector of numbers in place of a label; null, as it is unless set, for a label.
    /// Neither <see cref="LabelColumn"/> nor <see cref="ClassCount"/> can be set with it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? TargetCount
    {
        get;
        init
        {
            if (value is int count)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(TargetCount));
            }

            field = value;
        }
    }

    /// <summary>
    /// What each feature is multiplied by, such as <c>1.0 / 16</c>; 1 unless set. Finite and not 0, also when rounded to the type of the
    /// data set.
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

    /// <summary>All options by name, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(CsvOptions)} {{ {nameof(Separator)} = {CsvText.Show(Separator)}, {nameof(HasHeader)} = {HasHeader}, "
        + $"{nameof(LabelColumn)} = {LabelColumn}, {nameof(ClassCount)} = {ClassCount}, {nameof(TargetCount)} = {TargetCount}, "
        + $"{nameof(FeatureScale)} = {FeatureScale:R} }}");
}
