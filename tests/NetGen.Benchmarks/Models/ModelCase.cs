namespace NetGen.Benchmarks.Models;

/// <summary>A file of a network for the build.</summary>
/// <param name="Bytes">About as many bytes of weights, as floats.</param>
/// <param name="Extension">The ending of the file, which says its format.</param>
internal sealed record ModelCase(long Bytes, string Extension)
{
    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<ModelCase> All { get; } =
    [
        new(1_000, "safetensors"), new(100_000, "safetensors"), new(1_000_000, "safetensors"), new(10_000_000, "safetensors"),
        new(100_000_000, "safetensors"), new(200_000_000, "safetensors"), new(10_000_000, "onnx"), new(10_000_000, "json"),
    ];

    /// <summary>The size and the format.</summary>
    public string Name => (Bytes < 1_000_000 ? $"{Bytes / 1_000} KB" : $"{Bytes / 1_000_000} MB") + $" {Extension}";

    /// <summary>The file's name.</summary>
    public string File => $"model.{Extension}";

    /// <summary>The units of the first two layers; the third has ten.</summary>
    public int Width => (int)Math.Sqrt(Bytes / sizeof(float));

    /// <summary>Writes the file into a folder.</summary>
    public void Write(string folder)
    {
        // The format of the book has sigmoid layers alone.
        Activation[] activations =
            Extension == "json" ? [Activation.Sigmoid, Activation.Sigmoid] : [Activation.ReLU, Activation.Softmax];
        var topology = new NetworkTopology([Width, Width, 10], activations, numericType: NumericType.Single);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 1);
        string path = Path.Combine(folder, File);
        switch (Extension)
        {
            case "onnx":
                network.SaveOnnx(path);
                break;
            case "json":
                network.SaveNetwork2(path);
                break;
            default:
                network.Save(path);
                break;
        }
    }
}
