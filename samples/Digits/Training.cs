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
        if (request.ReportFolder is not null)
        {
            // What cannot be written to is known before the training.
            _ = Directory.CreateDirectory(request.ReportFolder);
        }

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
        bool isStopped = history.StopReason == StopReason.Cancelled;
        Console.WriteLine();
        string end = isStopped ? ", and then stopped" : "";
        Write($"Trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.000} s{end}.");
        if (isStopped)
        {
            Save(trainer, request.Checkpoint ?? DefaultFile);
        }

        Write($"Test: {network.Evaluate(samples.Test)}");
        Console.WriteLine();
        TrainingReport report = ReportOn(network, samples, history, FactsOf(options));
        Show(report);
        if (request.ReportFolder is not null)
        {
            Console.WriteLine();
            Console.WriteLine($"Report: {report.Write(request.ReportFolder)[0]}");
        }

        return isStopped ? Interrupted : 0;
    }

    /// <summary>Looks at a network after its training.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The samples, of which those of the test are used.</param>
    /// <param name="history">The training.</param>
    /// <param name="facts">What else the report says.</param>
    public static TrainingReport ReportOn<TNetwork>(
        TNetwork network, Samples samples, TrainingHistory history, params (string, string)[] facts)
        where TNetwork : ITrainableNetwork<TNetwork, float> =>
        TrainingReport.Create(network, history, samples.Test, new ReportOptions
        {
            Title = $"{typeof(TNetwork).Name}: handwritten digits",
            HeldName = string.Create(CultureInfo.InvariantCulture, $"the {samples.Test.Count:N0} test digits"),
            ImageWidth = samples.Side,
            Facts = [("training digits", Text($"{samples.Training.Count}")), .. facts],
        });

    /// <summary>Shows the confusion matrix and the worst mistakes.</summary>
    public static void Show(TrainingReport report)
    {
        ConfusionTable.Write(AnsiConsole.Console, report.Classification!.ConfusionMatrix);
        Console.WriteLine();
        if (report.Mistakes.Count > 0)
        {
            Console.WriteLine("The worst mistakes:");
        }

        TextImage.Write(
            AnsiConsole.Console,
            [.. report.Mistakes.Take(MistakeCount).Select(mistake => (mistake.Image!, $"said {mistake.Predicted}, is {mistake.Actual}"))]);
    }

    // Before all that may fail: the file is there by then.
    private static void Save(Trainer<float> trainer, string file)
    {
        string place = File.Exists(file) ? ", in place of the one that was there" : "";
        trainer.Save(file);
        Console.WriteLine($"The training run is in {file}{place}. To continue it, add --resume {file} to the arguments.");
        Console.WriteLine();
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
