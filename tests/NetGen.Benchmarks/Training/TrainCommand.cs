using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Training;

/// <summary>The training of the book's first chapter: 30 epochs on MNIST, with a pass over the test set after each.</summary>
internal static class TrainCommand
{
    private const int TrainingCount = 50_000;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "A folder with the four IDX files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
        };
        var command = new Command("train", "Trains 784-30-10 on MNIST as the book does, and prints the wall time.") { data };
        command.SetAction(parsed => Run(parsed.GetValue(data)));
        return command;
    }

    private static int Run(DirectoryInfo? folder)
    {
        if (folder is null)
        {
            Console.Error.WriteLine(
                "train: expected --data DIR, a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
                + "t10k-labels-idx1-ubyte of MNIST, each as it is or as .gz.");
            return 1;
        }

        try
        {
            Machine.Current.Print();
            (DataSet<float> training, _) = Read(folder, "train").Split(TrainingCount);
            Train(training, Read(folder, "t10k"));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Train(DataSet<float> training, DataSet<float> test)
    {
        // The book's first chapter begins with weights of this size.
        Digits30 network = Digits30.Create(1, Initializer.Large);
        var options = new TrainingOptions { Validation = test, Progress = epoch => Console.WriteLine(epoch) };
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        TrainingHistory history = network.Train(training, options);
        TimeSpan processor = Environment.CpuUsage.TotalTime - processorBefore;
        double[] epochs = [.. history.Epochs.Select(epoch => epoch.Elapsed.TotalSeconds).Order()];
        Evaluation best = history.Epochs.Select(epoch => epoch.Validation!).MaxBy(evaluation => evaluation.Correct)!;

        long started = Stopwatch.GetTimestamp();
        network.Evaluate(test);
        double evaluation = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Console.WriteLine();
        Write($"wall time of {epochs.Length} epochs with their test passes: {history.Elapsed.TotalSeconds:0.000} s, one thread");
        Write($"processor time: {processor.TotalSeconds:0.000} s");
        Write($"an epoch: median {epochs[epochs.Length / 2] * 1e3:0.0} ms, fastest {epochs[0] * 1e3:0.0} ms");
        Write($"of that the test pass: {evaluation * 1e3:0.0} ms");
        Write($"a sample of training: {(epochs[epochs.Length / 2] - evaluation) / training.Count * 1e9:0} ns");
        Write($"accuracy: last {history.Epochs[^1].Validation!.Accuracy:0.00%}, best {best.Accuracy:0.00%}");
    }

    private static DataSet<float> Read(DirectoryInfo folder, string name) =>
        IdxFile.ReadDataSet<float>(Find(folder, $"{name}-images-idx3-ubyte"), Find(folder, $"{name}-labels-idx1-ubyte"));

    private static string Find(DirectoryInfo folder, string name)
    {
        string plain = Path.Combine(folder.ToString(), name);
        string compressed = plain + ".gz";
        return File.Exists(plain) ? plain
            : File.Exists(compressed) ? compressed
            : throw new FileNotFoundException($"{folder}: expected the file {name} or {name}.gz; found neither.");
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
