using System.Globalization;
using NetGen.Reporting;
using NetGen.Reporting.Terminal;
using Spectre.Console;

namespace NetGen.Samples.Digits;

/// <summary>Trains a network, saying how it goes; saves the training if it is cancelled.</summary>
internal static class Training
{
    /// <summary>The exit code after Ctrl+C, as shells have it: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    // That of an earlier training is replaced, as the output says.
    private const string DefaultFile = "digits-training.safetensors";

    private const int MistakeCount = 6;

    /// <summary>Trains to the end, or until cancelled, and tests.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="initializer">Draws the initial parameters.</param>
    /// <param name="request">How to train.</param>
    /// <param name="cancellationToken">Stops the training, which is then saved: to the same file, or to a default.</param>
    /// <returns>The exit code.</returns>
    public static int Run<TNetwork>(
        Samples samples, Initializer initializer, TrainingRequest request, CancellationToken cancellationToken)
        where TNetwork : ITrainableNetwork<TNetwork, float>
    {
        TrainingOptions options = request.Options;
        TNetwork network = TNetwork.Create(options.Seed, initializer);
        Console.WriteLine($"{typeof(TNetwork).Name}: {TNetwork.Topology}");
        Console.Write(NetworkTable.Of(TNetwork.Topology));
        (int training, int validation, int held) = (samples.Training.Count, samples.Validation.Count, samples.Test.Count);
        Write($"{training} samples to train with, {validation} for validation, {held} held out for the test");
        Write($"{options.Epochs} epochs, mini-batches of {options.MiniBatchSize}");
        Write($"learning rate {options.LearningRate}, seed {options.Seed}");
        using Trainer<float> trainer = request.Checkpoint is null
            ? new Trainer<float>(network, samples.Training, options, samples.Validation)
            : Trainer.Resume(network, request.Checkpoint, samples.Training, options, samples.Validation);
        if (request.Checkpoint is not null)
        {
            Write($"resumed from {request.Checkpoint}, after {trainer.Epoch} epochs and {trainer.Step % trainer.StepsPerEpoch} steps");
        }

        Console.WriteLine();
        var display = new TrainingDisplay(options.Epochs)
        {
            Earlier = [.. trainer.History.Epochs], Hint = "Ctrl+C stops, and saves the training.",
        };
        TrainingHistory history = display.Show(progress => trainer.Run(progress, cancellationToken));
        string? saved = null;
        bool isReplaced = false;
        if (history.StopReason == StopReason.Cancelled)
        {
            saved = request.Checkpoint ?? DefaultFile;
            isReplaced = File.Exists(saved);
            trainer.Save(saved);
        }

        Console.WriteLine();
        string end = saved is null ? "" : ", and then stopped";
        Write($"Trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.000} s{end}.");
        Report(network, samples, history, request);
        if (saved is not null)
        {
            Console.WriteLine();
            string place = isReplaced ? ", in place of the one that was there" : "";
            Console.WriteLine($"The training is in {saved}{place}. To go on with it, add --resume {saved} to the arguments.");
        }

        return saved is null ? 0 : Interrupted;
    }

    private static void Report<TNetwork>(TNetwork network, Samples samples, TrainingHistory history, TrainingRequest request)
        where TNetwork : ITrainableNetwork<TNetwork, float>
    {
        Write($"Test: {network.Evaluate(samples.Test)}");
        Console.WriteLine();
        TrainingReport report = TrainingReport.Create(network, history, samples.Test, new ReportOptions
        {
            Title = $"{typeof(TNetwork).Name}: handwritten digits",
            HeldName = string.Create(CultureInfo.InvariantCulture, $"the {samples.Test.Count:N0} digits of the test"),
            ImageWidth = samples.Side,
            Facts = [("training digits", Text($"{samples.Training.Count}")), .. FactsOf(request.Options)],
        });
        ConfusionTable.Write(AnsiConsole.Console, report.Classification!.ConfusionMatrix);
        Console.WriteLine();
        if (report.Mistakes.Count > 0)
        {
            Console.WriteLine("The worst mistakes:");
        }

        TextImage.Write(
            AnsiConsole.Console,
            [.. report.Mistakes.Take(MistakeCount).Select(mistake => (mistake.Image!, $"said {mistake.Predicted}, is {mistake.Actual}"))]);
        if (request.ReportFolder is not null)
        {
            Console.WriteLine();
            Console.WriteLine($"Report: {report.Write(request.ReportFolder)[0]}");
        }
    }

    private static (string, string)[] FactsOf(TrainingOptions options) =>
    [
        ("epochs", Text($"{options.Epochs}")),
        ("mini-batches", Text($"of {options.MiniBatchSize}")),
        ("learning rate", Text($"{options.LearningRate}")),
        ("seed", Text($"{options.Seed}")),
    ];

    private static void Write(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
