using System.CommandLine;
using NetGen.Serialization;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Predicts classes, or outputs, for the samples of a CSV file.</summary>
internal static class PredictCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("predict", "Predicts the class of each sample of a CSV file, or the outputs if there are no classes.");
        var model = new ModelArguments(command, "MODEL");
        var data = new CsvArguments(command, learns: false);
        var outputs = new Option<bool>("--outputs") { Description = "Writes all outputs, also where there are classes." };
        var file = new Option<string>("--out") { Description = "The CSV file to write; standard output unless given.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it is there." };
        Option<bool> json = CommandRunner.JsonOption();
        foreach (Option option in new Option[] { outputs, file, force, json })
        {
            command.Add(option);
        }

        return command.With(arguments =>
        {
            string? target = arguments.GetValue(file);
            if (target is not null)
            {
                FileChecks.CheckNew(target, arguments.GetValue(force));
            }

            var predicting = new Predicting(
                data.PathIn(arguments), data.InputOptionsIn(arguments), arguments.GetValue(outputs) || data.HasTargets(arguments));
            Predictions result = predicting.With(model.Read(arguments));
            Write(result, target, arguments.GetValue(json));
            return result.Missing is int row
                ? Output.Fail($"sample {row + 1} has no prediction: its outputs are NaN.", ExitCodes.Failure)
                : ExitCodes.Success;
        });
    }

    private static void Write(Predictions result, string? target, bool json)
    {
        if (target is not null)
        {
            AtomicFile.WriteText(target, string.Concat(result.ToCsv().Select(line => line + Environment.NewLine)));
        }

        if (json)
        {
            Output.Json(result.ToJson());
        }
        else if (target is null)
        {
            foreach (string line in result.ToCsv())
            {
                Output.Line(line);
            }
        }
        else
        {
            Output.Line($"{target}: {result.Count} predictions");
        }
    }
}
