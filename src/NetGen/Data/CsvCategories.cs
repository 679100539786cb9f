using System.Collections.ObjectModel;

namespace NetGen.Data;

/// <summary>
/// A column of a <see cref="CsvFile"/> whose texts are categories, such as <c>male</c> and <c>female</c>: one-hot encoded, it becomes a
/// feature for each of them, 1 for the category of the sample and 0 for the others.
/// </summary>
/// <param name="column">The column.</param>
/// <param name="values">
/// The categories, all different, in the order of the features. They are given, and not taken from the file, so that all files of a
/// network have the same.
/// </param>
/// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
/// <exception cref="ArgumentException">There is no category, one is null, or two are equal.</exception>
public sealed class CsvCategories(CsvColumn column, params IEnumerable<string> values) : IEquatable<CsvCategories>
{
    /// <summary>The column.</summary>
    public CsvColumn Column { get; } = column;

    /// <summary>The categories, in the order of the features.</summary>
    public ReadOnlyCollection<string> Values { get; } = Checked(values, nameof(values));

    /// <summary>Whether column and categories are the same.</summary>
    public bool Equals(CsvCategories? other) => other is not null && Column == other.Column && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CsvCategories);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Column, Values.Count, Values[0]);

    /// <summary>Column and categories, as <c>'sex': 'female', 'male'</c>.</summary>
    public override string ToString() => $"{Column}: {string.Join(", ", Values.Select(value => CsvText.Quote(value)))}";

    private static ReadOnlyCollection<string> Checked(IEnumerable<string> values, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(values, parameterName);
        string[] checkedValues = [.. values];
        return checkedValues.Length == 0 ? throw new ArgumentException("Expected at least one category.", parameterName)
            : checkedValues.Contains(null) ? throw new ArgumentException("Expected categories that are not null.", parameterName)
            : checkedValues.Distinct().Count() < checkedValues.Length
            ? throw new ArgumentException("Expected different categories; two are equal.", parameterName)
            : Array.AsReadOnly(checkedValues);
    }
}
