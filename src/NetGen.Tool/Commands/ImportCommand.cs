using System.CommandLine;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Writes the class that the build compiles from a model.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "import", "Writes a C# class that the build compiles from the model, and shows the item for the project.");
        var model = new ModelArguments(command, outputName: "--output-activation");
        var name = new Option<string>("--class") { Description = "The name of the class; made from the name of the file unless given." };
        var space = new Option<string>("--namespace") { Description = "The namespace of the class; none unless given." };
        var output = new Option<string>("--output")
        {
            Description = "The project's folder, where the class is written; the current folder unless given.",
            HelpName = "DIR",
            DefaultValueFactory = _ => ".",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replaces the C# file, and the safetensors file that a model of Keras becomes, if they are there.",
        };
        Option<bool> json = CommandRunner.JsonOption();
        foreach (Option option in new Option[] { name, space, output, force, json })
        {
            command.Add(option);
        }

        return command.With(arguments => Run(
            model, arguments, arguments.GetValue(name), arguments.GetValue(space), arguments.GetRequiredValue(output),
            arguments.GetValue(force), arguments.GetValue(json)));
    }

    private static int Run(
        ModelArguments arguments, ParseResult parsed, string? name, string? space, string folder, bool force, bool json)
    {
        string path = arguments.PathIn(parsed);
        name ??= Declaration.ClassNameOf(path);
        CheckNames(name, space);
        NetworkModel model = arguments.Read(parsed, out bool isReadByTheBuild);
        string? converted = isReadByTheBuild ? null : Path.ChangeExtension(path, ".safetensors");
        string file = folder == "." ? name + ".cs" : Path.Combine(folder, name + ".cs");
        FileChecks.CheckNew(file, force);
        (Activation? hidden, Activation? output) = arguments.ActivationsIn(parsed);
        if (converted is not null)
        {
            // It says the activations too.
            FileChecks.CheckNew(converted, force);
            _ = new ModelWriter(converted).With(model);
            (hidden, output) = (null, null);
        }

        string compiled = converted ?? path;
        File.WriteAllText(file, new Declaration(name, space, Path.GetFileName(compiled)).ToSource(model, hidden, output));
        string include = Path.GetRelativePath(folder, compiled).Replace('\\', '/');
        string item = $"<NetworkModel Include=\"{System.Security.SecurityElement.Escape(include)}\" />";
        if (json)
        {
            Output.Json(new
            {
                file, @class = name, @namespace = space, item, converted, network = model.Topology.ToString(), notes = model.Notes,
            });
            return ExitCodes.Success;
        }

        Output.Line($"{file}: class {name}, {model.Topology}");
        if (converted is not null)
        {
            Output.Line($"{converted}: the network of {path} in a format that the build reads");
        }

        Output.Line("Add this item to the project file:");
        Output.Line($"  <ItemGroup>{item}</ItemGroup>");
        foreach (string note in model.Notes)
        {
            Output.Line($"note: {note}");
        }

        return ExitCodes.Success;
    }

    private static void CheckNames(string name, string? space)
    {
        if (!Declaration.IsName(name, mayHavePoints: false))
        {
            throw new ToolException($"Expected the name of a class for --class; found '{name}'.");
        }

        if (space is not null && !Declaration.IsName(space, mayHavePoints: true))
        {
            throw new ToolException($"Expected the name of a namespace for --namespace; found '{space}'.");
        }
    }
}
