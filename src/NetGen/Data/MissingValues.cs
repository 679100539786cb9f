namespace NetGen.Data;

/// <summary>
/// What to do about values that are missing: in text, what <see cref="CsvOptions.MissingTexts"/> says; in arrays, features that are NaN.
/// </summary>
public enum MissingValues
{
    /// <summary>Data with missing values are refused.</summary>
    Refuse,

    /// <summary>
    /// Lines of a file or samples of an array with missing values are left out, and counted in <see cref="DataSet.SkippedRows"/>. Where
    /// features alone are read, to predict from, they are refused.
    /// </summary>
    SkipRows,

    /// <summary>
    /// A missing feature takes the mean of the feature in the training data, which the network keeps: it needs a
    /// <see cref="StandardizeAttribute"/> layer. Missing labels and targets are refused.
    /// </summary>
    FillWithMean,
}
