namespace NetGen;

/// <summary>The result of one trial with one seed.</summary>
public sealed record SearchRun
{
    /// <summary>The trial.</summary>
    public required SearchTrial Trial { get; init; }

    /// <summary>The seed of the network and of its training.</summary>
    public required long Seed { get; init; }

    /// <summary>The options that it was trained with: those of the trial, with its seed.</summary>
    public TrainingOptions Options => Trial.Options with { Seed = Seed };

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

    /// <summary>The run as one line, the same in every culture.</summary>
    public override string ToString()
    {
        string accuracy = Accuracy is double value ? FormattableString.Invariant($", validation accuracy {value:P2}") : "";
        string end = StopReason == StopReason.Completed ? "" : $", {StopReason}";
        return FormattableString.Invariant(
            $"{string.Join(", ", Trial.Values)}, seed {Seed}: validation cost {Cost:0.0000}{accuracy}, {Epochs} epochs{end}");
    }
}
