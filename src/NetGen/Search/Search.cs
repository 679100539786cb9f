using System.Numerics;

namespace NetGen;

/// <summary>
/// Searches for training options: trains networks with many of them, several at once, and compares how well they do on validation data.
/// </summary>
/// <remarks>
/// Each run trains a new network on one thread, so its result does not depend on how many run at once. A run that diverges is a run
/// with <see cref="StopReason.Diverged"/>, not an exception.
/// </remarks>
public static class Search
{
    // How often the same combinations may be drawn again before there are taken to be no others.
    private const int MaxRepeats = 1000;

    /// <summary>Tries all combinations of the values of the axes.</summary>
    /// <param name="create">Makes a network from a seed, such as <c>seed => DigitNet.Create(seed)</c>; called on several threads.</param>
    /// <param name="training">The samples to train with.</param>
    /// <param name="validation">The samples to compare the trained networks by.</param>
    /// <param name="space">The options to start from and the axes, each with a list of values.</param>
    /// <param name="options">How to run the search; <c>new SearchOptions()</c> if null.</param>
    /// <param name="progress">Called after each run, on one thread at a time; null for no calls.</param>
    /// <param name="cancellationToken">Ends the search; the result has the runs that are done.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">An argument that must be given is null.</exception>
    /// <exception cref="ArgumentException">An axis is a range of numbers; or network, data and options do not fit each other.</exception>
    /// <exception cref="InvalidDataException">The results file is that of another search.</exception>
    /// <exception cref="IOException">The results file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The results file may not be read or written, or is a folder.</exception>
    public static SearchResult Grid<T>(
        Func<long, ITrainableNetwork<T>> create,
        DataSet<T> training,
        DataSet<T> validation,
        SearchSpace space,
        SearchOptions? options = null,
        Action<SearchRun>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(space);
        IEnumerable<SearchValue[]> combinations = [[]];
        foreach (SearchAxis axis in space.Axes)
        {
            IReadOnlyList<SearchValue> values = axis.Values ?? throw new ArgumentException(
                $"The axis '{axis.Name}' is a range of numbers, which a grid cannot go through. Add it with a list of values, or use "
                + "Random.",
                nameof(space));
            combinations = [.. combinations.SelectMany(start => values.Select(value => (SearchValue[])[.. start, value]))];
        }

        return Run(create, training, validation, space, combinations, options, progress, cancellationToken);
    }

    /// <summary>Tries combinations of values that are drawn at random: often better than a grid of as many.</summary>
    /// <param name="create">Makes a network from a seed, such as <c>seed => DigitNet.Create(seed)</c>; called on several threads.</param>
    /// <param name="training">The samples to train with.</param>
    /// <param name="validation">The samples to compare the trained networks by.</param>
    /// <param name="space">The options to start from and the axes.</param>
    /// <param name="trials">How many different combinations to try; at least 1. There may be fewer where all axes are lists.</param>
    /// <param name="seed">What the combinations are drawn from: equal seeds draw the same, and more trials begin with the same.</param>
    /// <param name="options">How to run the search; <c>new SearchOptions()</c> if null.</param>
    /// <param name="progress">Called after each run, on one thread at a time; null for no calls.</param>
    /// <param name="cancellationToken">Ends the search; the result has the runs that are done.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", 2012: where only some of the axes matter, a random
    /// search tries more of their values.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument that must be given is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">Network, data and options do not fit each other.</exception>
    /// <exception cref="InvalidDataException">The results file is that of another search.</exception>
    /// <exception cref="IOException">The results file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The results file may not be read or written, or is a folder.</exception>
    public static SearchResult Random<T>(
        Func<long, ITrainableNetwork<T>> create,
        DataSet<T> training,
        DataSet<T> validation,
        SearchSpace space,
        int trials,
        long seed,
        SearchOptions? options = null,
        Action<SearchRun>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        var random = new SeededRandom(seed);
        var combinations = new List<SearchValue[]>();
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (int repeats = 0; combinations.Count < trials && repeats < MaxRepeats;)
        {
            SearchValue[] values = [.. space.Axes.Select(axis => axis.Draw(random))];
            if (drawn.Add(string.Join('\n', values.Select(value => value.Text))))
            {
                combinations.Add(values);
                repeats = 0;
            }
            else
            {
                repeats++;
            }
        }

        return Run(create, training, validation, space, combinations, options, progress, cancellationToken);
    }

    private static SearchResult Run<T>(
        Func<long, ITrainableNetwork<T>> create,
        DataSet<T> training,
        DataSet<T> validation,
        SearchSpace space,
        IEnumerable<SearchValue[]> combinations,
        SearchOptions? options,
        Action<SearchRun>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        SearchTrial[] trials =
        [
            .. combinations.Select((values, index) => new SearchTrial(
                index,
                Array.AsReadOnly([.. values.Select(value => value.Text)]),
                values.Aggregate(space.Options, (from, value) => value.Apply(from)))),
        ];
        if (trials.FirstOrDefault(trial => trial.Options.Seed != space.Options.Seed) is SearchTrial seeded)
        {
            throw new ArgumentException(
                $"An axis sets the seed to {seeded.Options.Seed}, which each run replaces by its own. Give the seeds as "
                + $"{nameof(SearchOptions)}.{nameof(SearchOptions.Seeds)}.",
                nameof(space));
        }

        var work = new SearchWork<T>(create, training, validation, options ?? new SearchOptions(), progress);
        return work.Run([.. space.Axes.Select(axis => axis.Name)], trials, cancellationToken);
    }
}
