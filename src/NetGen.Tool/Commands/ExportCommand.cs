using System.CommandLine;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Writes a model in another format.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("export", "Writes a model in another format, by the ending of the new file.");
        var model = new ModelArguments(command);
        var target = new Argument<string>("OUT")
        {
            Description = "The file to write: .onnx, .safetensors, .npz, or .json for network2.py.",
        };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it is there." };
        Option<bool> json = CommandRunner.JsonOption();
        command.Add(target);
        command.Add(force);
        command.Add(json);
        return command.With(arguments =>
        {
            string path = arguments.GetRequiredValue(target);
            FileChecks.CheckNew(path, arguments.GetValue(force));
            string format = ModelWriter.FormatOf(path);
            NetworkModel source = model.Read(arguments);
            new ModelWriter(path).With(source);
            bool hasActivations = format != "npz";
            long bytes = new FileInfo(path).Length;
            if (arguments.GetValue(json))
            {
                Output.Json(new { file = path, format, bytes, hasActivations, network = source.Topology.ToString(), notes = source.Notes });
                return ExitCodes.Success;
            }

            Output.Line(
                $"{path}: {format}, {Output.Bytes(bytes)}{(hasActivations ? "" : ", without activations")}; {source.Topology}");
            foreach (string note in source.Notes)
            {
                Output.Line($"note: {note}");
            }

            return ExitCodes.Success;
        });
    }
}
