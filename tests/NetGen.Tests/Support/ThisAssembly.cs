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
}
