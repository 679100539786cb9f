using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

/// <summary>Samples that a source reads when they are needed do as the same ones in memory.</summary>
public sealed class SampleSourceTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 3, MiniBatchSize = 24, LearningRate = 0.1, Seed = 3, EvaluateTraining = true, MeasureNorms = true, MeasureGradient = true,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 24, false)]
    [InlineData(3, 24, false)]
    [InlineData(3, 24, true)]
    [InlineData(1, 1_500, false)]
    public void Training_with_labels_gives_the_bits_of_samples_in_memory(int threads, int batch, bool isConcurrent)
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 2_000);
        var source = new RecordingSource<float>(memory, isConcurrent: isConcurrent);
        DataSet<float> read = DataSet.FromSource(source, memory.Labels(), 2);
        TrainingOptions options = Options with { MiniBatchSize = batch };

        StandardizedNet expected = StandardizedNet.Create(1);
        StandardizedNet found = StandardizedNet.Create(1);
        TrainingCase.AssertSame(Train(expected, Parts(memory), options, threads), Train(found, Parts(read), options, threads));
        EqualityAssert.SameParameters<float>(expected, found, "labels");
        Assert.InRange(source.LargestRead, threads == 1 ? Math.Min(batch, 1_024) : 1, 1_024);
        Assert.True(isConcurrent || source.MostReaders == 1);

        // Parts of parts, with an order and weights of their own.
        static (DataSet<float> Training, DataSet<float> Validation) Parts(DataSet<float> data)
        {
            (DataSet<float> validation, DataSet<float> training) = data.Shuffle(7).SplitStratified(300, 5);
            return (training.WithBalancedClasses(), validation.Slice(10, 200));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_with_targets_of_the_source_gives_the_bits_of_samples_in_memory(int threads)
    {
        DataSet<float> memory = Regression(500);
        DataSet<float> read = DataSet.FromSource(new RecordingSource<float>(memory, hasTargets: true));
        DataSet<float> beside = DataSet.FromSource(new RecordingSource<float>(memory), Targets(memory), 2);
        ReferenceNetwork<float> expected = Regressor();
        TrainingHistory history = Train(expected, memory.Shuffle(3).Split(400), Options, threads);
        foreach (DataSet<float> data in new[] { read, beside })
        {
            ReferenceNetwork<float> found = Regressor();
            TrainingCase.AssertSame(history, Train(found, data.Shuffle(3).Split(400), Options, threads));
            EqualityAssert.SameParameters<float>(expected, found, "targets");
            Assert.Equal(expected.EvaluateRegression(memory).ToString(), found.EvaluateRegression(data).ToString());
            float[] target = new float[2];
            float[] other = new float[2];
            memory.CopyTarget(17, target);
            data.CopyTarget(17, other);
            Assert.Equal(target, other);
        }
    }

    [Fact]
    public void Folds_and_reports_read_from_the_source()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 60);
        DataSet<float> read = DataSet.FromSource(new RecordingSource<float>(memory), memory.Labels(), 2);
        StandardizedNet network = StandardizedNet.Create(1);
        using var workers = new WorkerTeam(2);
        foreach ((var expected, var found) in memory.Folds(4, 9).Zip(read.Folds(4, 9)))
        {
            Assert.Equal(expected.Training.Inputs(), found.Training.Inputs());
            Assert.Equal(expected.Validation.Labels(), found.Validation.Labels());
            Assert.Equal(network.Evaluate(expected.Validation).Cost, network.Evaluate(found.Validation, workers).Cost);
            Assert.Equal(
                network.EvaluateClassification(expected.Validation).ToString(),
                network.EvaluateClassification(found.Validation, workers).ToString());
        }
    }

    /// <summary>The second reader comes only if the first does not keep it waiting.</summary>
    [Fact]
    public void Several_threads_read_at_once_where_the_source_allows_it()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 2);
        using var barrier = new Barrier(2);
        var source = new RecordingSource<float>(memory, isConcurrent: true)
        {
            Reading = _ => Assert.True(barrier.SignalAndWait(TimeSpan.FromMinutes(5))),
        };
        using var workers = new WorkerTeam(2);
        _ = StandardizedNet.Create(1).Evaluate(DataSet.FromSource(source, memory.Labels(), 2), workers);
        Assert.Equal(2, source.MostReaders);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_source_throws_comes_out_and_training_goes_on_after_it(int threads)
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 200);
        StandardizedNet expected = StandardizedNet.Create(1);
        _ = Train(expected, memory.Split(150), Options, threads);

        var failure = new IOException("The disk is gone.");
        int calls = 0;
        var source = new RecordingSource<float>(memory)
        {
            Reading = _ =>
            {
                // In the midst of fitting, of a step and of an evaluation; all of them need fewer reads than these are apart.
                calls++;
                if (calls == 100 || calls % 167 == 0)
                {
                    throw failure;
                }
            },
        };
        StandardizedNet found = StandardizedNet.Create(1);
        (DataSet<float> training, DataSet<float> validation) = DataSet.FromSource(source, memory.Labels(), 2).Split(150);
        using WorkerTeam? workers = threads > 1 ? new WorkerTeam(threads) { DividesAll = true } : null;
        TrainingOptions options = Options with { MeasureGradient = false, EvaluateTraining = false };
        using var trainer = new Trainer<float>(found, training, options, validation, workers);
        int failures = 0;
        while (trainer.Step < 3 * trainer.StepsPerEpoch)
        {
            float[] before = Values(found);
            long step = trainer.Step;
            try
            {
                _ = trainer.RunStep();
            }
            catch (IOException exception)
            {
                Assert.Same(failure, exception);
                failures++;

                // Only the evaluation after the last step of an epoch fails when the step is done; and a network may be fitted already.
                Assert.True(trainer.Step > step || trainer.Step == 0 || before.SequenceEqual(Values(found)));
            }
        }

        Assert.InRange(failures, 3, 100);
        EqualityAssert.SameParameters<float>(expected, found, "after failures");

        static float[] Values(StandardizedNet network) => [.. StandardizedNet.Topology.ParameterBlocks.SelectMany(block =>
        {
            float[] values = new float[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            return values;
        })];
    }

    /// <summary>The epoch that waits for its evaluation is not that of the best parameters.</summary>
    [Fact]
    public void An_epoch_whose_evaluation_failed_ends_as_it_would_have()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 60);
        var options = new TrainingOptions { Epochs = 4, Patience = 9, LearningRate = 3 };
        StandardizedNet network = StandardizedNet.Create(1);
        TrainingHistory expected = network.Train(memory.Slice(0, 40), options, memory.Slice(40, 20));
        Assert.NotEqual(4, expected.BestEpoch!.Epoch);

        bool fails = false;
        var source = new RecordingSource<float>(memory)
        {
            Reading = _ =>
            {
                if (fails)
                {
                    throw new IOException("The disk is gone.");
                }
            },
        };
        DataSet<float> validation = DataSet.FromSource(source, memory.Labels(), 2).Slice(40, 20);
        StandardizedNet other = StandardizedNet.Create(1);
        using var trainer = new Trainer<float>(other, memory.Slice(0, 40), options, validation);
        while (trainer.Epoch < 3 || trainer.Step < (4 * trainer.StepsPerEpoch) - 1)
        {
            _ = trainer.RunStep();
        }

        fails = true;
        Assert.Throws<IOException>(() => trainer.RunStep());
        fails = false;
        trainer.RestoreBest();
        TrainingHistory found = trainer.Run();
        Assert.Equal(
            expected.Epochs.Select(epoch => epoch.Validation!.Cost), found.Epochs.Select(epoch => epoch.Validation!.Cost));
        EqualityAssert.SameParameters<float>(network, other, "of the best epoch");
    }

    [Fact]
    public void Samples_are_checked_when_they_are_read()
    {
        float[] features = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        float[] targets = [0, 1, 0.5f];
        DataSet<float> data = Source(features, targets);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(
            new NetworkTopology([3, 1], [Activation.Sigmoid], CostFunction.BinaryCrossEntropy), 1);
        _ = network.Evaluate(data);
        features[4] = float.NaN;
        Refuse("feature 1 of sample 1 of the source is NaN, as what the source does not write. If NaN stands for a missing value, "
            + "say by missingValues what to do about it.");
        features[4] = float.NegativeInfinity;
        Refuse("feature 1 of sample 1 of the source is -Infinity.");
        features[4] = 5;
        targets[2] = float.NaN;
        Refuse("target 0 of sample 2 of the source is NaN, as what the source does not write.");
        targets[2] = 1.5f;
        Assert.Equal(
            "The cost BinaryCrossEntropy takes targets from 0 to 1; target 0 of sample 2 of the source is 1.5.",
            Assert.Throws<InvalidDataException>(() => network.Evaluate(data.Slice(2, 1))).Message);
        Assert.Throws<InvalidDataException>(() => network.Train(data));
        Assert.Throws<InvalidDataException>(() => network.EvaluateRegression(data));

        void Refuse(string problem)
        {
            string message = "Expected finite numbers; " + problem;
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => network.Evaluate(data.Subset([2, 1]))).Message);
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => network.Train(data)).Message);
        }
    }

    [Fact]
    public void What_a_source_does_not_write_is_not_what_was_there_before()
    {
        DataSet<float> data = DataSet.FromSource(new LazySource());
        float[] input = [1, 2];
        data.CopyInput(0, input);
        Assert.Equal([5, 6], input);
        string message = Assert.Throws<InvalidDataException>(() => data.CopyInput(3, input)).Message;
        Assert.Contains("feature 1 of sample 3 ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_features_are_filled_as_in_memory()
    {
        float[] features = [1, 2, 3, float.NaN, 5, 6, 7, 8, float.NaN, 4, 4, 4];
        int[] labels = [0, 1, 0, 1];
        DataSet<float> memory = DataSet.FromLabels(features, 3, labels, 2, MissingValues.FillWithMean);
        DataSet<float> read = DataSet.FromSource(new RecordingSource<float>(memory), labels, 2, MissingValues.FillWithMean);
        Assert.True(read.HasMissing);
        StandardizedNet expected = StandardizedNet.Create(1);
        StandardizedNet found = StandardizedNet.Create(1);
        TrainingCase.AssertSame(Train(expected, (memory, memory), Options, 1), Train(found, (read, read), Options, 1));
        EqualityAssert.SameParameters<float>(expected, found, "missing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_training_resumes_to_the_bit(int threads)
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 200);
        StandardizedNet expected = StandardizedNet.Create(1);
        _ = Train(expected, memory.Split(150), Options, threads);

        (DataSet<float> training, DataSet<float> validation) =
            DataSet.FromSource(new RecordingSource<float>(memory), memory.Labels(), 2).Split(150);
        string path = _folder.PathOf("checkpoint");
        using (var trainer = new Trainer<float>(StandardizedNet.Create(1), training, Options, validation))
        {
            _ = trainer.RunEpoch();
            _ = trainer.RunStep();
            trainer.Save(path);
        }

        StandardizedNet found = StandardizedNet.Create(2);
        using (Trainer<float> resumed = Trainer.Resume(found, path, training, Options, validation))
        {
            _ = resumed.Run();
        }

        EqualityAssert.SameParameters<float>(expected, found, "resumed");

        // In another order, or with one feature that differs.
        Refuse(training.Shuffle(1));
        Refuse(DataSet.FromSource(new RecordingSource<float>(memory.WithNoise(0.1, 1)), memory.Labels(), 2).Slice(0, 150));

        void Refuse(DataSet<float> other) => Assert.Throws<ArgumentException>(
            "training", () => Trainer.Resume(StandardizedNet.Create(2), path, other, Options, validation));
    }

    [Fact]
    public void A_checkpoint_reads_few_samples()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(3, 2, 5_500);
        var source = new RecordingSource<float>(memory);
        using var trainer = new Trainer<float>(StandardizedNet.Create(1), DataSet.FromSource(source, memory.Labels(), 2), Options);
        trainer.Save(_folder.PathOf("checkpoint"));
        Assert.InRange(source.Reads, 500, 1_000);
    }

    [Fact]
    public void More_numbers_than_an_array_holds_train_and_are_evaluated()
    {
        const int Count = 1 << 30;
        DataSet<float> all = DataSet.FromSource(new ComputedSource(Count));
        DataSet<float> last = all.Slice(Count - 500, 500);
        DataSet<float> some = all.Subset(Enumerable.Range(0, 1_000).Select(i => (i * 1_000_003) + 5));
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([64, 3, 1], [Activation.Tanh, Activation.Identity]), 1);
        double before = network.Evaluate(last).Cost;
        TrainingHistory history = network.Train(
            some, new TrainingOptions { Epochs = 5, Seed = 1, MiniBatchSize = 10, LearningRate = 0.01 }, last);
        Assert.InRange(history.Epochs[^1].Validation!.Cost, 0, before / 2);
        float[] input = new float[64];
        last.CopyInput(499, input);
        Assert.Equal([.. Enumerable.Range(0, 64).Select(i => ComputedSource.FeatureOf(Count - 1, i))], input);
    }

    [Fact]
    public void Mapped_files_of_more_elements_than_an_array_holds_are_sources()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows would write gibibytes of zeros.");

        // Zeros but for the last row take no disk.
        const int Rows = (1 << 21) + 3;
        byte[] row = [.. Enumerable.Range(0, 1024).Select(i => (byte)i)];
        string path = _folder.Write("bytes.npy", NpyBytes.Of("|u1", $"({Rows}, 32, 32)", []));
        long start = new FileInfo(path).Length;
        using (var stream = new FileStream(path, FileMode.Open))
        {
            stream.SetLength(start + (Rows * 1024L));
            stream.Position = start + ((Rows - 1) * 1024L);
            stream.Write(row);
        }

        using MappedArray<byte> mapped = NpyFile.Map<byte>(path);
        Assert.Equal(Rows * 1024L, mapped.Length);
        Assert.Equal(row, mapped.GetRow(Rows - 1).ToArray());
        Assert.Contains(
            "SampleSource.FromMapped", Assert.Throws<InvalidOperationException>(() => mapped.Memory).Message, StringComparison.Ordinal);
        DataSet<float> data = DataSet.FromSource(SampleSource.FromMapped(mapped, 1f / 255), new int[Rows], 2);
        float[] input = new float[1024];
        data.CopyInput(Rows - 1, input);
        Assert.Equal([.. row.Select(value => value * (1f / 255))], input);
        data.CopyInput(Rows - 2, input);
        Assert.Equal(new float[1024], input);
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.CopyInput(0, input));
    }

    [Fact]
    public void Rows_of_mapped_files_are_samples()
    {
        using MappedArray<float> mapped = NpyFile.Map<float>(_folder.Write("x.npy", NpyBytes.Of([2, 3], 1, 2, 3, 4, 5, 6)));
        DataSet<float> data = DataSet.FromSource(SampleSource.FromMapped(mapped), new[] { 0, 1 }, 2);
        Assert.Equal([[1, 2, 3], [4, 5, 6]], data.Inputs());
        Assert.Equal([4, 5, 6], mapped.GetRow(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("index", () => mapped.GetRow(2));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => mapped.GetRow(-1));
        using MappedArray<float> flat = NpyFile.Map<float>(_folder.Write("flat.npy", NpyBytes.Of([3], 1, 2, 3)));
        Assert.Throws<ArgumentException>("features", () => SampleSource.FromMapped(flat));
        Assert.Equal([2], flat.GetRow(1).ToArray());

        // No rows, and so many elements in each that their number has no name.
        string empty = _folder.Write("empty.npy", NpyBytes.Of("<f4", "(0, 2000000000, 2000000000, 2000000000)", []));
        using MappedArray<float> none = NpyFile.Map<float>(empty);
        Assert.Equal(0, none.Length);
        Assert.Throws<ArgumentException>("features", () => SampleSource.FromMapped(none));
    }

    /// <summary>The samples come whole, so of long ones only a few may be there at once where the targets alone are asked for.</summary>
    [Fact]
    public void Targets_of_samples_with_many_features_are_read_in_small_parts()
    {
        const int Features = 100_000;
        DataSet<float> memory = DataSet.FromTargets<float>(new float[20 * Features], Features, new float[20], 1);
        var source = new RecordingSource<float>(memory, hasTargets: true);
        Assert.Equal(new float[20], DataSet.FromSource(source).Targets(0, 20, new float[20]).ToArray());
        Assert.Equal(20, source.Reads);
        Assert.Equal(1, source.LargestRead);
    }

    /// <summary>Threads that wait for each other would cut the mini-batch into smaller reads.</summary>
    [Fact]
    public void A_mini_batch_is_one_read_where_one_thread_reads()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(16, 4, 90);
        var source = new RecordingSource<float>(memory, hasTargets: true);
        using var workers = new WorkerTeam(3) { DividesAll = true };
        using var trainer = new Trainer<float>(
            TanhNet.Create(1), DataSet.FromSource(source), new TrainingOptions { MiniBatchSize = 30 }, null, workers);
        _ = trainer.RunStep();
        Assert.Equal(30, source.Reads);
        Assert.Equal(30, source.LargestRead);
    }

    [Fact]
    public void What_needs_all_features_says_what_to_do_instead()
    {
        DataSet<float> memory = TrainingCase.Samples<float>(4, 2, 6);
        DataSet<float> read = DataSet.FromSource(new RecordingSource<float>(memory), memory.Labels(), 2);
        Refuse("Concat copies features, and these come from a SampleSource, which may have more than the memory holds. "
            + "Make a source that reads from both.", () => memory.Concat(read));
        Refuse("Make a source that reads from both.", () => read.Concat(memory));
        Refuse("shifts an image when it is read.", () => read.WithShiftedImages(2, 2));
        Refuse("Have the source add noise", () => read.WithNoise(0.1, 1));
        Refuse(
            "Choose the complete ones by Subset",
            () => DataSet.FromSource(new RecordingSource<float>(memory), memory.Labels(), 2, MissingValues.SkipRows));

        static void Refuse(string message, Func<DataSet<float>> make) =>
            Assert.Contains(message, Assert.Throws<NotSupportedException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        DataSet<float> memory = Regression(5);
        var source = new RecordingSource<float>(memory);
        Assert.Throws<ArgumentNullException>("source", () => DataSet.FromSource<float>(null!));
        Assert.Throws<ArgumentNullException>("source", () => DataSet.FromSource<float>(null!, new int[5], 2));
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromSource(source, new int[4], 2));
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromSource(source, new[] { 0, 1, 2, 1, 0 }, 2));
        Assert.Throws<ArgumentException>("targets", () => DataSet.FromSource(source, new float[9], 2));
        Assert.Throws<ArgumentException>(
            "source", () => DataSet.FromSource(new RecordingSource<float>(memory, hasTargets: true), new int[5], 2));
        Assert.Throws<ArgumentOutOfRangeException>("missingValues", () => DataSet.FromSource(source, (MissingValues)9));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new ComputedSource(-1));
        DataSet<float> inputs = DataSet.FromSource(source);
        Assert.Equal("DataSet of Single: 5 samples, 3 inputs", inputs.ToString());
        Assert.Throws<ArgumentOutOfRangeException>("index", () => inputs.CopyInput(5, new float[3]));
    }

    private static DataSet<float> Source(float[] features, float[] targets) => DataSet.FromSource(new ArraySource(features, targets));

    private static ReferenceNetwork<float> Regressor() =>
        ReferenceNetwork<float>.Create(new NetworkTopology([3, 5, 2], [Activation.Tanh, Activation.Identity]), 1);

    private static DataSet<float> Regression(int count)
    {
        float[][] inputs = TrainingCase.Samples<float>(3, 2, count).Inputs();
        return DataSet.FromTargets(
            [.. inputs.SelectMany(input => input)], 3, [.. inputs.SelectMany(input => new[] { input[0] * input[1], input[2] })], 2);
    }

    private static float[] Targets(DataSet<float> data)
    {
        float[] targets = new float[data.Count * data.TargetSize];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyTarget(i, targets.AsSpan(i * data.TargetSize, data.TargetSize));
        }

        return targets;
    }

    private static TrainingHistory Train(
        ITrainableNetwork<float> network,
        (DataSet<float> Training, DataSet<float> Validation) data,
        TrainingOptions options,
        int threads)
    {
        using WorkerTeam? workers = threads > 1 ? new WorkerTeam(threads) { DividesAll = true } : null;
        using var trainer = new Trainer<float>(network, data.Training, options, data.Validation, workers);
        return trainer.Run();
    }

    private sealed class ArraySource(float[] features, float[] targets) : SampleSource<float>(targets.Length, 3, 1)
    {
        public override void Read(int index, Span<float> input, Span<float> target)
        {
            features.AsSpan(index * 3, 3).CopyTo(input);
            target[0] = targets[index];
        }
    }

    // Forgets the second feature of one sample.
    private sealed class LazySource() : SampleSource<float>(4, 2)
    {
        public override void Read(int index, Span<float> input, Span<float> target)
        {
            input[0] = 5;
            if (index != 3)
            {
                input[1] = 6;
            }
        }
    }
}
