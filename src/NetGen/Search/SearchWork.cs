using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

/// <summary>Runs the trials of a search.</summary>
internal sealed class SearchWork<T>(
    Func<long, ITrainableNetwork<T>> create,
    DataSet<T> training,
    DataSet<T> validation,
    SearchOptions options,
    Action<SearchRun>? progress)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock _lock = new();

    // All networks that were made, as long as they are in use.
    private readonly ConditionalWeakTable<ITrainableNetwork<T>, object> _made = [];

    /// <summary>Runs each trial with each seed, but for those that the results file has.</summary>
    public SearchResult Run(IReadOnlyList<string> axes, SearchTrial[] trials, CancellationToken cancellationToken)
    {
        (SearchTrial Trial, long Seed)[] all = [.. trials.SelectMany(trial => options.Seeds.Select(seed => (trial, seed)))];
        var runs = new SearchRun?[all.Length];
        using SearchFile? file = options.ResultsFile is null ? null : SearchFile.Open(options.ResultsFile, axes);
        Dictionary<long, string>? starts = file is null ? null : options.Seeds.ToDictionary(seed => seed, HashOfStart);
        string[] keys = [.. all.Select(one => starts is null ? "" : KeyOf(starts[one.Seed], one.Trial, one.Seed))];
        TakeFromFile(file, all, keys, runs);
        int[] left = [.. Enumerable.Range(0, all.Length).Where(i => runs[i] is null)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
        try
        {
            // One by one: a run takes long, and those that come first are to begin first.
            Parallel.ForEach(Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering), parallel, i =>
            {
                if (!cancellationToken.IsCancellationRequested
                    && RunOne(all[i].Trial, all[i].Seed, cancellationToken) is SearchRun run)
                {
                    Report(run, file, keys[i]);
                    runs[i] = run;
                }
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return new SearchResult(axes, [.. runs.OfType<SearchRun>()], runs.All(run => run is not null));
    }

    private static void TakeFromFile(SearchFile? file, (SearchTrial Trial, long Seed)[] all, string[] keys, SearchRun?[] runs)
    {
        if (file is null)
        {
            return;
        }

        for (int i = 0; i < all.Length; i++)
        {
            if (file.Lines.TryGetValue(keys[i], out string[]? line))
            {
                runs[i] = file.RunOf(line, all[i].Trial, all[i].Seed);
            }
            else if (file.HasRun(all[i].Trial, all[i].Seed))
            {
                throw new InvalidDataException(
                    $"{file.Path} is the results file of another search: its run of {string.Join(", ", all[i].Trial.Values)} with seed "
                    + $"{all[i].Seed} had another network, other data or other options. Give the search a file of its own.");
            }
        }
    }

    private SearchRun? RunOne(SearchTrial trial, long seed, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        ITrainableNetwork<T> network = Create(seed);
        TrainingOptions ofRun = trial.Options with { Seed = seed, MaxDegreeOfParallelism = 1 };
        try
        {
            using var trainer = new Trainer<T>(network, training, ofRun, NeedsValidation(ofRun) ? validation : null)
            {
                MeterTags = TrainingMeter.TagsOf(network.GetType(), trial.Index, seed),
            };
            CheckValidation(network);
            TrainingHistory history = trainer.Run(cancellationToken: cancellationToken);
            if (history.StopReason == StopReason.Cancelled)
            {
                return null;
            }

            Evaluation evaluation = network.Evaluate(validation);
            return new SearchRun
            {
                Trial = trial,
                Seed = seed,
                Cost = evaluation.Cost,
                Accuracy = evaluation.Accuracy,
                Epochs = history.Epochs.Count,
                StopReason = history.StopReason ?? StopReason.Completed,
                Elapsed = Stopwatch.GetElapsedTime(started),
            };
        }
        catch (TrainingDivergedException exception)
        {
            return new SearchRun
            {
                Trial = trial,
                Seed = seed,
                Cost = double.NaN,
                Epochs = exception.History.Epochs.Count,
                StopReason = StopReason.Diverged,
                Elapsed = Stopwatch.GetElapsedTime(started),
                Message = exception.Message,
            };
        }
        finally
        {
            // That of a thread of the pool nobody else could release.
            ThreadMemory.Release();
        }
    }

    // A trainer that does not need them has not looked at them, and the evaluation comes when the training is done.
    private void CheckValidation(ITrainableNetwork<T> network)
    {
        NetworkClasses.Compare(network.ClassNames, validation, nameof(validation));
        NetworkClasses.CompareFeatures(network.Parameters.FeatureNames, validation, nameof(validation));
        _ = NetworkData.For(network.Topology, validation, nameof(validation));
    }

    // Without it, no epoch takes the time of an evaluation.
    private static bool NeedsValidation(TrainingOptions options) =>
        options.Patience is not null || options.TargetCost is not null || options.TargetAccuracy is not null
        || options.Schedule.NeedsValidation;

    // The same network twice would be trained twice, and by several threads.
    private ITrainableNetwork<T> Create(long seed)
    {
        ITrainableNetwork<T> network = create(seed)
            ?? throw WrongArgument($"Expected a network for the seed {seed}; got null.", nameof(create));
        return _made.TryAdd(network, network)
            ? network
            : throw WrongArgument("Expected a new network from each call; got one of an earlier call.", nameof(create));
    }

    private static ArgumentException WrongArgument(string message, string parameterName) => new(message, parameterName);

    private void Report(SearchRun run, SearchFile? file, string key)
    {
        lock (_lock)
        {
            file?.Append(SearchFile.LineOf(run, key));
            progress?.Invoke(run);
        }
    }

    // Of the data, and of the network with the parameters that training starts from.
    private string HashOfStart(long seed)
    {
        ITrainableNetwork<T> network = Create(seed);
        var hash = new ContentHash();
        hash.Add($"{network.Topology};{DataFingerprint.Of(training)};{DataFingerprint.Of(validation)};");
        hash.AddValues<T>(network.Parameters.Packed);
        return hash.ToString();
    }

    private static string KeyOf(string start, SearchTrial trial, long seed)
    {
        TrainingOptions of = trial.Options with { Seed = seed, MaxDegreeOfParallelism = 1 };
        var hash = new ContentHash();
        hash.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{start};{string.Join(';', trial.Values)};{seed};{of.Epochs};{of.TargetCost};{of.TargetAccuracy};{of.TimeLimit};"));
        hash.Add(string.Join(';', CheckpointOptions.Of(of, of.LearningRate ?? of.Optimizer.LearningRate ?? 0)));
        return hash.ToString();
    }
}
