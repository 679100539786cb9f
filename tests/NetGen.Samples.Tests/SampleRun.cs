using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using NetGen.Package.Tests;

namespace NetGen.Samples.Tests;

/// <summary>A sample that was run to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, with <c>\n</c> at the ends of lines.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record SampleRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The root of the repository.</summary>
    public static string Repository => Pages.Repository;

    /// <summary>The configuration that the tests, and so the samples, are built in.</summary>
    public static string Configuration { get; } =
        typeof(SampleRun).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Runs what was built of a sample; fails if it does not end with 0.</summary>
    /// <param name="name">The folder in samples.</param>
    /// <param name="folder">The folder that it runs in, and writes its files to.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<SampleRun> SucceedAsync(string name, string folder, params string[] arguments)
    {
        SampleRun run = await RunAsync(name, folder, arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    /// <summary>Runs what was built of a sample.</summary>
    /// <param name="name">The folder in samples.</param>
    /// <param name="folder">The folder that it runs in, and writes its files to.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<SampleRun> RunAsync(string name, string folder, params string[] arguments) =>
        RunFileAsync(ProgramOf("samples/" + name), folder, arguments);

    /// <summary>Runs a program by its assembly.</summary>
    public static Task<SampleRun> RunFileAsync(string program, string folder, params string[] arguments) =>
        RunAsync(StartInfo(program, folder, arguments));

    /// <summary>Runs a program.</summary>
    public static async Task<SampleRun> RunAsync(ProcessStartInfo start)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new SampleRun(process.ExitCode, output.ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts what was built of a sample. To dispose of the process ends it.</summary>
    public static Process Start(string name, string folder, params string[] arguments) =>
        Start(StartInfo(ProgramOf("samples/" + name), folder, arguments));

    /// <summary>Starts a program. To dispose of the process ends it.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        var process = new TestProcess { StartInfo = start };
        _ = process.Start();
        return process;
    }

    /// <summary>The assembly that was built of a project.</summary>
    /// <param name="project">The folder of the project in the repository.</param>
    public static string ProgramOf(string project)
    {
        // Below the framework's folder there may be one for this kind of machine.
        string built = Path.Combine(Repository, project, "bin", Configuration, "net10.0");
        return Directory.GetFiles(built, Path.GetFileName(project) + ".dll", SearchOption.AllDirectories)
            .Where(file => File.Exists(Path.ChangeExtension(file, ".runtimeconfig.json")))
            .OrderBy(file => file.Length).First();
    }

    /// <summary>How to start a program.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo StartInfo(string program, string folder, params string[] arguments) =>
        new("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Several may run at a time: each that serves takes a free port.
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };

    /// <summary>Reads the output up to the first line that starts with a text; ends the process when the test is cancelled.</summary>
    /// <returns>The lines.</returns>
    public static Task<string> ReadToAsync(Process process, string start) =>
        ReadToAsync(process, line => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Reads the output up to the first line of a kind; ends the process when the test is cancelled.</summary>
    /// <returns>The lines.</returns>
    public static async Task<string> ReadToAsync(Process process, Predicate<string> isLast)
    {
        using CancellationTokenRegistration end = TestContext.Current.CancellationToken.Register(
            () => process.Kill(entireProcessTree: true));
        var lines = new StringBuilder();
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, lines.ToString());
            _ = lines.Append(line).Append('\n');
        }
        while (!isLast(line));
        return lines.ToString();
    }

    /// <summary>Does to a process what Ctrl+C does, which programs that are started in the background may not get.</summary>
    public static async Task TerminateAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts what was built of a sample, on a terminal.</summary>
    public static PseudoTerminal StartOnTerminal(string name, string folder, params string[] arguments) =>
        PseudoTerminal.Start(folder, ["dotnet", ProgramOf("samples/" + name), .. arguments]);

    /// <summary>
    /// The lines of the block of output, marked <c>text</c>, in a sample's README, but for those with three dots or a time, which differs
    /// from run to run.
    /// </summary>
    public static IEnumerable<string> QuotedLines(string name) => QuotedLinesOf($"samples/{name}/README.md");

    /// <summary>The same of any page.</summary>
    public static IEnumerable<string> QuotedLinesOf(string page) => Pages.TheOnly(page, "text").Lines
        .Where(line => !line.Contains("...", StringComparison.Ordinal) && !Time().IsMatch(line));

    // A test that fails leaves nothing running.
    private sealed class TestProcess : Process
    {
        private bool _isDisposed;

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isDisposed && !HasExited)
            {
                Kill(entireProcessTree: true);
            }

            _isDisposed = true;
            base.Dispose(disposing);
        }
    }

    private static System.Text.RegularExpressions.Regex Time() => new(@"\d (ns|µs|ms|s)\b|real time");
}
