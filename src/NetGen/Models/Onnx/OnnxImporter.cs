using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>
/// Goes through a graph node by node, computes what is constant, and follows what is computed from the input as a chain of steps.
/// </summary>
internal sealed partial class OnnxImporter
{
    // Since this version, operators broadcast as NumPy does, and have no mode of training or use among their attributes.
    private const long FirstOfBroadcasting = 7;
    private const int MostOutputs = 64;
    private const int MostInputsOfNode = 64;

    private const string SupportedOperators =
        "Gemm, MatMul, Add, Sub, Mul, Div, the activations and what they are spelled with, Softmax, LogSoftmax, BatchNormalization, "
        + "Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Identity, Dropout, Cast, Constant, ArgMax; Shape, Concat, Gather and Slice of "
        + "shapes; and Scaler, LinearClassifier, LinearRegressor, Normalizer, ZipMap and LabelEncoder of ai.onnx.ml";

    private readonly OnnxGraph _graph;
    private readonly OnnxContext _context;
    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);
    private readonly long _version;

    // The type of the input's elements, and their number; -1 if the file does not say it.
    private OnnxType _inputType;
    private int _inputs = -1;

    private OnnxImporter(OnnxGraph graph, OnnxContext context)
    {
        _graph = graph;
        _context = context;
        _version = graph.Operators.GetValueOrDefault("", 1);
    }

    /// <summary>What the graph gives: its output, scores or probabilities, with its name, and type and number of the inputs.</summary>
    /// <exception cref="InvalidDataException">It is not a chain of dense layers.</exception>
    public static (string Name, OnnxFlow Output, OnnxType InputType, int Inputs) Import(OnnxGraph graph, OnnxContext context)
    {
        var importer = new OnnxImporter(graph, context);
        (string name, OnnxFlow output) = importer.Import();
        return (name, output, importer._inputType, importer._inputs);
    }

    private (string Name, OnnxFlow Output) Import()
    {
        if (_graph.Outputs.Count == 0 || _graph.Nodes.Count == 0)
        {
            throw _context.Error("the graph has no output or no node; a network has both");
        }

        var candidates = new List<(string Name, OnnxFlow Flow, HashSet<OnnxNode> Nodes)>();
        var failures = new List<(string Name, HashSet<OnnxNode> Nodes, InvalidDataException Reason)>();
        if (_graph.Outputs.Count > MostOutputs)
        {
            throw _context.Error($"expected at most {MostOutputs} outputs; found {_graph.Outputs.Count}");
        }

        Dictionary<string, OnnxNode> producers = Producers();
        foreach (string output in _graph.Outputs)
        {
            HashSet<OnnxNode> needed = Needed(output, producers);
            try
            {
                candidates.Add((output, Evaluate(output, needed), needed));
            }
            catch (InvalidDataException exception) when (_graph.Outputs.Count > 1)
            {
                failures.Add((output, needed, exception));
            }
        }

        return Choose(candidates, failures);
    }

    // Of many outputs the one that is computed from the others; labels only if there is nothing else.
    private (string Name, OnnxFlow Output) Choose(
        List<(string Name, OnnxFlow Flow, HashSet<OnnxNode> Nodes)> candidates,
        List<(string Name, HashSet<OnnxNode> Nodes, InvalidDataException Reason)> failures)
    {
        IReadOnlyList<string>? names = candidates.Select(candidate => candidate.Flow.ClassNames).FirstOrDefault(names => names is not null);
        (string Name, OnnxFlow Flow, HashSet<OnnxNode> Nodes)[] scores = [.. candidates.Where(candidate => !candidate.Flow.IsLabel)];

        // The label is made of scores, which what computes the probabilities may not leave as they are.
        if (scores.Length == 0 && failures.Count > 0)
        {
            throw failures[0].Reason;
        }

        if (scores.Length == 0)
        {
            scores = [.. candidates.Take(1)];
        }

        (string Name, OnnxFlow Flow, HashSet<OnnxNode> Nodes) last = scores.MaxBy(candidate => candidate.Nodes.Count);
        if (scores.FirstOrDefault(candidate => !candidate.Nodes.IsSubsetOf(last.Nodes)) is { Name: string other })
        {
            throw _context.Error(
                $"expected one output, or outputs of which one is computed from the others; found {MessageText.Quote(last.Name)} and "
                + $"{MessageText.Quote(other)}. Export the model with one of them alone");
        }

        if (failures.FirstOrDefault(failure => IsComputedFrom(failure.Nodes, last.Nodes) && !IsLabel(failure.Name))
            is { Reason: InvalidDataException reason })
        {
            throw reason;
        }

        if (_graph.Outputs.Count > 1)
        {
            _context.Note($"Of {_graph.Outputs.Count} outputs, {MessageText.Quote(last.Name)} was taken.");
        }

        if (last.Flow.IsLabel)
        {
            _context.Note("The choice of a class at the end was left out: the network gives the scores.");
        }

        return (last.Name, last.Flow.ClassNames is null && names is not null ? last.Flow.Named(names) : last.Flow);
    }

    private static bool IsComputedFrom(HashSet<OnnxNode> nodes, HashSet<OnnxNode> others) => nodes.IsProperSupersetOf(others);

    // As the converters of scikit-learn call it. A label that cannot be read does not matter where its scores can.
    private static bool IsLabel(string output) => output.Contains("label", StringComparison.OrdinalIgnoreCase);

    private Dictionary<string, OnnxNode> Producers()
    {
        var producers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (OnnxNode node in _graph.Nodes)
        {
            foreach (string name in node.Outputs.Where(name => name.Length > 0))
            {
                producers[name] = node;
            }
        }

        return producers;
    }

    private static HashSet<OnnxNode> Needed(string output, Dictionary<string, OnnxNode> producers)
    {
        var needed = new HashSet<OnnxNode>();
        var open = new Stack<string>([output]);
        while (open.TryPop(out string? name))
        {
            if (producers.TryGetValue(name, out OnnxNode? node) && needed.Add(node))
            {
                foreach (string input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return needed;
    }

    private OnnxFlow Evaluate(string output, HashSet<OnnxNode> needed)
    {
        StartAtInput(output, needed);
        foreach (OnnxNode node in _graph.Nodes.Where(needed.Contains))
        {
            if (node.Outputs.Count == 0 || _values.ContainsKey(node.Outputs[0]))
            {
                continue;
            }

            if (node.Inputs.Count > MostInputsOfNode)
            {
                throw _context.Error(node, $"expected at most {MostInputsOfNode} inputs; found {node.Inputs.Count}");
            }

            _values[node.Outputs[0]] = Apply(node, [.. node.Inputs.Select(input => ValueOf(input, node))]);
        }

        return _values.GetValueOrDefault(output) switch
        {
            OnnxFlow flow => flow,
            OnnxConstant => throw _context.Error($"the output {MessageText.Quote(output)} does not depend on the input"),
            _ => throw _context.Error($"no node computes the output {MessageText.Quote(output)}"),
        };
    }

    private void StartAtInput(string output, HashSet<OnnxNode> needed)
    {
        var used = new HashSet<string>(needed.SelectMany(node => node.Inputs), StringComparer.Ordinal);
        OnnxInput[] inputs =
            [.. _graph.Inputs.Where(input => used.Contains(input.Name) && !_graph.Initializers.ContainsKey(input.Name))];
        if (inputs.Length != 1)
        {
            string found = inputs.Length == 0 ? "none"
                : string.Join(", ", inputs.Take(8).Select(input => MessageText.Quote(input.Name))) + (inputs.Length > 8 ? ", ..." : "");
            throw _context.Error(
                $"expected one input that the output {MessageText.Quote(output)} is computed from; found {found}. Join the features into "
                + "one input [batch, features] before the model is saved");
        }

        if (!_values.ContainsKey(inputs[0].Name))
        {
            OnnxFlow flow = FlowOf(inputs[0]);
            _inputType = inputs[0].Type;
            _inputs = flow.Count;
            _values[inputs[0].Name] = flow;
        }
    }

    private OnnxFlow FlowOf(OnnxInput input)
    {
        if (input.Type is OnnxType.String or OnnxType.Bool)
        {
            throw _context.Error($"expected numbers in the input {MessageText.Quote(input.Name)}; found the type {input.Type}");
        }

        var chain = OnnxChain.Start(_context.NextIndex());
        bool hasBatch = input.Shape is null or { Count: not 1 };
        IEnumerable<long?> features = input.Shape is null or { Count: 0 } ? [null] : input.Shape.Skip(hasBatch ? 1 : 0);
        var flow = new OnnxFlow
        {
            Chain = chain,
            Expression = chain.Units,
            HasBatch = hasBatch,
            Samples = hasBatch ? input.Shape?.FirstOrDefault() : null,
            Features = [.. features.Select(length => (int)(length ?? -1))],
        };
        long count = 1;
        foreach (int length in flow.Features)
        {
            count *= Math.Max(length, 1);
            if (count > int.MaxValue)
            {
                throw _context.Error($"the input {MessageText.Quote(input.Name)} has the shape {flow.ShapeText}, too large for a network");
            }
        }

        return flow;
    }

    private OnnxValue? ValueOf(string name, OnnxNode node)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (!_values.TryGetValue(name, out OnnxValue? value))
        {
            value = _graph.Initializers.TryGetValue(name, out OnnxTensor? tensor)
                ? tensor.ToConstant()
                : throw _context.Error(
                    node, $"its input {MessageText.Quote(name)} is neither a tensor in the file nor the output of an earlier node");
            _values[name] = value;
        }

        return value;
    }

    private OnnxValue Apply(OnnxNode node, OnnxValue?[] inputs)
    {
        if (_graph.Functions.Contains((node.Domain, node.Operator)))
        {
            throw _context.Error(
                node,
                "the operator is a function that the model defines. Put its nodes into the graph first, as "
                + "onnx.inliner.inline_local_functions(model) does in Python");
        }

        if (node.Domain is not ("" or "ai.onnx.ml" or "com.microsoft"))
        {
            throw Unsupported(node);
        }

        if (_version < FirstOfBroadcasting
            && ((node.Find("axis") is not null && OnnxFunctions.FindBinary(node.Operator) is not null)
                || (node.Operator == "BatchNormalization" && node.Integer("is_test", 0) == 0)))
        {
            throw _context.Error(
                node,
                $"the operator means something else in version {_version} than since version {FirstOfBroadcasting}. Convert the model, as "
                + "onnx.version_converter.convert_version(model, 13) does in Python");
        }

        OnnxFlow? flow = inputs.OfType<OnnxFlow>().FirstOrDefault();
        if (flow is null)
        {
            return OnnxFolding.Fold(node, [.. inputs.Cast<OnnxConstant?>()], _version, _context)
                ?? throw _context.Error(node, $"cannot compute this operator on constants. Supported are {SupportedOperators}");
        }

        return flow.IsLabel ? ApplyToLabel(node, flow, inputs)
            : node.Domain == "ai.onnx.ml" ? ApplyMachineLearning(node, inputs)
            : ApplyLayer(node, inputs) ?? ApplyShape(node, inputs) ?? ApplyElementwise(node, inputs) ?? throw Unsupported(node);
    }

    private InvalidDataException Unsupported(OnnxNode node, string place = "") => _context.Error(
        node, $"the operator{place} is not supported here. Supported are {SupportedOperators}");

    private OnnxFlow Flow(OnnxNode node, OnnxValue?[] inputs, int index) => index < inputs.Length && inputs[index] is OnnxFlow flow
        ? flow
        : throw _context.Error(node, $"expected its input {index} to be computed from the input of the graph; found a constant or nothing");

    private OnnxConstant? OptionalConstant(OnnxNode node, OnnxValue?[] inputs, int index) =>
        index >= inputs.Length || inputs[index] is null ? null : Constant(node, inputs, index);

    private OnnxConstant Constant(OnnxNode node, OnnxValue?[] inputs, int index)
    {
        if (index < inputs.Length && inputs[index] is OnnxConstant { IsText: false } constant)
        {
            return constant;
        }

        string name = index < node.Inputs.Count ? $" {MessageText.Quote(node.Inputs[index])}" : "";
        string found = index < inputs.Length && inputs[index] is OnnxFlow ? "a value that is computed from the input"
            : index < inputs.Length && inputs[index] is not null ? "texts"
            : "nothing";
        throw _context.Error(node, $"expected numbers of the file as its input {index}{name}; found {found}");
    }
}
