using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace NetGen.Tests.Support;

/// <summary>
/// Runs Python scripts that import a package. Where no Python has it, the test is skipped; where the variable <c>CI</c> is <c>true</c>,
/// it fails instead, so that a broken installation there cannot hide the comparison.
/// </summary>
internal static class Python
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Interpreters = new();

    /// <summary>Runs a script and returns what it writes to standard output.</summary>
    /// <param name="package">What the script imports, such as <c>numpy</c>.</param>
    /// <param name="script">The Python source.</param>
    /// <param name="input">What the script reads from standard input.</param>
    /// <param name="arguments">What the script finds in <c>sys.argv[1:]</c>.</param>
    public static async Task<string> RunAsync(string package, string script, string input, params IEnumerable<string> arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string interpreter = await RequireAsync(package);
        (int exitCode, string output, string error) = await RunAsync(interpreter, ["-c", script, .. arguments], input, cancellation);
        Assert.True(exitCode == 0, $"{interpreter} ended with exit code {exitCode}:\n{error}");
        return output;
    }

    /// <summary>The path of a Python that has a package; where there is none, the test is skipped, or fails as <c>CI</c> says.</summary>
    public static async Task<string> RequireAsync(string package)
    {
        string? interpreter = await InterpreterAsync(package);
        if (interpreter is null)
        {
            SkipOrFail(
                $"No python3 with {package}, neither in /usr/bin nor on the PATH. On Debian: apt-get install python3-{package}.");
        }

        return interpreter!;
    }

    /// <summary>Whether a Python has a package.</summary>
    public static async Task<bool> HasAsync(string package) => await InterpreterAsync(package) is not null;

    /// <summary>Skips the test, or fails where <c>CI</c> is <c>true</c>.</summary>
    /// <param name="missing">What the test lacks, and where it comes from.</param>
    public static void SkipOrFail(string missing)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(missing);
        }

        Assert.Skip(missing);
    }

    private static Task<string?> InterpreterAsync(string package) =>
        Interpreters.GetOrAdd(package, name => new Lazy<Task<string?>>(() => FindAsync(name)))
            .Value.WaitAsync(TestContext.Current.CancellationToken);

    // Other Pythons often come before the system's on the PATH and lack its packages. Importing a package can take seconds; this looks
    // for it only.
    private static async Task<string?> FindAsync(string package)
    {
        string script = $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{package}') is None)";
        string name = OperatingSystem.IsWindows() ? "python.exe" : "python3";
        string[] folders = ["/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        foreach (string path in folders.Distinct().Select(folder => Path.Combine(folder, name)).Where(File.Exists))
        {
            if (await RunAsync(path, ["-c", script], "", CancellationToken.None) is (0, _, _))
            {
                return path;
            }
        }

        return null;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string interpreter, IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        using var process = Process.Start(Settings(interpreter, arguments))!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, input, cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process ended before it had read everything; its exit code and its standard error say why.
        }
    }

    private static ProcessStartInfo Settings(string interpreter, IEnumerable<string> arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var settings = new ProcessStartInfo(interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        settings.Environment["PYTHONUTF8"] = "1";
        foreach (string library in new[] { "OMP", "MKL", "OPENBLAS" })
        {
            settings.Environment[library + "_NUM_THREADS"] = "1";
        }

        return settings;
    }
}
