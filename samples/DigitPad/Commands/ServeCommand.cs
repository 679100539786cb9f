using System.CommandLine;
using System.Net.Sockets;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.Samples.DigitPad.Commands;

/// <summary>Serves the page.</summary>
internal static class ServeCommand
{
    /// <summary>Adds the options and the action to the program's own command.</summary>
    public static void AddTo(RootCommand command)
    {
        var url = new Option<string?>("--urls")
        {
            Description = "Where to listen. http://0.0.0.0:5080 is for all that can reach this machine. Without it, what the variable "
                + $"ASPNETCORE_URLS says, or else {Server.DefaultUrl}.",
            HelpName = "URL",
        };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "A folder with the four IDX files of MNIST, for visitors to train with. Without it, the 1,797 digits of "
                + "8 x 8 pixels in the program.",
            HelpName = "DIR",
        };
        command.Add(url);
        command.Add(data);
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(url), arguments.GetValue(data)?.ToString(), Console.Out, Console.Error, cancellationToken));
    }

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="url">Where to listen, or null for what the configuration says.</param>
    /// <param name="data">The folder with MNIST, or null.</param>
    /// <param name="output">Where the addresses go.</param>
    /// <param name="error">Where a line goes if the server cannot start.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>0, or 1 if the server could not start.</returns>
    public static async Task<int> RunAsync(
        string? url, string? data, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await using WebApplication app = Server.Build(url, settings => settings.Data = data ?? settings.Data);
            await app.StartAsync(cancellationToken);
            await output.WriteLineAsync($"Digit pad: {string.Join(' ', app.Urls)} (Ctrl+C ends it)");
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            string source = url is null ? "The configured address" : $"--urls {url}";
            await error.WriteLineAsync($"{source}: {exception.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
        catch (Exception exception) when (exception
            is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
