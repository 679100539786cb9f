using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Samples;

namespace NetGen.Benchmarks.Training;

/// <summary>How the network and options of <c>samples/Digits -- best</c> were chosen: by validation images alone.</summary>
internal static class LargeCommand
{
    private const int Side = 28;

    // Each differs from the first in one respect.
    private static readonly Candidate[] s_candidates =
    [
        new("as chosen"),
        new("without shifted copies") { IsShifted = false },
        new("no dropout") { InputDropout = 0, Dropout = 0 },
        new("dropout of 0.2 and 0.5") { InputDropout = 0.2, Dropout = 0.5 },
        new("two layers of 256") { Units = 256 },
        new("one layer of 512") { HiddenLayers = 1 },
        new("three layers of 512") { HiddenLayers = 3 },
        new("a rate from 0.0005") { Rate = 0.0005 },
        new("a rate from 0.002") { Rate = 0.002 },
        new("a constant rate") { IsConstant = true },
    ];

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "A folder with the training files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
            Required = true,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "How many times to go through the images.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var filter = new Option<string>("--filter")
        {
            Description = "Only rows that contain the text, such as \"dropout\".",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        epochs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--epochs: expected an integer from 1 on.");
            }
        });
        var command = new Command("large", "Tries large networks on MNIST and shifted copies; prints accuracies on validation images.")
        {
            data, epochs, filter,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(data), parsed.GetValue(epochs), parsed.GetValue(filter)!));
        return command;
    }

    private static int Run(DirectoryInfo folder, int epochs, string filter)
    {
        try
        {
            ThisMachine.Current.Print();
            (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(folder.ToString());
            DataSet<float> shifted = training.WithShiftedImages(Side, Side);
            Write($"{epochs} epochs, mini-batches of 100, Adam, seed 1; {validation.Count} validation images.");
            Console.WriteLine();
            Console.WriteLine("| candidate | accuracy on validation images | seconds |");
            Console.WriteLine("|---|---|---|");
            foreach (Candidate candidate in s_candidates.Where(each => each.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
            {
                RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(candidate.Topology, seed: 1);
                TrainingHistory history = network.Train(candidate.IsShifted ? shifted : training, candidate.Options(epochs));
                double accuracy = network.Evaluate(validation).Accuracy!.Value;
                Write($"| {candidate.Name} | {100 * accuracy:0.00} % | {history.Elapsed.TotalSeconds:0} |");
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed record Candidate(string Name)
    {
        public int Units { get; init; } = 512;

        public int HiddenLayers { get; init; } = 2;

        public double InputDropout { get; init; } = 0.1;

        public double Dropout { get; init; } = 0.3;

        public double Rate { get; init; } = 0.001;

        public bool IsConstant { get; init; }

        public bool IsShifted { get; init; } = true;

        public NetworkTopology Topology
        {
            get
            {
                var layers = new List<LayerAttribute>();
                AddDropout(layers, InputDropout);
                for (int i = 0; i < HiddenLayers; i++)
                {
                    layers.Add(new DenseAttribute(Units, Activation.ReLU));
                    AddDropout(layers, Dropout);
                }

                layers.Add(new DenseAttribute(10, Activation.Softmax));
                return NetworkTopology.FromLayers([Side * Side], layers);
            }
        }

        public TrainingOptions Options(int epochs) => new()
        {
            Epochs = epochs,
            MiniBatchSize = 100,
            Optimizer = Optimizer.Adam(Rate),
            Schedule = IsConstant ? LearningRateSchedule.Constant : LearningRateSchedule.Cosine(epochs),
            Seed = 1,
            MaxDegreeOfParallelism = -1,
        };

        private static void AddDropout(List<LayerAttribute> layers, double rate)
        {
            if (rate > 0)
            {
                layers.Add(new DropoutAttribute(rate));
            }
        }
    }
}
