using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>
/// The package of this build, and two empty folders for projects that use it. In one, nothing is taken from anywhere else; in the other,
/// packages of other projects come from where this machine has them.
/// </summary>
public sealed partial class PackedLibrary : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-package-").FullName;

    /// <summary>The root of the repository.</summary>
    public static string Repository => Pages.Repository;

    /// <summary>The configuration that the tests, and so the library, are built in.</summary>
    public static string Configuration { get; } =
        typeof(PackedLibrary).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The version of the package.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The folder with the package.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    private string Closed => Path.Combine(_folder, "closed");

    private string Open => Path.Combine(_folder, "open");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.targets"), "<Project />");

        // Several builds run at a time, so none needs processes of its own for its projects.
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.rsp"), "-maxCpuCount:1");
        WriteSources(Closed, "<clear />");
        WriteSources(Open, "");
        DotnetRun run = await RunAsync(
            Repository, "pack", Path.Combine("src", "NetGen"), "-c", Configuration, "--no-build", "-o", Feed,
            "-p:RepositoryUrl=https://host/netgen");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        string package = Assert.Single(Directory.GetFiles(Feed, "*.nupkg"));
        Version = Path.GetFileNameWithoutExtension(package)["NetGen.".Length..];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the package, or that of its symbols.</summary>
    public ZipArchive OpenPackage(string extension) => ZipFile.OpenRead(Path.Combine(Feed, $"NetGen.{Version}.{extension}"));

    /// <summary>Writes files, the project's among them, into a new folder.</summary>
    public string Write(string name, params (string Name, string Content)[] files) => WriteIn(Path.Combine(Closed, name), files);

    /// <summary>Writes files into a new folder for projects that need packages of others.</summary>
    public string WriteOpen(string name, params (string Name, string Content)[] files) => WriteIn(Path.Combine(Open, name), files);

    /// <summary>Runs the SDK, or a program by its assembly, to its end.</summary>
    public Task<DotnetRun> RunAsync(string folder, params string[] arguments) => RunProgramAsync(folder, "dotnet", arguments);

    /// <summary>Runs a program to its end.</summary>
    public async Task<DotnetRun> RunProgramAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Start(folder, program, arguments);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation) + await errors;
        await process.WaitForExitAsync(cancellation);
        return new DotnetRun(process.ExitCode == 0, output, [.. ErrorLine().Matches(output).Select(match => match.Value).Distinct()]);
    }

    /// <summary>Starts a program, for which the SDK has a package cache of its own.</summary>
    public Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build around the tests has set is not for this one.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // One compiler for all builds: each would take about as long to start as to compile.
        start.Environment["UseSharedCompilation"] = "true";
        // Builds end before profiles pay off.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (folder != Repository)
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
        }

        return Process.Start(start)!;
    }

    private void WriteSources(string folder, string before)
    {
        string sources = $"""<packageSources>{before}<add key="packed" value="{Feed}" /></packageSources>""";
        _ = WriteIn(folder, [("nuget.config", $"<configuration>{sources}</configuration>")]);
    }

    private string WriteIn(string folder, (string Name, string Content)[] files)
    {
        _ = Directory.CreateDirectory(folder);
        foreach ((string file, string content) in files)
        {
            File.WriteAllText(Path.Combine(folder, file), content.Replace("VERSION", Version, StringComparison.Ordinal));
        }

        return folder;
    }

    [GeneratedRegex(@"(?<=(error|warning) )[A-Z]+\d+: [^\r\n]*")]
    private static partial Regex ErrorLine();
}
