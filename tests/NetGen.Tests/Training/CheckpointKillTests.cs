using System.Diagnostics;
using System.Globalization;

namespace NetGen.Tests.Training;

/// <summary>A training run that saves after every step, and is killed, loses at most the step that was not saved.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CheckpointKillTests
{
    private const int Kills = 5;
    private const string PathVariable = "NETGEN_TESTS_CHECKPOINT";

    // More epochs than any machine gets done before the process is killed.
    private static readonly TrainingOptions Endless = new()
    {
        Epochs = 10_000_000,
        MiniBatchSize = 4,
        Optimizer = Optimizer.Adam(0.02),
        Patience = 10_000_000,
        Schedule = LearningRateSchedule.Cosine(50, 3, 0.1),
    };

    /// <summary>
    /// Goes on from the file, if there is one, to the end. In a process of its own, this is what <see cref="A_killed_training_resumes"/>
    /// kills; there it ends by itself only if the test has gone.
    /// </summary>
    [Fact]
    public void A_training_that_saves_after_every_step_ends_as_one_that_does_not()
    {
        string? given = Environment.GetEnvironmentVariable(PathVariable);
        using var folder = new TemporaryFolder();
        string path = given ?? folder.PathOf("training.safetensors");
        TrainingOptions options = given is null ? Endless with { Epochs = 5 } : Endless;
        Task gone = given is null
            ? new TaskCompletionSource().Task
            : Task.Factory.StartNew(
                Console.In.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TanhNet network = TanhNet.Create(1);
        using Trainer<float> trainer = File.Exists(path)
            ? Trainer.Resume(network, path, Data(), options, Validation())
            : new Trainer<float>(network, Data(), options, Validation());
        while (trainer.StopReason is null && !gone.IsCompleted)
        {
            _ = trainer.RunStep();
            trainer.Save(path);
        }

        Assert.False(gone.IsCompleted, "The test that started this one has ended.");
        AssertEndsAsAtOneGo(trainer, network, options);
    }

    [Fact]
    public async Task A_killed_training_resumes()
    {
        Assert.Null(Environment.GetEnvironmentVariable(PathVariable));
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("training.safetensors");
        var random = new Random(1);
        long step = 0;
        int epoch = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync(path, random);
            using Trainer<float> trainer = Trainer.Resume(TanhNet.Create(2), path, Data(), Endless, Validation());
            Assert.True(trainer.Step > step, string.Create(CultureInfo.InvariantCulture, $"After step {step}: {trainer.Step}."));
            step = trainer.Step;
            epoch = trainer.Epoch;
        }

        TanhNet network = TanhNet.Create(2);
        TrainingOptions options = Endless with { Epochs = epoch + 5 };
        using Trainer<float> last = Trainer.Resume(network, path, Data(), options, Validation());
        Assert.Null(last.StopReason);
        AssertEndsAsAtOneGo(last, network, options);
    }

    private static DataSet<float> Data() => TrainingCase.Samples<float>(16, 4, 60);

    private static DataSet<float> Validation() => TrainingCase.Samples<float>(16, 4, 30, seed: 6);

    private static void AssertEndsAsAtOneGo(Trainer<float> trainer, TanhNet network, TrainingOptions options)
    {
        TrainingHistory history = trainer.Run();
        TanhNet whole = TanhNet.Create(1);
        TrainingHistory expected = whole.Train(Data(), options, Validation());
        EqualityAssert.SameParameters<float>(whole, network, "resumed");
        TrainingCase.AssertSame(expected, history);
    }

    // Kills the process some moments after it has saved a step; the moment may lie within a save.
    private static async Task RunAndKillAsync(string path, Random random)
    {
        ProcessStartInfo start = ThisAssembly.StartOf();
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add(
            $"{typeof(CheckpointKillTests).FullName}.{nameof(A_training_that_saves_after_every_step_ends_as_one_that_does_not)}");
        start.Environment[PathVariable] = path;
        start.RedirectStandardInput = true;
        DateTime before = File.GetLastWriteTimeUtc(path);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        bool hasExited;
        try
        {
            while (File.GetLastWriteTimeUtc(path) == before && !process.HasExited)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
            hasExited = process.HasExited;
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(hasExited, $"The process ended before it was killed:\n{await output}{await errors}");
    }
}
