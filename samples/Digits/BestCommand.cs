using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace NetGen.Samples.Digits;

/// <summary>A fully connected network that reads MNIST about as well as one can without convolutions.</summary>
internal static class BestCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The folder with the IDX files of MNIST, or of a data set of the same shape, each as it is or as .gz.",
            HelpName = "DIR",
            Required = true,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "How many times to go through the training images and their shifted copies.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many times to train, each with a seed of its own.",
            HelpName = "N",
            DefaultValueFactory = _ => 3,
        };
        epochs.Validators.Add(result => CheckPositive(result, "--epochs"));
        seeds.Validators.Add(result => CheckPositive(result, "--seeds"));
        var command = new Command("best", "Trains a large network with dropout on MNIST and on copies that are shifted by a pixel.")
        {
            data, epochs, seeds,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(
            arguments.GetRequiredValue(data).ToString(), arguments.GetValue(epochs), arguments.GetValue(seeds), cancellationToken)));
        return command;
    }

    private static void CheckPositive(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{name}: expected an integer from 1 on.");
        }
    }

    private static int Run(string folder, int epochs, int seeds, CancellationToken cancellationToken)
    {
        try
        {
            Samples samples = IdxFolder.Load(folder);
            DataSet<float> training = samples.Training.WithShiftedImages(samples.Side, samples.Side);
            Write($"{LargeDigitNet.Topology}");
            (int shifted, int validation, int held) = (training.Count, samples.Validation.Count, samples.Test.Count);
            Write($"{shifted} images and shifted copies to train with, {validation} for validation, {held} held out for the test");
            Write($"{epochs} epochs, mini-batches of 100, Adam, a rate that falls from 0.001 to 0");
            Console.WriteLine();
            var accuracies = new List<double>();
            for (int seed = 1; seed <= seeds; seed++)
            {
                if (Train(seed, epochs, training, samples, cancellationToken) is not double accuracy)
                {
                    Console.Error.WriteLine("Stopped.");
                    return Training.Interrupted;
                }

                accuracies.Add(accuracy);
            }

            accuracies.Sort();
            Write($"Accuracy on the test: {accuracies[0]:P2} to {accuracies[^1]:P2}, median {accuracies[accuracies.Count / 2]:P2}.");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    // The result is the accuracy on the test set, which nothing was chosen by; null if the training is cancelled.
    private static double? Train(
        int seed, int epochs, DataSet<float> training, Samples samples, CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            Epochs = epochs,
            MiniBatchSize = 100,
            Optimizer = Optimizer.Adam(0.001),
            Schedule = LearningRateSchedule.Cosine(epochs),
            Seed = seed,
            MaxDegreeOfParallelism = -1,
        };
        var network = LargeDigitNet.Create(seed);
        long start = Stopwatch.GetTimestamp();
        TrainingHistory history = network.Train(
            training, options, samples.Validation, epoch => Console.WriteLine(epoch), cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (history.StopReason == StopReason.Cancelled)
        {
            return null;
        }

        Evaluation test = network.Evaluate(samples.Test);
        Write($"seed {seed}: {history.Epochs.Count} epochs in {seconds:0} s; test: {test}");
        Console.WriteLine();
        return test.Accuracy;
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
