using System.Numerics;

namespace NetGen.Tool.Models;

/// <summary>Writes networks in the format that the ending of a path says.</summary>
internal sealed class ModelWriter(string path) : INetworkUse<string>
{
    /// <summary>The name of the format.</summary>
    /// <exception cref="ToolException">No format has the ending.</exception>
    public static string FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".ONNX" => "ONNX",
        ".SAFETENSORS" => "safetensors",
        ".NPZ" => "npz",
        ".JSON" => "network2",
        _ => throw new ToolException($"{path}: expected a file that ends with .onnx, .safetensors, .npz or .json."),
    };

    /// <summary>Checks that the format can hold networks of a topology, before one is trained.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public static void CheckHolds<T>(string path, RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (FormatOf(path) == "network2")
        {
            network.SaveNetwork2(Stream.Null);
        }
    }

    /// <inheritdoc/>
    public string Use<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string format = FormatOf(path);
        switch (format)
        {
            case "ONNX":
                network.SaveOnnx(path);
                break;
            case "safetensors":
                network.Save(path);
                break;
            case "npz":
                network.SaveNpz(path);
                break;
            default:
                network.SaveNetwork2(path);
                break;
        }

        return format;
    }
}
