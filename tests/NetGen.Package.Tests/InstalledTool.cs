using System.Diagnostics;
using System.Text;
using NetGen.Samples.Tests;

namespace NetGen.Package.Tests;

/// <summary>The tool netgen, packed and installed into an empty folder.</summary>
public sealed class InstalledTool(PackedLibrary library) : IAsyncLifetime
{
    private string _folder = "";

    // The tool's starter looks for the runtime where it is usually installed, unless told otherwise.
    private static string RuntimeRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    private string Commands => Path.Combine(_folder, "commands");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _folder = library.Write("InstalledTool");
        string feed = Path.Combine(_folder, "feed");
        // The page's command is one that builds too; .ci/determinism runs it.
        DotnetRun pack = await library.RunAsync(
            PackedLibrary.Repository, "pack", Path.Combine("src", "NetGen.Tool"), "-c", PackedLibrary.Configuration, "--no-build", "-o",
            feed);
        Assert.True(pack.Succeeded, pack.Output);
        Assert.Empty(pack.Problems);

        // The page's command, into this folder and from the feed of this build.
        string[] words = Assert.Single(Pages.TheOnly("docs/cli.md", "shell").Lines).Split(' ');
        Assert.Equal(["dotnet", "tool", "install", "--global"], words[..4]);
        DotnetRun run = await library.RunAsync(
            _folder,
            [
                "tool", "install", "--tool-path", "commands", .. words[4..], "--add-source", feed,
            ]);
        Assert.True(run.Succeeded, run.Output);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A new folder with the data of the examples.</summary>
    public string NewFolder(string name)
    {
        string folder = library.Write(name);
        foreach (string file in new[] { "samples/Digits/data/digits.csv.gz", "tests/NetGen.Tests/Training/Data/penguins.csv" })
        {
            File.Copy(Path.Combine(PackedLibrary.Repository, file), Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        return folder;
    }

    /// <summary>Runs the tool to its end.</summary>
    public Task<ToolRun> RunAsync(string folder, params string[] arguments) =>
        EndAsync(Start(folder, Path.Combine(Commands, "netgen"), arguments));

    /// <summary>Runs lines of a shell that knows the tool; its errors come with the rest of the output.</summary>
    public Task<ToolRun> ShellAsync(string folder, string lines) => EndAsync(Start(folder, "sh", "-c", "exec 2>&1\n" + lines));

    /// <summary>Starts the tool.</summary>
    public Process Start(string folder, string[] arguments) => Start(folder, Path.Combine(Commands, "netgen"), arguments);

    /// <summary>Starts the tool on a terminal.</summary>
    internal PseudoTerminal StartOnTerminal(string folder, params string[] arguments) =>
        PseudoTerminal.Start(folder, ["env", "DOTNET_ROOT=" + RuntimeRoot, Path.Combine(Commands, "netgen"), .. arguments]);

    /// <summary>Waits for the end of what was started.</summary>
    public static async Task<ToolRun> EndAsync(Process process)
    {
        using (process)
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new ToolRun(process.ExitCode, output.ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
        }
    }

    private Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["PATH"] = Commands + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");

        start.Environment["DOTNET_ROOT"] = RuntimeRoot;
        return Process.Start(start)!;
    }
}

/// <summary>What a run of the tool gave.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ToolRun(int ExitCode, string Output, string Errors);
