using System.CommandLine;
using System.CommandLine.Parsing;

namespace NetGen.Tool.Models;

/// <summary>The arguments that say which model a command is about: its file, and activations if the file has none.</summary>
internal sealed class ModelArguments
{
    private readonly Argument<string> _file;
    private readonly string _outputName;
    private readonly Option<Activation?> _hidden;
    private readonly Option<Activation?> _output;

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">What help calls the file.</param>
    /// <param name="outputName">The option with the activation of the output layer.</param>
    public ModelArguments(Command command, string name = "FILE", string outputName = "--output")
    {
        _outputName = outputName;
        _hidden = ActivationOption("--hidden", "The activation of the hidden layers, if the file does not say it.");
        _output = ActivationOption(outputName, "The activation of the output layer, if the file does not say it.");
        _file = new Argument<string>(name) { Description = "The model: " + ModelFile.Known };
        command.Add(_file);
        command.Add(_hidden);
        command.Add(_output);
    }

    /// <summary>An option with an activation, in capital or small letters.</summary>
    public static Option<Activation?> ActivationOption(string name, string description) => new(name)
    {
        Description = description + $" One of {string.Join(", ", Enum.GetNames<Activation>())}.",
        HelpName = "ACTIVATION",
        CustomParser = Parse,
    };

    /// <summary>The path of the file.</summary>
    public string PathIn(ParseResult arguments) => arguments.GetRequiredValue(_file);

    /// <summary>The activations that are given.</summary>
    public (Activation? Hidden, Activation? Output) ActivationsIn(ParseResult arguments) =>
        (arguments.GetValue(_hidden), arguments.GetValue(_output));

    /// <summary>Reads the file, and gives the model the activations of the options if it has none.</summary>
    /// <exception cref="ToolException">It has none, and neither have the options; or it has them, and so have the options.</exception>
    public NetworkModel Read(ParseResult arguments) => Read(arguments, out _);

    /// <summary>As <see cref="Read(ParseResult)"/>, and says whether the build reads the file too.</summary>
    public NetworkModel Read(ParseResult arguments, out bool isReadByTheBuild)
    {
        NetworkModel model = ModelFile.Read(PathIn(arguments), out isReadByTheBuild);
        (Activation? hidden, Activation? output) = ActivationsIn(arguments);
        if (model.HasActivations)
        {
            return hidden is null && output is null
                ? model
                : throw new ToolException(
                    $"{model.Source} says what activations its layers have: {model.Topology}. "
                    + $"Leave out --hidden and {_outputName}.");
        }

        bool hasHidden = model.Structure.TrainedLayers.Count() > 1;
        return output is Activation last && (hidden is not null || !hasHidden)
            ? model.WithActivations(hidden ?? Activation.Identity, last)
            : throw new ToolException(
                $"{model} does not say what activations its layers have. Add {(hasHidden ? "--hidden ReLU " : "")}{_outputName} "
                + "Softmax, or what it has.");
    }

    private static Activation? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Enum.TryParse(text, ignoreCase: true, out Activation value) && Enum.IsDefined(value) && char.IsLetter(text[0]))
        {
            return value;
        }

        result.AddError($"Expected one of {string.Join(", ", Enum.GetNames<Activation>())}; found '{text}'.");
        return null;
    }
}
