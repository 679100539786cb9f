namespace NetGen.Tests.Training;

/// <summary>Grid and random search: what is tried, what comes out, and how a search goes on from its file.</summary>
public class SearchTests
{
    private static readonly DataSet<float> _training = Samples(40, 1);
    private static readonly DataSet<float> _validation = Samples(30, 2);

    private static SearchSpace Space => new SearchSpace(new TrainingOptions { Epochs = 2 })
        .Add("rate", [0.5, 3.0], (options, rate) => options with { LearningRate = rate })
        .Add("size", [4, 10, 20], (options, size) => options with { MiniBatchSize = size });

    [Fact]
    public void A_grid_tries_all_combinations_with_all_seeds()
    {
        SearchResult result = Run(Space, new SearchOptions { Seeds = [1, 7] });
        Assert.True(result.IsComplete);
        Assert.Equal(["rate", "size"], result.Axes);
        Assert.Equal(
            [
                "0.5 4 1", "0.5 4 7", "0.5 10 1", "0.5 10 7", "0.5 20 1", "0.5 20 7",
                "3 4 1", "3 4 7", "3 10 1", "3 10 7", "3 20 1", "3 20 7",
            ],
            result.Runs.Select(run => $"{string.Join(' ', run.Trial.Values)} {run.Seed}"));

        // Each is the training that one would write.
        SearchRun some = result.Runs[7];
        SmallNet network = SmallNet.Create(7);
        network.Train(_training, new TrainingOptions { Epochs = 2, LearningRate = 3, MiniBatchSize = 4, Seed = 7 });
        Evaluation expected = network.Evaluate(_validation);
        Assert.Equal((expected.Cost, expected.Accuracy, 2, StopReason.Completed), (some.Cost, some.Accuracy, some.Epochs, some.StopReason));
    }

