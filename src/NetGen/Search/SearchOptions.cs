namespace NetGen;

/// <summary>How to run a search.</summary>
public sealed record SearchOptions
{
    /// <summary>
    /// The seeds that each trial runs with, for its network and for its training; 1 alone unless set. Several show how much of a difference
    /// is chance.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">There are no seeds, or two are equal.</exception>
    public IReadOnlyList<long> Seeds
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Seeds));
            field = value.Count > 0 && value.Distinct().Count() == value.Count
                ? Array.AsReadOnly([.. value])
                : throw new ArgumentException(
                    $"Expected one seed or more, all different; found {string.Join(", ", value)}.", nameof(Seeds));
        }
    } = [1];

    /// <summary>How many runs go on at once, each on one thread; −1, the default, for as many as there are processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither −1 nor at least 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            _ = WorkerTeam.CheckDegree(value, nameof(MaxDegreeOfParallelism));
            field = value;
        }
    } = -1;

    /// <summary>
    /// A CSV file to which each run is appended when it is done; null, the default, for none. Runs that are in it already are not run
    /// again, so a search that was stopped goes on. It must be a file of this search: of the same axes, network, data and options.
    /// </summary>
    public string? ResultsFile { get; init; }
}
