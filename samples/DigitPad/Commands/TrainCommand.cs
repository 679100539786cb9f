using System.CommandLine;
using System.Globalization;
using NetGen.Samples.DigitPad.Networks;

namespace NetGen.Samples.DigitPad.Commands;

/// <summary>Trains the network that the build puts into the program.</summary>
internal static class TrainCommand
{
    private const int Side = 28;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The folder with the four IDX files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
            Required = true,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "The file to write.",
            HelpName = "FILE",
            DefaultValueFactory = _ => new FileInfo("mnist.safetensors"),
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "How many times to go through the images and their shifted copies.",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        epochs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--epochs: expected an integer from 1 on.");
            }
        });
        var command = new Command("train", "Trains the network that reads the drawings, on MNIST and on copies shifted by a pixel.")
        {
            data, output, epochs,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(
            arguments.GetRequiredValue(data).ToString(), arguments.GetRequiredValue(output).ToString(), arguments.GetValue(epochs),
            cancellationToken)));
        return command;
    }

    private static int Run(string folder, string output, int epochs, CancellationToken cancellationToken)
    {
        try
        {
            // Nothing is chosen by the test images.
            (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(folder);
            DataSet<float> test = MnistFolder.ReadTest(folder);
            UntrainedDigitNet network = UntrainedDigitNet.Create(seed: 1);
            network.ClassNames = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];
            TrainingHistory history = network.Train(
                training.WithShiftedImages(Side, Side).WithClassNames(network.ClassNames), Options(epochs),
                validation.WithClassNames(network.ClassNames), epoch => Console.WriteLine(epoch), cancellationToken);
            if (history.StopReason == StopReason.Cancelled)
            {
                Console.Error.WriteLine("Cancelled; nothing was written.");
                return 1;
            }

            Console.WriteLine($"Test: {network.Evaluate(test.WithClassNames(network.ClassNames))}");
            network.Save(output);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static TrainingOptions Options(int epochs) => new()
    {
        Epochs = epochs,
        MiniBatchSize = 100,
        Optimizer = Optimizer.Adam(0.002),
        Schedule = LearningRateSchedule.Cosine(epochs),
        Seed = 1,
        MaxDegreeOfParallelism = -1,
    };
}
