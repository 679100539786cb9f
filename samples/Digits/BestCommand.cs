using System.CommandLine;
using System.Globalization;
using NetGen.Reporting.Terminal;

namespace NetGen.Samples.Digits;

/// <summary>A fully connected network that reads MNIST about as well as one can without convolutions.</summary>
internal static class BestCommand
{
    private const string DefaultFolder = "digits-best";

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
        var resume = new Option<DirectoryInfo?>("--resume")
        {
            Description = "The folder of a run that Ctrl+C has stopped and saved, to be continued to the same result as if it had never "
                + "stopped. Give the other options as before; only --seeds may change.",
            HelpName = "DIR",
        };
        epochs.Validators.Add(result => CheckPositive(result, "--epochs"));
        seeds.Validators.Add(result => CheckPositive(result, "--seeds"));
        var command = new Command("best", "Trains a large network with dropout on MNIST and on copies that are shifted by a pixel.")
        {
            data, epochs, seeds, resume,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(
            arguments.GetRequiredValue(data).ToString(), arguments.GetValue(epochs), arguments.GetValue(seeds),
            arguments.GetValue(resume)?.ToString(), cancellationToken)));
        return command;
    }

    private static void CheckPositive(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{name}: expected an integer from 1 on.");
        }
    }

    private static int Run(string folder, int epochs, int seeds, string? resumeFolder, CancellationToken cancellationToken)
    {
        try
        {
            if (resumeFolder is not null && !File.Exists(FileOf(resumeFolder, seed: 1)))
            {
                throw new FileNotFoundException($"{resumeFolder}: expected a run to continue; found no {FileOf("", seed: 1)}.");
            }

            Samples samples = Samples.ReadMnist(folder);
            DataSet<float> training = samples.Training.WithShiftedImages(samples.Side, samples.Side);
            Write($"{LargeDigitNet.Topology}");
            (int shifted, int validation, int held) = (training.Count, samples.Validation.Count, samples.Test.Count);
            Write($"{shifted} images and shifted copies to train with, {validation} for validation, {held} held out for the test");
            Write($"{epochs} epochs, mini-batches of 100, Adam, a rate that falls from 0.001 to 0");
            Console.WriteLine();
            var accuracies = new List<double>();
            var trainers = new List<Trainer<float>>();
            for (int seed = 1; seed <= seeds; seed++)
            {
                var network = LargeDigitNet.Create(seed);
                using Trainer<float> trainer = Start(network, seed, epochs, training, samples, resumeFolder);
                trainers.Add(trainer);
                TrainingHistory history = Train(trainer, epochs, cancellationToken);
                if (history.StopReason == StopReason.Cancelled)
                {
                    return Save(trainers, resumeFolder ?? DefaultFolder);
                }

                // Nothing was chosen by the test set.
                Evaluation test = network.Evaluate(samples.Test);
                Write($"seed {seed}: {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0} s; test: {test}");
                Console.WriteLine();
                accuracies.Add(test.Accuracy!.Value);
                if (seed == seeds)
                {
                    Training.Show(Training.ReportOn(network, samples, history));
                    Console.WriteLine();
                }
            }

            accuracies.Sort();
            Write($"Accuracy on the test: {accuracies[0]:P2} to {accuracies[^1]:P2}, median {accuracies[accuracies.Count / 2]:P2}.");
            return 0;
        }
        catch (Exception exception) when (exception
            is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingDivergedException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static Trainer<float> Start(
        LargeDigitNet network, int seed, int epochs, DataSet<float> training, Samples samples, string? resumeFolder)
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
        if (resumeFolder is null || !File.Exists(FileOf(resumeFolder, seed)))
        {
            return new Trainer<float>(network, training, options, samples.Validation);
        }

        Trainer<float> trainer = Trainer.Resume(network, FileOf(resumeFolder, seed), training, options, samples.Validation);
        Write($"seed {seed}: resumed after {trainer.Epoch} epochs and {trainer.Step % trainer.StepsPerEpoch} steps");
        return trainer;
    }

    private static TrainingHistory Train(Trainer<float> trainer, int epochs, CancellationToken cancellationToken)
    {
        var display = new TrainingDisplay(epochs)
        {
            Earlier = [.. trainer.History.Epochs], Hint = "Ctrl+C stops, and saves this training and those before.",
        };
        return display.Show(progress => trainer.Run(progress, cancellationToken));
    }

    // Those that are done too: a resumed run tests them once more, and so ends with the accuracies of all.
    private static int Save(List<Trainer<float>> trainers, string folder)
    {
        _ = Directory.CreateDirectory(folder);
        for (int i = 0; i < trainers.Count; i++)
        {
            trainers[i].Save(FileOf(folder, seed: i + 1));
        }

        Console.WriteLine();
        Write($"Stopped while training seed {trainers.Count}.");
        Console.WriteLine($"The run is in {folder}. To continue it, add --resume {folder} to the arguments.");
        return Training.Interrupted;
    }

    private static string FileOf(string folder, int seed) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}.safetensors"));

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
