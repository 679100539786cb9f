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
            "Trains 784-30-10 on MNIST as the book does, and in larger mini-batches, on one thread and on all; prints the wall times.")
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
            Digits30 alone = Train(training, test, book, "mini-batches of 10, one thread", null);
            Train(training, test, book with { MaxDegreeOfParallelism = -1 }, "mini-batches of 10, all threads", alone);
            TrainingOptions large = book with { MiniBatchSize = LargeMiniBatch };
            alone = Train(training, test, large, "mini-batches of 100, one thread", null);
            Train(training, test, large with { MaxDegreeOfParallelism = -1 }, "mini-batches of 100, all threads", alone);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static Digits30 Train(
        DataSet<float> training, DataSet<float> test, TrainingOptions options, string name, Digits30? expected)
    {
        // The book's first chapter begins with weights of this size.
        Digits30 network = Digits30.Create(1, Initializer.Large);
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
            Write($"  the same parameters as on one thread: {(HaveSameParameters(network, expected) ? "yes" : "NO")}");
        }

        return network;
    }

    private static bool HaveSameParameters(Digits30 left, Digits30 right) => Digits30.Topology.Layers.All(layer =>
    {
        float[] leftWeights = new float[layer.InputSize * layer.OutputSize];
        float[] rightWeights = new float[leftWeights.Length];
        left.GetWeights(layer.Index, leftWeights);
        right.GetWeights(layer.Index, rightWeights);
        float[] leftBiases = new float[layer.OutputSize];
        float[] rightBiases = new float[layer.OutputSize];
        left.GetBiases(layer.Index, leftBiases);
        right.GetBiases(layer.Index, rightBiases);
        return leftWeights.AsSpan().SequenceEqual(rightWeights) && leftBiases.AsSpan().SequenceEqual(rightBiases);
    });

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
