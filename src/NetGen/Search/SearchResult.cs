using System.Globalization;
using System.Text;
using NetGen.Metrics;
using NetGen.Serialization;

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
                .ThenBy(summary => double.IsNaN(summary.MeanCost))
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

    /// <summary>
    /// Writes all runs as CSV, sorted by trial and seed, with the columns of <see cref="SearchOptions.ResultsFile"/> but those that it
    /// needs to resume a search.
    /// </summary>
    /// <param name="path">The file, which is replaced once the new one is whole.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory may not be written, or the path is a directory.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text = Encoding.UTF8.GetBytes(SearchFile.TableOf(Axes, Runs));
        AtomicFile.Write(path, stream => stream.Write(text));
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
