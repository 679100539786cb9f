using System.CommandLine;
using NetGen.Serialization;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Writes the class that the build compiles from a model.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "import", "Writes a C# class that the build compiles from the model, and adds the item to a project, or shows it.");
        var model = new ModelArguments(command, outputName: "--output-activation");
        var name = new Option<string>("--class") { Description = "The name of the class; made from the name of the file unless given." };
        var space = new Option<string>("--namespace") { Description = "The namespace of the class; none unless given." };
        var project = new Option<string>("--project")
        {
            Description = "The C# project to add the item to, which keeps its formatting; only shown unless given.",
            HelpName = "FILE",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder where the class is written; that of --project, or the current one, unless given.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replaces the C# file, and the safetensors file that a model of Keras becomes, if they are there.",
        };
        Option<bool> json = CommandRunner.JsonOption();
        foreach (Option option in new Option[] { name, space, project, output, force, json })
        {
            command.Add(option);
        }

        return command.With(arguments => Run(model, arguments, new Target(
            arguments.GetValue(name) ?? Declaration.ClassNameOf(model.PathIn(arguments)), arguments.GetValue(space),
            arguments.GetValue(output), arguments.GetValue(project), arguments.GetValue(force)), arguments.GetValue(json)));
    }

    private static int Run(ModelArguments arguments, ParseResult parsed, Target target, bool json)
    {
        string path = arguments.PathIn(parsed);
        CheckNames(target.Name, target.Namespace);
        ProjectFile? project = target.Project is null ? null : ProjectFile.Read(target.Project);
        NetworkModel model = arguments.Read(parsed, out bool isReadByTheBuild);
        string? converted = isReadByTheBuild ? null : Path.ChangeExtension(path, ".safetensors");
        string folder = target.Folder ?? project?.Folder ?? ".";
        string file = folder == "." ? target.Name + ".cs" : Path.Combine(folder, target.Name + ".cs");
        FileChecks.CheckNew(file, target.MayReplace);
        (Activation? hidden, Activation? output) = arguments.ActivationsIn(parsed);
        if (converted is not null)
        {
            // It says the activations too.
            FileChecks.CheckNew(converted, target.MayReplace);
            _ = new ModelWriter(converted).With(model);
            (hidden, output) = (null, null);
        }

        string compiled = converted ?? path;
        AtomicFile.WriteText(
            file, new Declaration(target.Name, target.Namespace, Path.GetFileName(compiled)).ToSource(model, hidden, output));
        string include = Path.GetRelativePath(project?.Folder ?? folder, compiled).Replace('\\', '/');
        string item = ProjectFile.ItemOf(include);
        bool? isAdded = project?.Add(include);
        if (json)
        {
            Output.Json(new
            {
                file, @class = target.Name, @namespace = target.Namespace, item, project = target.Project, itemAdded = isAdded, converted,
                network = model.Topology.ToString(), notes = model.Notes,
            });
            return ExitCodes.Success;
        }

        Output.Line($"{file}: class {target.Name}, {model.Topology}");
        if (converted is not null)
        {
            Output.Line($"{converted}: the network of {path} in a format that the build reads");
        }

        if (isAdded is bool added)
        {
            Output.Line($"{target.Project}: {(added ? "added" : "there was already")} {item}");
        }
        else
        {
            Output.Line("Add this item to the project file:");
            Output.Line($"  <ItemGroup>{item}</ItemGroup>");
        }

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
            throw new ToolException($"Expected a class name that is not a C# keyword, for --class; found '{name}'.");
        }

        if (space is not null && !Declaration.IsName(space, mayHavePoints: true))
        {
            throw new ToolException($"Expected a namespace without C# keywords for --namespace; found '{space}'.");
        }
    }

    // What to write, and where: the folder is that of the project unless it is given.
    private sealed record Target(string Name, string? Namespace, string? Folder, string? Project, bool MayReplace);
}
