using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using NetGen.Tool;
using NetGen.Tool.Commands;

Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = new RootCommand("Works with files of neural networks: ONNX, safetensors, NumPy (.npz), Keras and the JSON of network2.py.")
{
    InspectCommand.Create(), ImportCommand.Create(), ExportCommand.Create(), VerifyCommand.Create(), BenchCommand.Create(),
    TrainCommand.Create(), PredictCommand.Create(),
};
ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Action is ParseErrorAction)
{
    string command = parsed.CommandResult.Command is RootCommand ? "" : " " + parsed.CommandResult.Command.Name;
    return Output.Fail($"{ErrorOf(parsed)} See: netgen{command} --help");
}

// Ctrl+C ends the process at once, except while it trains; that command handles it itself.
return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

// An unknown command is reported after the missing one, and says more. Names of types say nothing to users.
static string ErrorOf(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0
    ? $"Unknown command or argument '{parsed.UnmatchedTokens[0]}'."
    : Regex.Replace(parsed.Errors[0].Message, " as expected type '[^']*'", "");
