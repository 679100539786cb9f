namespace NetGen.Models.Onnx;

/// <summary>Writes the nodes of a network, and collects the constants that they need.</summary>
/// <remarks>
/// All operators are of version 13, and each is one that runtimes have in the network's type: ONNX Runtime lacks LeakyRelu, Elu, Selu,
/// Softplus, Softsign, HardSigmoid and Erf in double, and ONNX keeps arguments as float. So a network of double spells these with operators
/// that have constants of double; all but GELU, for which there are none.
/// </remarks>
internal sealed class OnnxGraphWriter(bool isDouble)
{
    public const string Input = "input";
    public const string Output = "output";

    private const int SingleAttribute = 1;
    private const int IntegerAttribute = 2;

    private readonly SortedDictionary<string, double> _constants = new(StringComparer.Ordinal);
    private string _scope = "";
    private int _next;

    /// <summary>The nodes, as fields of the graph.</summary>
    public WireWriter Nodes { get; } = new();

    /// <summary>The constants by their names.</summary>
    public IReadOnlyDictionary<string, double> Constants => _constants;

    /// <summary>Writes the nodes of a network.</summary>
    public void Write(NetworkTopology topology)
    {
        string value = Input;
        LayerTopology last = topology.Layers[^1];
        foreach (LayerTopology layer in topology.Layers.Where(layer => !layer.IsOnlyInTraining))
        {
            // No block begins with a slash.
            string name = layer.ParameterBlocks[0].Name;
            _scope = "/" + name[..name.LastIndexOf('.')] + "/";
            _next = 0;
            value = layer is StandardizeTopology
                ? Node("Mul", Node("Sub", value, layer.ParameterBlocks[0].Name), layer.ParameterBlocks[1].Name)
                : Activate(layer, Gemm(value, layer), layer == last);
        }

        _ = Named("Identity", Output, value);
    }

    private string Activate(LayerTopology layer, string z, bool isLast) => layer.Activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => Node("Sigmoid", z),
        Activation.Tanh => Node("Tanh", z),
        Activation.ReLU => Node("Relu", z),
        Activation.LeakyReLU => isDouble ? LeakyReLU(z, layer.Alpha) : Node("LeakyRelu", ("alpha", (float)layer.Alpha), z),
        Activation.ELU => isDouble ? ELU(z, layer.Alpha) : Node("Elu", ("alpha", (float)layer.Alpha), z),
        Activation.SELU => isDouble ? SELU(z) : Node("Selu", z),
        Activation.GELU => GELU(z),
        Activation.GELUTanh => GELUTanh(z),
        Activation.SiLU => Node("Mul", z, Node("Sigmoid", z)),
        Activation.Softplus => Softplus(z),
        Activation.Softsign => isDouble ? Node("Div", z, Node("Add", Node("Abs", z), One())) : Node("Softsign", z),
        Activation.HardSigmoid => HardSigmoid(z),
        Activation.HardSwish => Node("Mul", z, HardSigmoid(z)),
        Activation.Mish => Node("Mul", z, Node("Tanh", Softplus(z))),
        Activation.Softmax or Activation.LogSoftmax => isLast
            ? Node(layer.Activation.ToString(), z, "axis", -1)
            : throw new InvalidOperationException($"{layer.Activation} is for the last layer."),
        _ => throw new InvalidOperationException($"{layer.Activation} is not written."),
    };

    private string Gemm(string value, LayerTopology layer) => Write(
        "Gemm",
        null,
        [value, layer.ParameterBlocks[0].Name, layer.ParameterBlocks[1].Name],
        new WireWriter().Text(1, "transB").Integer(3, 1).Integer(20, IntegerAttribute));

    // max(z, 0) + α min(z, 0).
    private string LeakyReLU(string z, double alpha) =>
        Node("Add", Node("Max", z, Zero()), Node("Mul", Node("Min", z, Zero()), Constant("alpha", alpha)));

    // max(z, 0) + α (e^min(z, 0) − 1).
    private string ELU(string z, double alpha) =>
        Node("Add", Node("Max", z, Zero()), Node("Mul", ExpMinusOne(z), Constant("alpha", alpha)));

    private string SELU(string z) => Node(
        "Add",
        Node("Mul", Node("Max", z, Zero()), Shared("lambda", 1.0507009873554804934)),
        Node("Mul", ExpMinusOne(z), Shared("lambda_alpha", 1.7580993408473768599)));

    private string ExpMinusOne(string z) => Node("Sub", Node("Exp", Node("Min", z, Zero())), One());

    // z (1 + erf(z / √2)) / 2.
    private string GELU(string z)
    {
        string erf = Node("Erf", Node("Div", z, Shared("root_of_two", Math.Sqrt(2))));
        return Node("Mul", Node("Mul", z, Node("Add", erf, One())), Half());
    }

    // z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2.
    private string GELUTanh(string z)
    {
        string cube = Node("Mul", Node("Mul", Node("Mul", z, z), z), Shared("cubic", 0.044715));
        string tanh = Node("Tanh", Node("Mul", Node("Add", z, cube), Shared("root_of_two_by_pi", Math.Sqrt(2 / Math.PI))));
        return Node("Mul", Node("Mul", z, Node("Add", tanh, One())), Half());
    }

    // max(z, 0) + ln(1 + e^−|z|).
    private string Softplus(string z) => isDouble
        ? Node("Add", Node("Max", z, Zero()), Node("Log", Node("Add", Node("Exp", Node("Neg", Node("Abs", z))), One())))
        : Node("Softplus", z);

    private string HardSigmoid(string z) => isDouble
        ? Node("Div", Node("Min", Node("Max", Node("Add", z, Shared("three", 3)), Zero()), Shared("six", 6)), Shared("six", 6))
        : Write(
            "HardSigmoid",
            null,
            [z],
            new WireWriter().Text(1, "alpha").Single(2, 1f / 6).Integer(20, SingleAttribute),
            new WireWriter().Text(1, "beta").Single(2, 0.5f).Integer(20, SingleAttribute));

    private string Zero() => Shared("zero", 0);

    private string One() => Shared("one", 1);

    private string Half() => Shared("half", 0.5);

    private string Shared(string name, double value)
    {
        _constants["/constants/" + name] = value;
        return "/constants/" + name;
    }

    private string Constant(string name, double value)
    {
        _constants[_scope + name] = value;
        return _scope + name;
    }

    private string Node(string type, params string[] inputs) => Write(type, null, inputs);

    private string Node(string type, (string Name, float Value) attribute, string input) => Write(
        type, null, [input], new WireWriter().Text(1, attribute.Name).Single(2, attribute.Value).Integer(20, SingleAttribute));

    private string Node(string type, string input, string attribute, long value) => Write(
        type, null, [input], new WireWriter().Text(1, attribute).Integer(3, value).Integer(20, IntegerAttribute));

    private string Named(string type, string output, string input) => Write(type, output, [input]);

    // The fields of a node; the value has the node's name unless it has one of its own.
    private string Write(string type, string? output, string[] inputs, params WireWriter[] attributes)
    {
        string name = _scope + type + (_next == 0 ? "" : FormattableString.Invariant($"_{_next}"));
        _next++;
        var node = new WireWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output ?? name).Text(3, name).Text(4, type);
        foreach (WireWriter attribute in attributes)
        {
            node.Message(5, attribute);
        }

        Nodes.Message(1, node);
        return output ?? name;
    }
}
