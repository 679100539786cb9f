using System.Globalization;
using NetGen.Metrics;

namespace NetGen;

/// <summary>The results of a search.</summary>
public sealed class SearchResult
{
    internal SearchResult(IReadOnlyList<string> axes, IReadOnlyList<SearchRun> runs, bool isComplete)
    {
        Axes = axes;
        Runs = runs;
        IsComplete = isComplete;
        Ranking =
        [
            .. runs.GroupBy(run => run.Trial.Index)
                .Select(group => new SearchSummary(group.First().Trial, [.. group]))
                .OrderBy(summary => summary.DivergedCount)
                .ThenByDescending(summary => summary.MeanAccuracy)
                .ThenBy(summary => summary.MeanCost)
                .ThenBy(summary => summary.Trial.Index),
        ];
    }

    /// <summary>The names of the axes.</summary>
    public IReadOnlyList<string> Axes { get; }

    /// <summary>All runs that are done, by trial and seed.</summary>
    public IReadOnlyList<SearchRun> Runs { get; }

    /// <summary>Whether all runs are done; not so if the search was cancelled.</summary>
    public bool IsComplete { get; }

    /// <summary>
    /// The trials, the best first: those with the fewest runs that diverged, of these those with the highest mean accuracy, and of these
    /// those with the lowest mean cost.
    /// </summary>
    public IReadOnlyList<SearchSummary> Ranking { get; }

    /// <summary>The first of the ranking; null if no run is done.</summary>
    public SearchSummary? Best => Ranking.Count > 0 ? Ranking[0] : null;

    /// <summary>Writes all runs as CSV, as <see cref="SearchOptions.ResultsFile"/> has them, sorted by trial and seed.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCsv(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        File.WriteAllText(path, SearchFile.HeaderOf(Axes) + string.Concat(Runs.Select(run => SearchFile.LineOf(run, key: ""))));
    }

    /// <summary>A table of the ranking: a line for each trial, with the means over its seeds.</summary>
    public override string ToString()
    {
        bool hasAccuracy = Runs.Any(run => run.Accuracy is not null);
        string[] ofAccuracy = hasAccuracy ? ["accuracy", "lowest", "highest"] : [];
        var table = new TextTable(["rank", .. Axes, .. ofAccuracy, "cost", "runs", "diverged"]);
        for (int i = 0; i < Ranking.Count; i++)
        {
            SearchSummary summary = Ranking[i];
            string[] accuracies = !hasAccuracy ? []
                : summary is { MeanAccuracy: double mean, AccuracyRange: (double lowest, double highest) }
                    ? [TextTable.Score(mean), TextTable.Score(lowest), TextTable.Score(highest)]
                : ["", "", ""];
            table.Add(
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                .. summary.Trial.Values,
                .. accuracies,
                double.IsNaN(summary.MeanCost) ? "" : TextTable.Number(summary.MeanCost),
                TextTable.Count(summary.Runs.Count),
                TextTable.Count(summary.DivergedCount),
            ]);
        }

        return table.ToString();
    }
}
