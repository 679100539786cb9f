using System.Runtime.InteropServices;

namespace NetGen.Package.Tests;

/// <summary>ONNX Runtime for Python: its native library, and a module that calls it.</summary>
internal static class OnnxRuntimeModule
{
    /// <summary>The folder of the module.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Python");

    /// <summary>What tells the module where the library lies.</summary>
    public const string Variable = "ONNXRUNTIME_LIBRARY";

    /// <summary>The library.</summary>
    public static string Library { get; } = Path.Combine(
        AppContext.BaseDirectory,
        "runtimes",
        (OperatingSystem.IsMacOS() ? "osx-" : "linux-") + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        "native",
        OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so");
}
