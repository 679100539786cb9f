namespace NetGen.Models.Onnx;

/// <summary>A <c>ModelProto</c> with its <c>GraphProto</c>: the nodes of the graph, its tensors, inputs and outputs.</summary>
internal sealed class OnnxGraph
{
    // A small file can have many empty nodes, each of which takes a hundred times as much memory.
    private const int MostNodes = 100_000;

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The tensors of the file by their names.</summary>
    public Dictionary<string, OnnxTensor> Initializers { get; } = new(StringComparer.Ordinal);

    public List<OnnxInput> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>The version of each set of operators; that of ONNX itself under the empty name.</summary>
    public Dictionary<string, long> Operators { get; } = new(StringComparer.Ordinal);

    /// <summary>The operators that the model defines by nodes, each with the set that it is in.</summary>
    public HashSet<(string Domain, string Operator)> Functions { get; } = [];

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether bytes are an ONNX model, or at least begin as one.</summary>
    public static bool IsOnnx(ReadOnlyMemory<byte> content)
    {
        // The version of the format comes first in what writers in use write.
        if (content.Length > 1 && content.Span[0] == 0x08 && content.Span[1] is > 0 and < 0x40)
        {
            return true;
        }

        var reader = new WireReader(content, "");
        bool hasGraph = false;
        try
        {
            while (reader.Next())
            {
                hasGraph |= reader.Field == 7;
                reader.Skip();
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return hasGraph;
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX model.</exception>
    public static OnnxGraph Read(ReadOnlyMemory<byte> content, string file)
    {
        var graph = new OnnxGraph();
        var reader = new WireReader(content, file);
        bool hasGraph = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7:
                    graph.ReadGraph(reader.Message(), file);
                    hasGraph = true;
                    break;
                case 8:
                    (string domain, long version) = ReadOperators(reader.Message());
                    graph.Operators[domain] = version;
                    break;
                case 14:
                    (string key, string value) = ReadTexts(reader.Message());
                    graph.Metadata[key] = value;
                    break;
                case 25:
                    graph.Functions.Add(ReadFunction(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return hasGraph
            ? graph
            : throw new InvalidDataException(
                $"{file}: expected an ONNX model; found no graph in it. The file is damaged or cut short, or a SavedModel of TensorFlow, "
                + "which tf2onnx converts.");
    }

    private static (string Domain, string Operator) ReadFunction(WireReader reader)
    {
        string name = "";
        string domain = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 10:
                    domain = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (domain == "ai.onnx" ? "" : domain, name);
    }

    private static (string Domain, long Version) ReadOperators(WireReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.Text();
                    break;
                case 2:
                    version = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (domain == "ai.onnx" ? "" : domain, version);
    }

    private static (string Key, string Value) ReadTexts(WireReader reader)
    {
        string key = "";
        string value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Text();
                    break;
                case 2:
                    value = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (key, value);
    }

    private void ReadGraph(WireReader reader, string file)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when Nodes.Count == MostNodes:
                    throw new InvalidDataException($"{file}: found more than {MostNodes} nodes, too many for a chain of layers.");
                case 1:
                    Nodes.Add(OnnxNode.Read(reader.Message(), Nodes.Count, file));
                    break;
                case 5:
                    var tensor = OnnxTensor.Read(reader.Message(), file);
                    Initializers[tensor.Name] = tensor;
                    break;
                case 11:
                    Inputs.Add(OnnxInput.Read(reader.Message()));
                    break;
                case 12:
                    Outputs.Add(OnnxInput.Read(reader.Message()).Name);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
