using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Models.Onnx;

namespace NetGen.Tests.Onnx;

/// <summary>Builds ONNX models node by node, as other writers would.</summary>
/// <param name="opset">The version of the operators.</param>
internal sealed class OnnxBuilder(long opset = 13)
{
    private readonly WireWriter _graph = new();
    private readonly List<(string Key, string Value)> _metadata = [];
    private readonly List<(string Domain, string Name)> _functions = [];

    /// <summary>An attribute of a number.</summary>
    public static WireWriter Attribute(string name, float value) => new WireWriter().Text(1, name).Single(2, value).Integer(20, 1);

    /// <summary>An attribute of an integer.</summary>
    public static WireWriter Attribute(string name, long value) => new WireWriter().Text(1, name).Integer(3, value).Integer(20, 2);

    /// <summary>An attribute of a text.</summary>
    public static WireWriter Attribute(string name, string value) => new WireWriter().Text(1, name).Text(4, value).Integer(20, 3);

    /// <summary>An attribute of a tensor.</summary>
    public static WireWriter Attribute(string name, WireWriter tensor) => new WireWriter().Text(1, name).Message(5, tensor).Integer(20, 4);

    /// <summary>An attribute of many numbers.</summary>
    public static WireWriter Attribute(string name, params float[] values)
    {
        var attribute = new WireWriter().Text(1, name);
        foreach (float value in values)
        {
            attribute.Single(7, value);
        }

        return attribute.Integer(20, 6);
    }

    /// <summary>An attribute of many integers.</summary>
    public static WireWriter Attribute(string name, params long[] values)
    {
        var attribute = new WireWriter().Text(1, name);
        foreach (long value in values)
        {
            attribute.Integer(8, value);
        }

        return attribute.Integer(20, 7);
    }

    /// <summary>An attribute of many texts.</summary>
    public static WireWriter Attribute(string name, params string[] values)
    {
        var attribute = new WireWriter().Text(1, name);
        foreach (string value in values)
        {
            attribute.Text(9, value);
        }

        return attribute.Integer(20, 8);
    }

    /// <summary>A tensor with its values as bytes.</summary>
    public static WireWriter Tensor<T>(string name, long[] shape, params T[] values)
        where T : unmanaged
    {
        var tensor = new WireWriter();
        foreach (long length in shape)
        {
            tensor.Integer(1, length);
        }

        OnnxType type = values switch
        {
            float[] => OnnxType.Float,
            double[] => OnnxType.Double,
            Half[] => OnnxType.Float16,
            long[] => OnnxType.Int64,
            int[] => OnnxType.Int32,
            _ => OnnxType.UInt8,
        };
        return tensor.Integer(2, (long)type).Text(8, name)
            .Length(9, values.Length * Unsafe.SizeOf<T>()).Raw(MemoryMarshal.AsBytes<T>(values));
    }

    /// <summary>A tensor of texts.</summary>
    public static WireWriter Texts(string name, params string[] values)
    {
        WireWriter tensor = new WireWriter().Integer(1, values.Length).Integer(2, (long)OnnxType.String);
        foreach (string value in values)
        {
            tensor.Text(6, value);
        }

        return tensor.Text(8, name);
    }

    /// <summary>Adds a node.</summary>
    public OnnxBuilder Node(string type, string[] inputs, string[] outputs, params WireWriter[] attributes) =>
        Node("", type, inputs, outputs, attributes);

    /// <summary>Adds a node of another set of operators.</summary>
    public OnnxBuilder Node(string domain, string type, string[] inputs, string[] outputs, params WireWriter[] attributes) =>
        NamedNode($"{type} of {outputs[0]}", domain, type, inputs, outputs, attributes);

    /// <summary>Adds a node with a name.</summary>
    public OnnxBuilder NamedNode(
        string name, string domain, string type, string[] inputs, string[] outputs, params WireWriter[] attributes)
    {
        var node = new WireWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, name).Text(4, type);
        foreach (WireWriter attribute in attributes)
        {
            node.Message(5, attribute);
        }

        _ = domain.Length > 0 ? node.Text(7, domain) : node;
        _graph.Message(1, node);
        return this;
    }

    /// <summary>Adds a tensor of the file.</summary>
    public OnnxBuilder Initializer(WireWriter tensor)
    {
        _graph.Message(5, tensor);
        return this;
    }

    /// <summary>Adds an input; dimensions of −1 are not fixed.</summary>
    public OnnxBuilder Input(string name, long[]? shape, OnnxType type = OnnxType.Float)
    {
        _graph.Message(11, Value(name, shape, type));
        return this;
    }

    /// <summary>Adds an output of no known shape.</summary>
    public OnnxBuilder Output(string name, OnnxType type = OnnxType.Float)
    {
        _graph.Message(12, Value(name, null, type));
        return this;
    }

    /// <summary>Adds a text beside the graph.</summary>
    public OnnxBuilder Metadata(string key, string value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Says that the model defines an operator.</summary>
    public OnnxBuilder Function(string domain, string name)
    {
        _functions.Add((domain, name));
        return this;
    }

    /// <summary>The bytes of the model.</summary>
    public byte[] Build()
    {
        WireWriter model = new WireWriter()
            .Integer(1, 8)
            .Message(7, _graph.Text(2, "graph"))
            .Message(8, new WireWriter().Text(1, "").Integer(2, opset))
            .Message(8, new WireWriter().Text(1, "ai.onnx.ml").Integer(2, 2));
        foreach ((string key, string value) in _metadata)
        {
            model.Message(14, new WireWriter().Text(1, key).Text(2, value));
        }

        foreach ((string domain, string name) in _functions)
        {
            model.Message(25, new WireWriter().Text(1, name).Text(10, domain));
        }

        return model.Bytes.ToArray();
    }

    /// <summary>The network of the model.</summary>
    public NetworkModel Read() => NetworkModel.Read(new MemoryStream(Build()));

    private static WireWriter Value(string name, long[]? shape, OnnxType type)
    {
        if (type == OnnxType.Undefined)
        {
            return new WireWriter().Text(1, name);
        }

        var tensor = new WireWriter().Integer(1, (long)type);
        if (shape is not null)
        {
            var dimensions = new WireWriter();
            foreach (long length in shape)
            {
                dimensions.Message(1, length < 0 ? new WireWriter().Text(2, "N") : new WireWriter().Integer(1, length));
            }

            tensor.Message(2, dimensions);
        }

        return new WireWriter().Text(1, name).Message(2, new WireWriter().Message(1, tensor));
    }
}
