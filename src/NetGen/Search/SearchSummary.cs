namespace NetGen;

/// <summary>The results of a trial over its seeds.</summary>
public sealed record SearchSummary
{
    internal SearchSummary(SearchTrial trial, IReadOnlyList<SearchRun> runs) => (Trial, Runs) = (trial, runs);

    /// <summary>The trial.</summary>
    public SearchTrial Trial { get; }

    /// <summary>Its runs, in the order of the seeds.</summary>
    public IReadOnlyList<SearchRun> Runs { get; }

    /// <summary>The mean of the validation costs; NaN if a run diverged.</summary>
    public double MeanCost => Runs.Average(run => run.Cost);

    /// <summary>The mean of the validation accuracies; null without labels, or if a run diverged.</summary>
    public double? MeanAccuracy => Runs.All(run => run.Accuracy is not null) ? Runs.Average(run => run.Accuracy) : null;

    /// <summary>The lowest and the highest accuracy; null where <see cref="MeanAccuracy"/> is.</summary>
    public (double Lowest, double Highest)? AccuracyRange => MeanAccuracy is null
        ? null
        : (Runs.Min(run => run.Accuracy)!.Value, Runs.Max(run => run.Accuracy)!.Value);

    /// <summary>The runs that diverged.</summary>
    public int DivergedCount => Runs.Count(run => run.StopReason == StopReason.Diverged);
}
