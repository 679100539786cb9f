using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using NetGen.Tests.Support;

namespace NetGen.Samples.Tests;

/// <summary>A program on a terminal of 80 columns: that of util-linux's <c>script</c>, whose input is what somebody types.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const string Script = "/usr/bin/script";

    /// <summary>Columns of the terminal.</summary>
    public const int Width = 80;

    private readonly Process _script;
    private readonly CancellationTokenRegistration _end;
    private readonly StringBuilder _shown = new();

    private PseudoTerminal(Process script)
    {
        _script = script;
        _end = TestContext.Current.CancellationToken.Register(() => _script.Kill(entireProcessTree: true));
    }

    /// <summary>What the program has written so far, with its control sequences.</summary>
    public string Shown => _shown.ToString();

    /// <summary>Starts a program. Where there is no <c>script</c>, the test is skipped, or fails as <c>CI</c> says.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="command">The program and its arguments.</param>
    public static PseudoTerminal Start(string folder, params string[] command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have another 'script', or none.");
        if (!File.Exists(Script))
        {
            Python.SkipOrFail($"No {Script}, which makes terminals. On Debian: apt-get install bsdutils.");
        }

        string line = string.Join(' ', command.Select(word => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'"));
        // A shell in the background has its children ignore SIGINT, and so their children. Without an echo, all that is shown is output.
        var start = new ProcessStartInfo(
            Script, ["-qec", $"stty cols {Width} rows 40 -echo; exec env --default-signal=INT {line}", "/dev/null"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        // Without those of CI services, where a terminal is taken for a log.
        foreach (string name in start.Environment.Keys.Except(["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"]).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["SHELL"] = "/bin/sh";
        return new PseudoTerminal(Process.Start(start)!);
    }

    /// <summary>Reads until the program has written a text; fails if it ends before.</summary>
    public async Task WaitForAsync(string text)
    {
        var buffer = new char[4096];
        while (!Shown.Contains(text, StringComparison.Ordinal))
        {
            int count = await _script.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"Ended before \"{text}\":\n{Shown}");
            _ = _shown.Append(buffer, 0, count);
        }
    }

    /// <summary>Types Ctrl+C, of which the terminal makes SIGINT.</summary>
    public async Task InterruptAsync()
    {
        await _script.StandardInput.WriteAsync('\x03');
        await _script.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>The exit code of the program.</returns>
    public async Task<int> EndAsync()
    {
        _ = _shown.Append(await _script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await _script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _script.ExitCode;
    }

    /// <summary>The lines that were shown, each as long as it is on the terminal.</summary>
    public string[] Lines() => ControlSequence().Replace(Shown, "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _end.Dispose();
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }

    [GeneratedRegex("\e(?:\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex ControlSequence();
}
