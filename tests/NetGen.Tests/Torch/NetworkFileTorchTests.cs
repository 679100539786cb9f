using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NetGen.Tests.Torch;

/// <summary>PyTorch sees in a saved network the tensors that the network has: names, shapes, types and bytes.</summary>
public sealed class NetworkFileTorchTests
{
    // What the reader of Hugging Face does, with nothing but PyTorch.
    private const string Script = """
        import json, struct, sys, torch
        with open(sys.argv[1], "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            data = bytearray(file.read())
        header.pop("__metadata__")
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            dtype = {"F32": torch.float32, "F64": torch.float64}[entry["dtype"]]
            tensor = torch.frombuffer(data[begin:end], dtype=dtype).reshape(entry["shape"])
            print(json.dumps([name, list(tensor.shape), str(tensor.dtype), tensor.numpy().tobytes().hex()]))
        """;

    [Fact]
    public async Task Tensors_have_the_bytes_of_the_blocks()
    {
        await CheckAsync(SmallNet.Create(1), "torch.float32");
        await CheckAsync(StandardizedWideNet.Create(2), "torch.float32");
        await CheckAsync(NarrowDoubleNet.Create(3), "torch.float64");
    }

    private static async Task CheckAsync<T>(ITrainableNetwork<T> network, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string path = Path.GetTempFileName();
        try
        {
            network.Save(path);
            string output = await TorchPython.RunAsync(Script, "", path);
            string[] lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            Assert.Equal(
                network.Topology.ParameterBlocks.Select(block =>
                {
                    var values = new T[block.Count];
                    network.Parameters.CopyTo(block.Name, values);
                    string bytes = Convert.ToHexStringLower(MemoryMarshal.AsBytes<T>(values));
                    return $"{block.Name} {string.Join('x', block.Shape)} {type} {bytes}";
                }),
                lines.Select(line =>
                {
                    JsonElement[] tensor = [.. JsonDocument.Parse(line).RootElement.EnumerateArray()];
                    return $"{tensor[0]} {string.Join('x', tensor[1].EnumerateArray())} {tensor[2]} {tensor[3]}";
                }));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
