namespace NetGen.Data;

/// <summary>What to do about values that are missing in a file.</summary>
public enum MissingValues
{
    /// <summary>A file with missing values is refused.</summary>
    Refuse,

    /// <summary>Lines with missing values are left out; where features alone are read, to predict from, they are refused.</summary>
    SkipRows,

    /// <summary>
    /// A missing feature takes the mean of the feature in the training data, which the network keeps: it needs a
    /// <see cref="StandardizeAttribute"/> layer. Missing labels and targets are refused.
    /// </summary>
    FillWithMean,
}
