namespace NetGen.Data;

/// <summary>What a column of a <see cref="CsvFile"/> is.</summary>
internal enum CsvColumnUse
{
    /// <summary>A feature: a number.</summary>
    Feature,

    /// <summary>A category: a text, one-hot encoded.</summary>
    Category,

    /// <summary>The label.</summary>
    Label,

    /// <summary>An element of the target.</summary>
    Target,

    /// <summary>Nothing that is wanted.</summary>
    Ignored,

    /// <summary>Nothing at all, after a separator at the end of each line.</summary>
    Empty,
}
