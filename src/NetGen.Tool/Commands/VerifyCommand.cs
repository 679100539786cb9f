using System.CommandLine;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Compares the outputs of a model, as computed here, with others.</summary>
internal static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "verify", "Compares outputs on random samples, bit for bit with plain loops, and with ONNX Runtime if Python has it.");
        var model = new ModelArguments(command);
        var samples = new Option<int>("--samples")
        {
            Description = "The number of samples.", HelpName = "COUNT", DefaultValueFactory = _ => 100,
        };
        samples.Validators.Add(result =>
        {
            if (result.GetValue(samples) is < 1 or > 1_000_000)
            {
                result.AddError("Expected 1 to 1000000 for --samples.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "Decides the samples.", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
        var python = new Option<string>("--python")
        {
            Description = "The Python to ask for ONNX Runtime.", HelpName = "PATH", DefaultValueFactory = _ => "python3",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "How long Python may take.", HelpName = "SECONDS", DefaultValueFactory = _ => 120,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValue(timeout) is < 1 or > 1_000_000)
            {
                result.AddError("Expected 1 to 1000000 seconds for --timeout.");
            }
        });
        Option<bool> json = CommandRunner.JsonOption();
        foreach (Option option in new Option[] { samples, seed, python, timeout, json })
        {
            command.Add(option);
        }

        return command.With(arguments =>
        {
            NetworkModel read = model.Read(arguments);
            var check = new OnnxRuntimeCheck(arguments.GetRequiredValue(python), TimeSpan.FromSeconds(arguments.GetValue(timeout)));
            var use = new Verifying(read, model.PathIn(arguments), arguments.GetValue(samples), arguments.GetValue(seed), check);
            Verification result = use.With(read);
            if (arguments.GetValue(json))
            {
                Output.Json(result);
            }
            else
            {
                Print(result);
            }

            return result.Passed ? ExitCodes.Success : ExitCodes.Failure;
        });
    }

    private static void Print(Verification result)
    {
        Output.Line($"{result.File}: {result.Network}");
        string count = result.Samples == 1 ? "1 random sample" : $"{Output.Count(result.Samples)} random samples";
        Output.Line(result.DifferentSamples == 0
            ? $"reference: the same bits for {count}"
            : $"reference: {Output.Count(result.DifferentSamples)} of {count} differ");
        RuntimeComparison other = result.OnnxRuntime;
        Output.Line(!other.Compared
            ? $"ONNX Runtime: not compared: {other.Reason}"
            : $"ONNX Runtime {other.Version}, {other.Model}: largest difference {Output.Number(other.LargestDifference!.Value)}, "
                + $"{Output.Number(other.LargestShare!.Value)} of what rounding explains");
        Output.Line(result.Passed ? "passed" : "failed");
    }
}
