namespace NetGen;

/// <summary>The results of a trial over its seeds.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Runs">Its runs, in the order of the seeds.</param>
public sealed record SearchSummary(SearchTrial Trial, IReadOnlyList<SearchRun> Runs)
{
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