    [Fact]
    public void Results_do_not_depend_on_how_many_runs_go_on_at_once()
    {
        SearchResult alone = Run(Space, new SearchOptions { MaxDegreeOfParallelism = 1 });
        SearchResult together = Run(Space, new SearchOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(
            alone.Runs.Select(run => (run.Trial.Index, run.Seed, run.Cost)),
            together.Runs.Select(run => (run.Trial.Index, run.Seed, run.Cost)));
        Assert.Equal(alone.ToString(), together.ToString());
    }

    [Fact]
    public void Validation_data_that_do_not_fit_are_refused_before_anything_is_trained()
    {
        var made = new System.Collections.Concurrent.ConcurrentBag<SmallNet>();
        string[] names = [.. Enumerable.Range(0, 64).Select(i => $"f{i}")];
        Assert.Throws<ArgumentException>("validation", () => Search.Grid(
            seed =>
            {
                SmallNet network = SmallNet.Create(1);
                made.Add(network);
                return network;
            },
            _training.WithFeatureNames(names),
            _validation.WithFeatureNames([.. names.Reverse()]),
            Space));
        Assert.NotEmpty(made);
        Assert.All(made, network => EqualityAssert.SameParameters<float>(SmallNet.Create(1), network, "untrained"));
    }

    [Fact]
    public void Threads_keep_no_memory_of_a_run()
    {
        SmallNet.Create(1).Train(_training, new TrainingOptions { Epochs = 1, MiniBatchSize = 20, MaxDegreeOfParallelism = 1 });
        Assert.NotEqual(0, ThreadMemory.Bytes);
        long most = 0;
        Run(Space, new SearchOptions { Seeds = [1, 7] }, _ => most = Math.Max(most, ThreadMemory.Bytes));
        Assert.Equal(0, most);
    }

    [Fact]
    public void The_ranking_is_by_accuracy_and_then_by_cost()
    {
        SearchResult result = Run(Space, new SearchOptions { Seeds = [1, 2] });
        Assert.Equal(6, result.Ranking.Count);
        Assert.Same(result.Ranking[0], result.Best);
        for (int i = 1; i < 6; i++)
        {
            (SearchSummary better, SearchSummary worse) = (result.Ranking[i - 1], result.Ranking[i]);
            Assert.True(
                better.MeanAccuracy > worse.MeanAccuracy
                || (better.MeanAccuracy == worse.MeanAccuracy && better.MeanCost <= worse.MeanCost));
        }

        SearchSummary best = result.Ranking[0];
        Assert.Equal(best.Runs.Average(run => run.Accuracy), best.MeanAccuracy);
        Assert.Equal(best.Runs.Min(run => run.Accuracy), best.AccuracyRange?.Lowest);
        Assert.Equal(best.Runs.Max(run => run.Accuracy), best.AccuracyRange?.Highest);
        string[] lines = result.ToString().Split('\n');
        Assert.Equal(["rank", "rate", "size", "accuracy", "lowest", "highest", "cost", "runs", "diverged"], Words(lines[0]));
        Assert.Equal(["1", .. best.Trial.Values], Words(lines[1])[..3]);
    }

    /// <summary>A run that diverges says why, and ranks last.</summary>
    [Fact]
    public void A_run_that_diverges_is_a_result()
    {
        SearchSpace space = new SearchSpace(new TrainingOptions { Epochs = 3 })
            .Add("rate", [1e30, 1e-6], (options, rate) => options with { LearningRate = rate });
        var topology = new NetworkTopology([7, 4, 3], [Activation.Identity, Activation.Identity]);
        DataSet<float> data = DataSet.FromTargets([.. Enumerable.Range(0, 70).Select(i => 1f + i)], 7, new float[30], 3);
        SearchResult result = Search.Grid(seed => ReferenceNetwork<float>.Create(topology, seed), data, data, space);
        SearchRun run = result.Runs[0];
        Assert.Equal(StopReason.Diverged, run.StopReason);
        Assert.True(double.IsNaN(run.Cost));
        Assert.Contains("learning rate", run.Message, StringComparison.Ordinal);
        Assert.Equal([1, 0], result.Ranking.Select(summary => summary.Trial.Index));
        Assert.Equal(1, result.Ranking[1].DivergedCount);
    }

    [Fact]
    public void A_random_search_draws_from_its_seed()
    {
        SearchSpace space = new SearchSpace(new TrainingOptions { Epochs = 1 })
            .AddLogUniform("rate", 0.01, 10, (options, rate) => options with { LearningRate = rate })
            .AddUniform("l2", 0, 2, (options, l2) => options with { L2 = l2 })
            .Add("size", [4, 10], (options, size) => options with { MiniBatchSize = size });
        SearchResult few = Search.Random(seed => SmallNet.Create(seed), _training, _validation, space, 5, seed: 3);
        SearchResult more = Search.Random(seed => SmallNet.Create(seed), _training, _validation, space, 8, seed: 3);
        Assert.Equal(few.Runs.Select(Text), more.Runs.Take(5).Select(Text));
        Assert.Equal(8, more.Runs.Select(Text).Distinct().Count());
        Assert.All(more.Runs, run =>
        {
            Assert.InRange(run.Trial.Options.LearningRate!.Value, 0.01, 10);
            Assert.InRange(run.Trial.Options.L2, 0, 2);
            Assert.Equal(FormattableString.Invariant($"{run.Trial.Options.LearningRate}"), run.Trial.Values[0]);
        });

        // A third of the logarithms lies in each power of ten.
        double[] drawn = [.. Enumerable.Range(0, 300).Select(seed => double.Parse(
            space.Axes[0].Draw(new SeededRandom(seed)).Text, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(drawn.Count(rate => rate < 0.1), 70, 130);
        Assert.InRange(drawn.Count(rate => rate >= 1), 70, 130);

        static string Text(SearchRun run) => string.Join(' ', run.Trial.Values);
    }

    [Fact]
    public void A_search_goes_on_from_its_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("search.csv");
        var options = new SearchOptions { ResultsFile = path, MaxDegreeOfParallelism = 1 };
        SearchResult all = Run(Space, options);
        string whole = File.ReadAllText(path);
        string[] lines = whole.Split('\n');
        Assert.Equal("rate,size,seed,accuracy,cost,epochs,stop_reason,seconds,message,key,check", lines[0]);
        Assert.Equal(8, lines.Length);

        // Stopped in the middle of a line.
        File.WriteAllText(path, string.Join('\n', lines[..3]) + "\n" + lines[3][..9]);
        var done = new List<int>();
        SearchResult rest = Run(Space, options, run => done.Add(run.Trial.Index));
        Assert.Equal([2, 3, 4, 5], done);
        Assert.Equal(
            all.Runs.Select(run => (run.Trial.Index, run.Seed, run.Cost, run.Accuracy, run.Epochs, run.StopReason)),
            rest.Runs.Select(run => (run.Trial.Index, run.Seed, run.Cost, run.Accuracy, run.Epochs, run.StopReason)));
        Assert.Equal(8, File.ReadAllText(path).Split('\n').Length);

        // Nothing is left to do; more seeds are.
        done.Clear();
        Run(Space, options, run => done.Add(run.Trial.Index));
        Assert.Empty(done);
        Run(Space, options with { Seeds = [1, 2] }, run => done.Add((int)run.Seed));
        Assert.Equal([2, 2, 2, 2, 2, 2], done);
    }

    [Fact]
    public void The_file_of_another_search_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("search.csv");
        var options = new SearchOptions { ResultsFile = path };
        Run(Space, options);
        string before = File.ReadAllText(path);
        SearchSpace otherAxes = new SearchSpace().Add("rate", [0.5], (start, rate) => start with { LearningRate = rate });
        Assert.StartsWith($"{path} is not a results file of this search", Refusal(() => Run(otherAxes, options)), StringComparison.Ordinal);
        SearchSpace moreEpochs = new SearchSpace(new TrainingOptions { Epochs = 3 })
            .Add("rate", [0.5], (start, rate) => start with { LearningRate = rate })
            .Add("size", [4], (start, size) => start with { MiniBatchSize = size });
        Assert.StartsWith(
            $"{path} is the results file of another search: its run of 0.5, 4 with seed 1",
            Refusal(() => Run(moreEpochs, options)),
            StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => Search.Grid(seed => SmallNet.Create(seed), _training, _training, Space, options));
        Assert.Equal(before, File.ReadAllText(path));

        // Files of others stay as they are, wherever their last line ends.
        foreach (string foreign in new[] { "no results\n", "no results", "a,b\n1,2\n3,4", "{}" })
        {
            File.WriteAllText(path, foreign);
            Assert.Throws<InvalidDataException>(() => Run(Space, options));
            Assert.Equal(foreign, File.ReadAllText(path));
        }

        static string Refusal(Action call) => Assert.Throws<InvalidDataException>(call).Message;
    }

    /// <summary>What the networks start from decides the results, so it is a part of what the file is for.</summary>
    [Fact]
    public void A_file_of_networks_with_other_parameters_is_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new SearchOptions { ResultsFile = folder.PathOf("search.csv") };
        Search.Grid(seed => SmallNet.Create(seed), _training, _validation, Space, options);
        Assert.Throws<InvalidDataException>(
            () => Search.Grid(seed => SmallNet.Create(seed, Initializer.Large), _training, _validation, Space, options));
    }

    [Theory]
    [InlineData(1, "7")]
    [InlineData(3, "-1")]
    [InlineData(3, "")]
    [InlineData(4, "99")]
    [InlineData(5, "NaN")]
    [InlineData(5, "1e300")]
    public void A_line_that_was_changed_is_refused(int columnAfterSeed, string text)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("search.csv");
        var options = new SearchOptions { ResultsFile = path };
        Run(Space, options);
        string[] lines = File.ReadAllText(path).Split('\n');
        string[] cells = lines[2].Split(',');
        cells[2 + columnAfterSeed] = text;
        lines[2] = string.Join(',', cells);
        File.WriteAllText(path, string.Join('\n', lines));
        string message = Assert.Throws<InvalidDataException>(() => Run(Space, options)).Message;
        Assert.StartsWith($"{path} has a damaged line", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_of_lines_and_marks_of_editors_do_no_harm()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("search.csv");
        var options = new SearchOptions { ResultsFile = path };
        Run(Space, options);
        File.WriteAllText(path, "\uFEFF" + File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal));
        var done = new List<long>();
        Run(Space, options, run => done.Add(run.Seed));
        Assert.Empty(done);
        Run(Space, options with { Seeds = [1, 2] }, run => done.Add(run.Seed));
        Assert.Equal([2, 2, 2, 2, 2, 2], done);
    }

