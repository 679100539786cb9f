using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using NetGen.Benchmarks.Compare;

namespace NetGen.Benchmarks.Peers.PyTorch;

/// <summary>A Python that runs <c>training.py</c>, and waits for the next case when it has answered one.</summary>
internal sealed class TorchProcess : IDisposable
{
    public const string Name = "PyTorch";

    private const string ScriptName = "training.py";

    private readonly Process _process;

    public TorchProcess(string interpreter)
    {
        var start = new ProcessStartInfo(interpreter, ["-c", ReadScript()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string library in new[] { "OMP", "MKL", "OPENBLAS" })
        {
            start.Environment[library + "_NUM_THREADS"] = "1";
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{interpreter} did not start.");
        Version = ReadLine();
    }

    /// <summary>The version of PyTorch, and the libraries that multiply its matrices.</summary>
    public string Version { get; }

    /// <summary>Times steps of training by each optimizer, and the outputs of a mini-batch, in rounds that run them all in turn.</summary>
    /// <param name="network">The network as it is at the start; its cost is quadratic.</param>
    /// <param name="samples">What to train with.</param>
    /// <param name="optimizers">The optimizers.</param>
    /// <param name="checkedSteps">Steps with the large rate, before the outputs.</param>
    /// <param name="rounds">Rounds of measurements.</param>
    public TorchAnswer Measure(
        INetwork<float> network, SampleSets<float> samples, IReadOnlyList<TorchRequest> optimizers, int checkedSteps, int rounds)
    {
        string file = Path.GetTempFileName();
        try
        {
            WriteNumbers(file, network, samples);
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(new
            {
                file,
                sizes = network.Topology.Layers.Select(layer => layer.OutputSize).Prepend(network.Topology.InputSize),
                activations = network.Topology.Layers.Select(layer => $"{layer.Activation}"),
                batch = samples.Batch,
                sets = samples.Count,
                optimizers,
                checked_steps = checkedSteps,
                rounds,
            }));
            _process.StandardInput.Flush();
            return JsonSerializer.Deserialize<TorchAnswer>(ReadLine())!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        // The end of its input is the end of the script.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string ReadScript()
    {
        using Stream stream = typeof(TorchProcess).Assembly.GetManifestResourceStream(ScriptName)
            ?? throw new InvalidOperationException($"{ScriptName} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // Weights and biases of each layer, all inputs, all targets.
    private static void WriteNumbers(string file, INetwork<float> network, SampleSets<float> samples)
    {
        using FileStream stream = File.Create(file);
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            var weights = new float[layer.InputSize * layer.OutputSize];
            var biases = new float[layer.OutputSize];
            network.GetWeights(layer.Index, weights);
            network.GetBiases(layer.Index, biases);
            stream.Write(MemoryMarshal.AsBytes<float>(weights));
            stream.Write(MemoryMarshal.AsBytes<float>(biases));
        }

        stream.Write(MemoryMarshal.AsBytes<float>(samples.Inputs));
        stream.Write(MemoryMarshal.AsBytes<float>(samples.Targets));
    }

    // The script writes its errors to the console itself.
    private string ReadLine() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{ScriptName} ended without an answer.");
}
