using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Peers;

/// <summary>Writes a network as an ONNX model: a Gemm node and an activation node for each layer, with the weights inside.</summary>
internal static class OnnxModel
{
    public const string Input = "input";
    public const string Output = "output";

    private const int IrVersion = 8;
    private const int OpsetVersion = 13;
    private const int FloatType = 1;
    private const int DoubleType = 11;
    private const int IntegerAttribute = 2;

    /// <summary>The bytes of a model for batches of exactly <paramref name="batch"/> samples.</summary>
    public static byte[] Write<T>(INetwork<T> network, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        int type = typeof(T) == typeof(float) ? FloatType : DoubleType;
        var graph = new ProtobufWriter();
        string current = Input;
        foreach (LayerTopology layer in topology.Layers)
        {
            string suffix = FormattableString.Invariant($"{layer.Index}");
            bool last = layer.Index == topology.Layers.Count - 1;
            string sum = last && layer.Activation == Activation.Identity ? Output : "z" + suffix;
            graph.Message(1, Gemm(current, "w" + suffix, "b" + suffix, sum));
            current = sum;
            if (layer.Activation != Activation.Identity)
            {
                current = last ? Output : "a" + suffix;
                graph.Message(1, new ProtobufWriter().Text(1, sum).Text(2, current).Text(4, OperatorOf(layer.Activation)));
            }
        }

        graph.Text(2, "network");
        foreach (LayerTopology layer in topology.Layers)
        {
            string suffix = FormattableString.Invariant($"{layer.Index}");
            var weights = new T[layer.InputSize * layer.OutputSize];
            var biases = new T[layer.OutputSize];
            network.GetWeights(layer.Index, weights);
            network.GetBiases(layer.Index, biases);
            graph.Message(5, Tensor<T>("w" + suffix, type, weights, [layer.OutputSize, layer.InputSize]));
            graph.Message(5, Tensor<T>("b" + suffix, type, biases, [layer.OutputSize]));
        }

        graph.Message(11, Value(Input, type, batch, topology.InputSize));
        graph.Message(12, Value(Output, type, batch, topology.OutputSize));
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "NetGen.Benchmarks")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, OpsetVersion))
            .ToArray();
    }

    private static string OperatorOf(Activation activation) => activation switch
    {
        Activation.Sigmoid => "Sigmoid",
        Activation.Tanh => "Tanh",
        Activation.ReLU => "Relu",
        Activation.Softmax => "Softmax",
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No ONNX operator is known for it."),
    };

    private static ProtobufWriter Gemm(string input, string weights, string biases, string output) => new ProtobufWriter()
        .Text(1, input)
        .Text(1, weights)
        .Text(1, biases)
        .Text(2, output)
        .Text(4, "Gemm")
        .Message(5, new ProtobufWriter().Text(1, "transB").Integer(3, 1).Integer(20, IntegerAttribute));

    private static ProtobufWriter Tensor<T>(string name, int type, ReadOnlySpan<T> values, ReadOnlySpan<int> dimensions)
        where T : unmanaged
    {
        var tensor = new ProtobufWriter();
        foreach (int dimension in dimensions)
        {
            tensor.Integer(1, dimension);
        }

        return tensor.Integer(2, type).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values));
    }

    private static ProtobufWriter Value(string name, int type, int rows, int columns)
    {
        ProtobufWriter shape = new ProtobufWriter()
            .Message(1, new ProtobufWriter().Integer(1, rows))
            .Message(1, new ProtobufWriter().Integer(1, columns));
        ProtobufWriter tensorType = new ProtobufWriter().Integer(1, type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensorType));
    }
}