    [Fact]
    public void Schedules_that_depend_on_validation_can_be_searched()
    {
        SearchSpace space = new SearchSpace(new TrainingOptions { Epochs = 3 }).Add(
            "schedule",
            [LearningRateSchedule.Halving(1), LearningRateSchedule.ReduceOnPlateau()],
            (start, schedule) => start with { Schedule = schedule });
        Assert.Equal(2, Run(space, new SearchOptions()).Runs.Count);
    }

    [Fact]
    public void The_options_of_a_run_give_its_result_again()
    {
        SearchRun run = Run(Space, new SearchOptions { Seeds = [7] }).Runs[3];
        SmallNet network = SmallNet.Create(run.Seed);
        network.Train(_training, run.Options);
        Assert.Equal(run.Cost, network.Evaluate(_validation).Cost);
        Assert.StartsWith("3, 4, seed 7: validation cost ", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_and_networks_that_would_be_shared_are_refused()
    {
        SearchSpace seeds = new SearchSpace().Add("start", [10, 20], (start, seed) => start with { Seed = seed });
        Assert.Throws<ArgumentException>("space", () => Run(seeds, new SearchOptions()));
        SmallNet one = SmallNet.Create(1);
        Assert.Throws<ArgumentException>("create", () => Search.Grid(_ => one, _training, _validation, Space));
        Assert.Throws<ArgumentException>("create", () => Search.Grid<float>(_ => null!, _training, _validation, Space));
    }

    [Fact]
    public void A_random_search_repeats_no_combination_and_stays_within_its_ranges()
    {
        SearchSpace lists = new SearchSpace(new TrainingOptions { Epochs = 1 })
            .Add("rate", [0.5, 1.0], (start, rate) => start with { LearningRate = rate })
            .Add("size", [10, 20], (start, size) => start with { MiniBatchSize = size });
        SearchResult result = Search.Random(seed => SmallNet.Create(seed), _training, _validation, lists, trials: 9, seed: 1);
        Assert.Equal(4, result.Runs.Select(run => string.Join(' ', run.Trial.Values)).Distinct().Count());
        Assert.Equal(4, result.Runs.Count);

        SearchSpace narrow = new SearchSpace().AddUniform("rate", 0.9999999, 1.0, (start, rate) => start with { LearningRate = rate });
        SearchSpace narrower = new SearchSpace().AddLogUniform(
            "rate", 0.12345651, 0.12345652, (start, rate) => start with { LearningRate = rate });
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.InRange(Drawn(narrow, seed), 0.9999999, 1.0);
            Assert.InRange(Drawn(narrower, seed), 0.12345651, 0.12345652);
        }

        static double Drawn(SearchSpace space, int seed) =>
            space.Axes[0].Draw(new SeededRandom(seed)).Apply(space.Options).LearningRate!.Value;
    }

    [Fact]
    public void Cancelled_it_gives_what_is_done()
    {
        using var source = new CancellationTokenSource();
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        SearchResult result = Search.Grid(
            seed => SmallNet.Create(seed), _training, _validation, Space, options, run => source.Cancel(), source.Token);
        Assert.False(result.IsComplete);
        Assert.Equal(0, Assert.Single(result.Runs).Trial.Index);
    }

    [Fact]
    public void Runs_can_be_saved_as_csv()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("runs.csv");
        SearchSpace space = new SearchSpace(new TrainingOptions { Epochs = 1 })
            .Add("a, \"b\"", ["x,y"], (options, _) => options);
        SearchResult result = Run(space, null);
        result.WriteCsv(path);
        string[] lines = File.ReadAllText(path).Split('\n');
        Assert.StartsWith("\"a, \"\"b\"\"\",seed,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"x,y\",1,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",message", lines[0], StringComparison.Ordinal);

        // It has not what a search needs to resume, which says so.
        var exception = Assert.Throws<InvalidDataException>(() => Run(space, new SearchOptions { ResultsFile = path }));
        Assert.Contains("is not a results file of this search: expected the columns", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_spaces_and_options_are_refused()
    {
        var space = new SearchSpace();
        Assert.Throws<ArgumentException>("values", () => space.Add("rate", Array.Empty<double>(), (start, _) => start));
        Assert.Throws<ArgumentException>("values", () => space.Add("rate", [1, 1], (start, _) => start));
        Assert.Throws<ArgumentException>("name", () => space.Add(" ", [1], (start, _) => start));
        Assert.Throws<ArgumentException>("name", () => space.Add("cost", [1], (start, _) => start));
        Assert.Throws<ArgumentOutOfRangeException>("min", () => space.AddLogUniform("rate", 0, 1, (start, _) => start));
        Assert.Throws<ArgumentOutOfRangeException>("max", () => space.AddUniform("rate", 1, 1, (start, _) => start));
        space.AddUniform("rate", 1, 2, (start, rate) => start with { LearningRate = rate });
        Assert.Throws<ArgumentException>("name", () => space.Add("rate", [1], (start, _) => start));
        Assert.Throws<ArgumentException>("space", () => Run(space, null));
        Assert.Throws<ArgumentException>("Seeds", () => new SearchOptions { Seeds = [] });
        Assert.Throws<ArgumentException>("Seeds", () => new SearchOptions { Seeds = [1, 1] });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new SearchOptions { MaxDegreeOfParallelism = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(
            "trials", () => Search.Random(seed => SmallNet.Create(seed), _training, _validation, space, 0, seed: 1));

        // What a run throws comes out as it is.
        DataSet<float> other = DataSet.FromLabels(new float[4], 2, new[] { 0, 1 }, 2);
        Assert.Throws<ArgumentException>("training", () => Search.Grid(seed => SmallNet.Create(seed), other, other, Space));
    }

    private static SearchResult Run(SearchSpace space, SearchOptions? options, Action<SearchRun>? progress = null) =>
        Search.Grid(seed => SmallNet.Create(seed), _training, _validation, space, options, progress);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DataSet<float> Samples(int count, long seed)
    {
        var random = new SeededRandom(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 10)];
        float[] inputs = [.. labels.SelectMany(label => Enumerable.Range(0, 64).Select(i =>
            (i % 10 == label ? 1f : 0f) + (0.3f * (float)random.NextNormal())))];
        return DataSet.FromLabels(inputs, 64, labels, 10);
    }
}
