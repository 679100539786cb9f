using System.Diagnostics;

namespace NetGen.Benchmarks.Peers.PyTorch;

/// <summary>The Pythons of this machine.</summary>
internal static class PythonInterpreter
{
    /// <summary>The first Python that has PyTorch, in /usr/bin and then on the PATH; null if none has.</summary>
    public static string? FindWithTorch()
    {
        string name = OperatingSystem.IsWindows() ? "python.exe" : "python3";
        string[] folders = ["/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        return folders.Distinct().Select(folder => Path.Combine(folder, name)).FirstOrDefault(path => File.Exists(path) && HasTorch(path));
    }

    // Only looks for the module: to import it takes seconds.
    private static bool HasTorch(string path)
    {
        const string Script = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
        using var process = Process.Start(new ProcessStartInfo(path, ["-c", Script]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
