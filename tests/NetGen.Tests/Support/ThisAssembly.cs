using System.Diagnostics;

namespace NetGen.Tests;

/// <summary>Runs tests of this assembly in another process.</summary>
internal static class ThisAssembly
{
    /// <summary>How to start a process that runs the tests of a class.</summary>
    // The tests run as an executable, or as a library of the host named dotnet.
    public static ProcessStartInfo StartOf(params IEnumerable<Type> classes)
    {
        string library = typeof(ThisAssembly).Assembly.Location;
        string executable = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        string? host = Environment.ProcessPath;
        bool isHost = Path.GetFileNameWithoutExtension(host) == "dotnet" || !File.Exists(executable);
        var start = new ProcessStartInfo(isHost ? host ?? "dotnet" : executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (isHost)
        {
            start.ArgumentList.Add(library);
        }

        foreach (Type type in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(type.FullName!);
        }

        start.ArgumentList.Add("-noLogo");
        start.ArgumentList.Add("-noColor");
        return start;
    }

    /// <summary>Runs such a process to its end, or ends it with the test.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(ProcessStartInfo start)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            output += await errors;
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
