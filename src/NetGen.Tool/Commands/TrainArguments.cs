using System.CommandLine;
using System.Globalization;
using NetGen.Tool.Models;
using NetGen.Tool.Training;

namespace NetGen.Tool.Commands;

/// <summary>The arguments of <c>train</c>.</summary>
internal sealed class TrainArguments
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

    private readonly CsvArguments _data;
    private readonly Option<string> _layers = new("--layers")
    {
        Description = "The sizes of the layers after the inputs, such as 64,32,3. The last is the number of outputs, as the data have.",
        HelpName = "SIZES",
        Required = true,
    };

    private readonly Option<Activation?> _hidden = ModelArguments.ActivationOption(
        "--hidden", "The activation of the hidden layers, ReLU unless given.");

    private readonly Option<Activation?> _output = ModelArguments.ActivationOption(
        "--output",
        "The activation of the output layer; unless given Softmax for labels, Sigmoid for one output of two classes, else Identity.");

    private readonly Option<CostFunction?> _cost = new("--cost")
    {
        Description = "The cost; that of the output's activation unless given.",
    };

    private readonly Option<int> _epochs = Number("--epochs", 100, "How many times to go through the training data, at most.");
    private readonly Option<int> _batch = Number("--batch", 10, "Samples in a training step.");
    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "The learning rate; the optimizer's unless given.",
        HelpName = "NUMBER",
        CustomParser = result => NumberText.Parse(result),
    };

    private readonly Option<string> _optimizer = new("--optimizer")
    {
        Description = $"How a step changes the parameters: {string.Join(", ", s_optimizers.Keys)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Adam",
    };

    private readonly Option<double> _validation = Part("--validation", 0.2, "The fraction of samples to stop early by, and to report on.");
    private readonly Option<double> _test = Part("--test", 0, "The fraction of the samples to report on in place of those for validation.");
    private readonly Option<int> _patience = Number(
        "--patience", 10, "After how many epochs without a lower validation cost to stop, with the best.");

    private readonly Option<int> _seed = Number("--seed", 1, "Decides the first parameters and how samples are split and shuffled.");
    private readonly Option<bool> _standardize = new("--standardize")
    {
        Description = "Scales the inputs to mean 0 and deviation 1, in the network, and while it learns the targets of Identity outputs.",
    };

    private readonly Option<double> _dropout = Part("--dropout", 0, "The fraction of the hidden units to drop in training.");
    private readonly Option<bool> _double = new("--double") { Description = "Trains a network of double in place of float." };
    private readonly Option<string> _file = new("--out")
    {
        Description = "The file to save the network in, by its ending as for export.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "model.safetensors",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "An interrupted training run to continue, to the same result. Give the other options as before.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "A folder for a report: report.html, which needs nothing besides itself, and its pictures as PNG files.",
        HelpName = "DIR",
    };

    private readonly Option<int?> _imageWidth = new("--image-width")
    {
        Description = "The features are the pixels of a picture with rows of this length: mistakes and weights are drawn.",
        HelpName = "NUMBER",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replaces the file if it is there." };
    private readonly Option<bool> _json = CommandRunner.JsonOption();

    /// <summary>Adds the arguments to a command.</summary>
    public TrainArguments(Command command)
    {
        _data = new CsvArguments(command, learns: true);
        foreach (Option option in new Option[]
        {
            _layers, _hidden, _output, _cost, _epochs, _batch, _rate, _optimizer, _validation, _test, _patience, _seed, _standardize,
            _dropout, _double, _file, _resume, _report, _imageWidth, _force, _json,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the network is of double.</summary>
    public bool IsDouble(ParseResult arguments) => arguments.GetValue(_double);

    /// <summary>What the arguments say, with a file that may be written.</summary>
    /// <exception cref="ToolException">An argument cannot be used, or the file is there.</exception>
    public TrainingRequest RequestIn(ParseResult arguments)
    {
        string file = arguments.GetRequiredValue(_file);
        string? checkpoint = arguments.GetValue(_resume);
        bool mayReplace = arguments.GetValue(_force);
        string ownCheckpoint = TrainingRequest.CheckpointOf(file);

        // The network that was interrupted is there already.
        FileChecks.CheckNew(
            file, mayReplace || (checkpoint is not null && Path.GetFullPath(checkpoint) == Path.GetFullPath(ownCheckpoint)));
        if (checkpoint is null && !mayReplace && File.Exists(ownCheckpoint))
        {
            throw new ToolException(
                $"{ownCheckpoint}: an interrupted training run is there. Add --resume {ownCheckpoint} to continue it, or --force to "
                + "replace it if this one is interrupted too.");
        }

        if (arguments.GetValue(_report) is string folder && checkpoint is null && !mayReplace
            && Path.Combine(folder, "report.html") is string page && File.Exists(page))
        {
            throw new ToolException($"{page}: a report is there. Add --force to replace it.");
        }

        _ = ModelWriter.FormatOf(file);
        int[] sizes = SizesIn(arguments.GetRequiredValue(_layers));
        CheckUse(arguments, sizes);
        return new TrainingRequest
        {
            Path = _data.PathIn(arguments),
            Layout = _data.OptionsIn(arguments),
            Sizes = sizes,
            Hidden = arguments.GetValue(_hidden) ?? Activation.ReLU,
            Output = arguments.GetValue(_output),
            Cost = arguments.GetValue(_cost),
            Standardize = arguments.GetValue(_standardize),
            Dropout = arguments.GetValue(_dropout),
            Validation = arguments.GetValue(_validation),
            Test = arguments.GetValue(_test),
            Seed = arguments.GetValue(_seed),
            Patience = arguments.GetValue(_patience),
            Options = new TrainingOptions
            {
                Epochs = arguments.GetValue(_epochs),
                MiniBatchSize = arguments.GetValue(_batch),
                Optimizer = OptimizerOf(arguments.GetRequiredValue(_optimizer)),
                LearningRate = arguments.GetValue(_rate),
                Seed = arguments.GetValue(_seed),
            },
            File = file,
            Checkpoint = checkpoint,
            ReportFolder = arguments.GetValue(_report),
            ImageWidth = arguments.GetValue(_imageWidth),
            Json = arguments.GetValue(_json),
        };
    }

    // What is said and would have no effect.
    private void CheckUse(ParseResult arguments, int[] sizes)
    {
        if (IsSaid(arguments, _patience) && arguments.GetValue(_validation) == 0)
        {
            throw new ToolException("--patience takes validation samples, and --validation is 0. Leave one of them out.");
        }

        foreach (Option option in new Option[] { _hidden, _dropout })
        {
            if (sizes.Length == 1 && IsSaid(arguments, option))
            {
                throw new ToolException($"{option.Name} is for hidden layers, and --layers has only the outputs.");
            }
        }
    }

    private static bool IsSaid(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };

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

    private static Option<double> Part(string name, double usual, string description)
    {
        var option = new Option<double>(name)
        {
            Description = description, HelpName = "FRACTION", DefaultValueFactory = _ => usual, CustomParser = NumberText.Parse,
        };
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
