using System.Diagnostics;
using System.Text;

namespace NetGen.Tests;

/// <summary>
/// Runs Python scripts that need modules. Where no Python has them, the test is skipped; where the variable <c>CI</c> is <c>true</c>, it
/// fails instead, so that a broken installation there cannot hide what the script checks.
/// </summary>
/// <param name="packages">The packages of Debian that bring the modules.</param>
/// <param name="modules">The modules that the scripts import.</param>
internal sealed class PythonWith(string packages, params string[] modules)
{
    private readonly Lazy<Task<string?>> _interpreter = new(() => FindAsync(modules));

    /// <summary>Runs a script and returns what it writes to standard output.</summary>
    /// <param name="script">The Python source.</param>
    /// <param name="input">What the script reads from standard input.</param>
    public async Task<string> RunAsync(string script, string input)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string? interpreter = await _interpreter.Value.WaitAsync(cancellation);
        if (interpreter is null)
        {
            string missing = $"No python3 with {string.Join(", ", modules)}, neither in /usr/bin nor on the PATH. "
                + $"On Debian: apt-get install {packages}.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI")?.ToLowerInvariant() == "true", missing);
            Assert.Fail(missing);
        }

        (int exitCode, string output, string error) = await RunAsync(interpreter!, script, input, cancellation);
        Assert.True(exitCode == 0, $"{interpreter} ended with exit code {exitCode}:\n{error}");
        return output;
    }

    // Other Pythons often come before the system's on the PATH and lack its packages. Modules take long to import; this looks for them
    // only.
    private static async Task<string?> FindAsync(string[] modules)
    {
        string names = string.Join(", ", modules.Select(module => $"'{module}'"));
        string script = $"import importlib.util as u, sys; sys.exit(any(u.find_spec(name) is None for name in [{names}]))";
        string file = OperatingSystem.IsWindows() ? "python.exe" : "python3";
        string[] folders = ["/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        foreach (string path in folders.Distinct().Select(folder => Path.Combine(folder, file)).Where(File.Exists))
        {
            if (await RunAsync(path, script, "", CancellationToken.None) is (0, _, _))
            {
                return path;
            }
        }

        return null;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string interpreter, string script, string input, CancellationToken cancellation)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(interpreter, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process.StandardInput, input, cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(StreamWriter standardInput, string input, CancellationToken cancellation)
    {
        try
        {
            await standardInput.WriteAsync(input.AsMemory(), cancellation);
            standardInput.Close();
        }
        catch (IOException)
        {
            // The process ended before it had read everything; its exit code and its standard error say why.
        }
    }
}
