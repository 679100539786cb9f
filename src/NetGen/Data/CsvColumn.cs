using System.Globalization;

namespace NetGen.Data;

/// <summary>
/// A column of a <see cref="CsvFile"/>: by its name in the header, as <c>"species"</c>, or by its index, from 0, as <c>0</c>, or counted
/// from the end, as <c>^1</c>. Each of them converts to it.
/// </summary>
public readonly record struct CsvColumn
{
    private readonly Index _index;

    private CsvColumn(string? name, Index index)
    {
        Name = name;
        _index = index;
    }

    /// <summary>The name in the header; null if the column is given by its index.</summary>
    public string? Name { get; }

    /// <summary>The column of a name.</summary>
    /// <param name="name">As in the header. Capital and small letters differ only if the header has both.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public static CsvColumn FromString(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new CsvColumn(name, default);
    }

    /// <summary>The column at an index, from the start or from the end.</summary>
    /// <param name="index">The index; <c>^1</c> is the last column.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is <c>^0</c>, which is after the last column.</exception>
    public static CsvColumn FromIndex(Index index)
    {
        if (index is { IsFromEnd: true, Value: 0 })
        {
            throw new ArgumentOutOfRangeException(nameof(index), "^0", "The last column is ^1.");
        }

        return new CsvColumn(null, index);
    }

    /// <summary>The column at an index.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static CsvColumn FromInt32(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new CsvColumn(null, index);
    }

    /// <inheritdoc cref="FromString(string)"/>
    public static implicit operator CsvColumn(string name) => FromString(name);

    /// <inheritdoc cref="FromIndex(Index)"/>
    public static implicit operator CsvColumn(Index index) => FromIndex(index);

    /// <inheritdoc cref="FromInt32(int)"/>
    public static implicit operator CsvColumn(int index) => FromInt32(index);

    /// <summary>The name in quotation marks, or the index, as <c>^1</c>.</summary>
    public override string ToString() => Name is null
        ? (_index.IsFromEnd ? "^" : "") + _index.Value.ToString(CultureInfo.InvariantCulture)
        : CsvText.Quote(Name);

    /// <summary>The index among <paramref name="count"/> columns, which may be outside of them.</summary>
    internal int OffsetIn(int count) => _index.GetOffset(count);
}
