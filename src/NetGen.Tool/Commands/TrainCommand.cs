using System.CommandLine;
using System.Globalization;
using NetGen.Tool.Models;
using NetGen.Tool.Training;

namespace NetGen.Tool.Commands;

/// <summary>Trains a network on a CSV file.</summary>
internal static class TrainCommand
{
    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Sgd"] = () => Optimizer.Sgd(),
        ["Momentum"] = () => Optimizer.Momentum(0.01),
        ["Nesterov"] = () => Optimizer.Nesterov(0.01),
        ["Adam"] = () => Optimizer.Adam(),
        ["AdamW"] = () => Optimizer.AdamW(),
        ["NAdam"] = () => Optimizer.NAdam(),
        ["RMSprop"] = () => Optimizer.RMSprop(),
        ["Adagrad"] = () => Optimizer.Adagrad(),
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("train", "Trains a network on a CSV file, reports on samples that were held out, and saves it.");
        var data = new CsvArguments(command);
        var layers = new Option<string>("--layers")
        {
            Description = "The sizes of the layers after the inputs, such as 64,32,3. The last is the number of outputs, as the data have.",
            HelpName = "SIZES",
            Required = true,
        };
        Option<Activation?> hidden = ModelArguments.ActivationOption("--hidden", "The activation of the hidden layers, ReLU unless given.");
        Option<Activation?> output = ModelArguments.ActivationOption(
            "--output", "The activation of the output layer; unless given Softmax for labels, Sigmoid for a single output of two, Identity for targets.");
        var cost = new Option<CostFunction?>("--cost") { Description = "The cost; that of the output's activation unless given." };
        Option<int> epochs = Number("--epochs", 100, "How many times to go through the training data, at most.");
        Option<int> batch = Number("--batch", 10, "Samples in a training step.");
        var rate = new Option<double?>("--rate") { Description = "The learning rate; the optimizer's unless given.", HelpName = "NUMBER" };
        var optimizer = new Option<string>("--optimizer")
        {
            Description = $"How a step changes the parameters: {string.Join(", ", s_optimizers.Keys)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "Adam",
        };
        Option<double> validation = Fraction("--validation", 0.2, "The part of the samples to stop early by, and to report on.");
        Option<double> test = Fraction("--test", 0, "The part of the samples to report on in place of those for validation.");
        Option<int> patience = Number("--patience", 10, "After how many epochs without a lower validation cost to stop, with the best.");
        Option<int> seed = Number("--seed", 1, "Decides the first parameters and how samples are split and shuffled.");
        var standardize = new Option<bool>("--standardize") { Description = "Scales the inputs to mean 0 and deviation 1, in the network." };
        var dropout = new Option<double>("--dropout") { Description = "The part of the hidden units to drop in training.", HelpName = "PART" };
        var doubles = new Option<bool>("--double") { Description = "Trains a network of double in place of float." };
        var file = new Option<string>("--out")
        {
            Description = "The file to save the network in, by its ending as for export.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "model.safetensors",
        };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it is there." };
        Option<bool> json = CommandRunner.JsonOption();
        foreach (Option option in new Option[]
        {
            layers, hidden, output, cost, epochs, batch, rate, optimizer, validation, test, patience, seed, standardize, dropout, doubles, file,
            force, json,
        })
        {
            command.Add(option);
        }

        return command.With(arguments =>
        {
            var request = new TrainingRequest
            {
                Path = data.PathIn(arguments),
                Layout = data.OptionsIn(arguments),
                Sizes = SizesIn(arguments.GetRequiredValue(layers)),
                Hidden = arguments.GetValue(hidden) ?? Activation.ReLU,
                Output = arguments.GetValue(output),
                Cost = arguments.GetValue(cost),
                Standardize = arguments.GetValue(standardize),
                Dropout = arguments.GetValue(dropout),
                Validation = arguments.GetValue(validation),
                Test = arguments.GetValue(test),
                Seed = arguments.GetValue(seed),
                Patience = arguments.GetValue(patience),
                Options = new TrainingOptions
                {
                    Epochs = arguments.GetValue(epochs),
                    MiniBatchSize = arguments.GetValue(batch),
                    Optimizer = OptimizerOf(arguments.GetRequiredValue(optimizer)),
                    LearningRate = arguments.GetValue(rate),
                    Seed = arguments.GetValue(seed),
                },
                File = arguments.GetRequiredValue(file),
                Json = arguments.GetValue(json),
            };
            FileChecks.CheckNew(request.File, arguments.GetValue(force));
            _ = ModelWriter.FormatOf(request.File);
            return arguments.GetValue(doubles) ? new TrainingRun<double>(request).Run() : new TrainingRun<float>(request).Run();
        });
    }

    private static int[] SizesIn(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        var sizes = new int[parts.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] < 1)
            {
                throw new ToolException($"Expected sizes of 1 or more, separated by commas, for --layers; found '{text}'.");
            }
        }

        return sizes;
    }

    private static Optimizer OptimizerOf(string name) => s_optimizers.TryGetValue(name, out Func<Optimizer>? create)
        ? create()
        : throw new ToolException($"Expected one of {string.Join(", ", s_optimizers.Keys)} for --optimizer; found '{name}'.");

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, HelpName = "NUMBER", DefaultValueFactory = _ => usual };

    private static Option<double> Fraction(string name, double usual, string description)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "PART", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is not (>= 0 and < 1))
            {
                result.AddError($"Expected a number of at least 0 and less than 1 for {name}.");
            }
        });
        return option;
    }
}
