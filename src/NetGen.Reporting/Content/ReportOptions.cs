namespace NetGen.Reporting;

/// <summary>What a report says and shows besides results.</summary>
public sealed record ReportOptions
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What was trained with which data and options: names and values, shown as a list.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Pixels in a row, if the features are the pixels of a picture in gray, from 0 to 1; else null.</summary>
    public int? ImageWidth { get; init; }

    /// <summary>How many mistakes to show, at most.</summary>
    public int MistakeCount { get; init; } = 12;

    /// <summary>What the samples of the results are called, as in <c>the 360 held-out digits</c>.</summary>
    public string? HeldName { get; init; }
}
