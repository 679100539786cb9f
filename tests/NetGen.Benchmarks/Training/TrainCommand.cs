using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Samples;

namespace NetGen.Benchmarks.Training;

/// <summary>The training of the book's first chapter: 30 epochs on MNIST, with a pass over the test set after each.</summary>
internal static class TrainCommand
{
    private const int LargeMiniBatch = 100;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "A folder with the four IDX files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
        };
        var command = new Command(
            "train",
            "Trains 784-30-10 on MNIST as the book does, and in larger mini-batches, on one thread, on all, and with zeros left in; prints "
            + "the wall times.")
        {
            data,
        };
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
            ThisMachine.Current.Print();
            (DataSet<float> training, _) = MnistFolder.ReadTraining(folder.ToString());
            DataSet<float> test = MnistFolder.ReadTest(folder.ToString());
            var book = new TrainingOptions();
            foreach (TrainingOptions options in (TrainingOptions[])[book, book with { MiniBatchSize = LargeMiniBatch }])
            {
                string name = Text($"mini-batches of {options.MiniBatchSize}");
                ParameterBuffer<float> alone = Train<Digits30>(training, test, options, $"{name}, one thread", null);
                Train<Digits30>(training, test, options with { MaxDegreeOfParallelism = -1 }, $"{name}, all threads", alone);
                Train<Digits30Dense>(training, test, options, $"{name}, one thread, with all zeros", alone);
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static ParameterBuffer<float> Train<TNetwork>(
        DataSet<float> training, DataSet<float> test, TrainingOptions options, string name, ParameterBuffer<float>? expected)
        where TNetwork : class, ITrainableNetwork<TNetwork, float>
    {
        // The book's first chapter begins with weights of this size.
        TNetwork network = TNetwork.Create(1, Initializer.Large);
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        TrainingHistory history = network.Train(training, options, test);
        TimeSpan processor = Environment.CpuUsage.TotalTime - processorBefore;
        double[] epochs = [.. history.Epochs.Select(epoch => epoch.Elapsed.TotalSeconds).Order()];
        Evaluation best = history.Epochs.Select(epoch => epoch.Validation!).MaxBy(evaluation => evaluation.Correct)!;

        Console.WriteLine();
        Write($"{name}: {history.Elapsed.TotalSeconds:0.000} s for {epochs.Length} epochs with their test passes");
        Write($"  processor time {processor.TotalSeconds:0.000} s");
        Write($"  an epoch: median {epochs[epochs.Length / 2] * 1e3:0.0} ms, fastest {epochs[0] * 1e3:0.0} ms");
        Write($"  accuracy: last {history.Epochs[^1].Validation!.Accuracy:0.00%}, best {best.Accuracy:0.00%}");
        if (expected is not null)
        {
            Write($"  the same parameters as in the first: {(network.Parameters.BitwiseEquals(expected) ? "yes" : "NO")}");
        }

        return network.Parameters;
    }

    private static void Write(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
