using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Peers;

/// <summary>Compiles <c>network.cpp</c> for a topology, and loads it.</summary>
internal static class CppCompiler
{
    /// <summary>What a C++ programmer would ask for who wants speed.</summary>
    public const string Flags = "-O3 -march=native -ffast-math -mprefer-vector-width=512";

    private const string SourceName = "network.cpp";

    private static readonly Dictionary<string, nint> s_libraries = [];

    /// <summary>The compiler: <c>CXX</c> or g++.</summary>
    public static string Name => Environment.GetEnvironmentVariable("CXX") is { Length: > 0 } name ? name : "g++";

    /// <summary>Why a network cannot be compiled or loaded, or null.</summary>
    public static string? FindObstacle(NetworkTopology topology)
    {
        try
        {
            Load(topology);
            return null;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or DllNotFoundException
            or BadImageFormatException)
        {
            return exception.Message.Split('\n')[0];
        }
    }

    /// <summary>The library for a topology, compiled when it is first asked for.</summary>
    public static nint Load(NetworkTopology topology)
    {
        string type = TypeOf(topology);
        if (!s_libraries.TryGetValue(type, out nint library))
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("netgen-cpp-");
            try
            {
                string source = Path.Combine(folder.FullName, SourceName);
                string file = Path.Combine(folder.FullName, "network.so");
                File.WriteAllText(source, SourceFor(type, topology.NumericType == NumericType.Single ? "float" : "double"));
                string objectFile = Path.Combine(folder.FullName, "network.o");
                Run([.. Flags.Split(' '), "-std=c++17", "-fPIC", "-c", "-o", objectFile, source]);

                // Linked with -ffast-math, the library would have the whole process compute without subnormal numbers.
                Run("-shared", "-o", file, objectFile);
                library = NativeLibrary.Load(file);
            }
            finally
            {
                // What is loaded stays in memory.
                folder.Delete(recursive: true);
            }

            s_libraries[type] = library;
        }

        return library;
    }

    private static string TypeOf(NetworkTopology topology)
    {
        string number = topology.NumericType == NumericType.Single ? "float" : "double";
        string rest = $"End<{topology.Cost}>";
        foreach (LayerTopology layer in topology.Layers.Reverse())
        {
            rest = string.Create(CultureInfo.InvariantCulture,
                $"Layer<{number}, {layer.InputSize}, {layer.OutputSize}, {layer.Activation}, {rest}>");
        }

        return rest;
    }

    private static string SourceFor(string type, string number)
    {
        using Stream stream = typeof(CppCompiler).Assembly.GetManifestResourceStream(SourceName)
            ?? throw new InvalidOperationException($"{SourceName} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() + $$"""

            using Network = {{type}};
            extern "C" void* create(const {{number}}* parameters) {
                Network* network = new Network;
                network->load(parameters);
                return network;
            }
            extern "C" void destroy(void* network) { delete static_cast<Network*>(network); }
            extern "C" void forward(
                void* network, const {{number}}* in, {{number}}* out, std::ptrdiff_t count, std::ptrdiff_t inputs, std::ptrdiff_t outputs) {
                for (std::ptrdiff_t sample = 0; sample < count; sample++) {
                    const {{number}}* a = static_cast<Network*>(network)->forward(in + sample * inputs);
                    for (std::ptrdiff_t o = 0; o < outputs; o++) out[sample * outputs + o] = a[o];
                }
            }
            extern "C" void train(
                void* network, const {{number}}* in, const {{number}}* targets, std::ptrdiff_t count,
                std::ptrdiff_t inputs, std::ptrdiff_t outputs,
                {{number}} rate) {
                static_cast<Network*>(network)->clear();
                for (std::ptrdiff_t sample = 0; sample < count; sample++) {
                    static_cast<Network*>(network)->forward(in + sample * inputs);
                    static_cast<Network*>(network)->template gradients<Identity>(in + sample * inputs, targets + sample * outputs, nullptr);
                }
                static_cast<Network*>(network)->update(rate / count);
            }
            """;
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Name) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Name} did not start.");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Name} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
    }
}
