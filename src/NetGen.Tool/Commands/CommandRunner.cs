using System.CommandLine;

namespace NetGen.Tool.Commands;

/// <summary>What all commands have in common: <c>--json</c>, and errors that end with one line and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>The option for programs that read the output.</summary>
    public static Option<bool> JsonOption() => new("--json")
    {
        Description = "Writes the result as JSON to standard output, and nothing else.",
    };

    /// <summary>Gives a command what it does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">Its work; returns the exit code.</param>
    public static Command With(this Command command, Func<ParseResult, int> run)
    {
        command.SetAction(arguments =>
        {
            try
            {
                return run(arguments);
            }
            catch (TrainingDivergedException exception)
            {
                return Output.Fail(exception.Message, ExitCodes.Failure);
            }
            catch (ArgumentException exception) when (exception.ParamName is not null)
            {
                return Output.Fail(MessageOf(exception));
            }
            catch (Exception exception) when (exception is ToolException or IOException or InvalidDataException or ArgumentException
                or InvalidOperationException or UnauthorizedAccessException or OutOfMemoryException)
            {
                return Output.Fail(CsvArguments.InOptionsOfTheTool(exception.Message));
            }
            catch (Exception exception)
            {
                // A fault of the tool, of which its kind says more than its message.
                return Output.Fail($"unexpected {exception.GetType().Name}: {exception.Message}");
            }
        });
        return command;
    }

    // Names of parameters and the values of arguments say nothing to users of the tool.
    private static string MessageOf(ArgumentException exception) =>
        CsvArguments.InOptionsOfTheTool(exception.Message.Split($" (Parameter '{exception.ParamName}')")[0]);
}
