using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;
using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>Writes a network as a model: the graph with its parameters, and what a graph does not say as metadata.</summary>
internal static class OnnxModelWriter
{
    // The version of the format that came with the version of the operators.
    private const int FormatVersion = 7;
    private const int OperatorVersion = 13;

    /// <summary>Writes a network.</summary>
    /// <exception cref="InvalidOperationException">It takes more than 2 GB.</exception>
    public static void Write<T>(INetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        var nodes = new OnnxGraphWriter(typeof(T) == typeof(double));
        nodes.Write(topology);
        nodes.Nodes.Text(2, "network");
        WireWriter[] tensors = [.. topology.ParameterBlocks.Select(StartOfTensor<T>)];
        WireWriter rest = RestOfGraph<T>(topology, nodes.Constants);
        long length = nodes.Nodes.Bytes.Length + rest.Bytes.Length;
        for (int i = 0; i < tensors.Length; i++)
        {
            length += tensors[i].Bytes.Length + (topology.ParameterBlocks[i].Count * Unsafe.SizeOf<T>());
        }

        WireWriter before = new WireWriter()
            .Integer(1, FormatVersion)
            .Text(2, "NetGen")
            .Text(3, typeof(OnnxModelWriter).Assembly.GetName().Version?.ToString(3) ?? "")
            .Length(7, length);
        WireWriter after = AfterGraph(network);
        CheckLength(topology, length + before.Bytes.Length + after.Bytes.Length);
        stream.Write(before.Bytes);
        stream.Write(nodes.Nodes.Bytes);
        for (int i = 0; i < tensors.Length; i++)
        {
            stream.Write(tensors[i].Bytes);
            WriteValues(network.Parameters, topology.ParameterBlocks[i], stream);
        }

        stream.Write(rest.Bytes);
        stream.Write(after.Bytes);
    }

    private static void CheckLength(NetworkTopology topology, long length)
    {
        if (length > int.MaxValue)
        {
            throw new InvalidOperationException(
                $"{topology} takes {length} bytes as an ONNX model, which holds at most {int.MaxValue}. Save it as safetensors.");
        }
    }

    // All of it but its values.
    private static WireWriter StartOfTensor<T>(ParameterBlock block)
        where T : unmanaged
    {
        var tensor = new WireWriter();
        foreach (int length in block.Shape)
        {
            tensor.Integer(1, length);
        }

        long bytes = block.Count * Unsafe.SizeOf<T>();
        tensor.Integer(2, (long)TypeOf<T>()).Text(8, block.Name).Length(9, bytes);
        WireWriter field = new WireWriter().Length(5, tensor.Bytes.Length + bytes);
        return field.Raw(tensor.Bytes);
    }

    private static void WriteValues<T>(IReadOnlyParameters<T> parameters, ParameterBlock block, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int ChunkLength = 1 << 14;
        var values = new T[block.Count];
        parameters.CopyTo(block.Name, values);
        var bytes = new byte[ChunkLength * Unsafe.SizeOf<T>()];
        for (ReadOnlySpan<T> left = values; !left.IsEmpty;)
        {
            ReadOnlySpan<T> chunk = left[..Math.Min(ChunkLength, left.Length)];
            Span<byte> written = bytes.AsSpan(0, chunk.Length * Unsafe.SizeOf<T>());
            LittleEndian.Write(chunk, written);
            stream.Write(written);
            left = left[chunk.Length..];
        }
    }

    private static WireWriter RestOfGraph<T>(NetworkTopology topology, IReadOnlyDictionary<string, double> constants)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var graph = new WireWriter();
        foreach ((string name, double value) in constants)
        {
            var bytes = new byte[Unsafe.SizeOf<T>()];
            LittleEndian.Write<T>([T.CreateTruncating(value)], bytes);
            graph.Message(5, new WireWriter().Integer(2, (long)TypeOf<T>()).Text(8, name).Length(9, bytes.Length).Raw(bytes));
        }

        return graph
            .Message(11, Value<T>(OnnxGraphWriter.Input, topology.InputSize))
            .Message(12, Value<T>(OnnxGraphWriter.Output, topology.OutputSize));
    }

    private static WireWriter Value<T>(string name, int units)
    {
        WireWriter shape = new WireWriter()
            .Message(1, new WireWriter().Text(2, "batch"))
            .Message(1, new WireWriter().Integer(1, units));
        WireWriter type = new WireWriter().Integer(1, (long)TypeOf<T>()).Message(2, shape);
        return new WireWriter().Text(1, name).Message(2, new WireWriter().Message(1, type));
    }

    private static WireWriter AfterGraph<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WireWriter model = new WireWriter().Message(8, new WireWriter().Text(1, "").Integer(2, OperatorVersion));
        IEnumerable<KeyValuePair<string, string>> metadata = NetworkMetadata.Of(network)
            .Where(pair => pair.Key.StartsWith("netgen.", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);
        foreach ((string key, string value) in metadata)
        {
            model.Message(14, new WireWriter().Text(1, key).Text(2, value));
        }

        return model;
    }

    private static OnnxType TypeOf<T>() => typeof(T) == typeof(double) ? OnnxType.Double : OnnxType.Float;
}
