namespace NetGen;

/// <summary>The result of one trial with one seed.</summary>
public sealed record SearchRun
{
    /// <summary>The trial.</summary>
    public required SearchTrial Trial { get; init; }

    /// <summary>The seed of the network and of its training.</summary>
    public required long Seed { get; init; }

    /// <summary>The validation cost of the trained network; NaN if the training diverged.</summary>
    public required double Cost { get; init; }

    /// <summary>The validation accuracy of the trained network; null if the data have no labels or the training diverged.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The epochs that were done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Why the training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The time that it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Message { get; init; }
}
