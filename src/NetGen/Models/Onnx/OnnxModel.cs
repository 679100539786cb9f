using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>
/// Reads a network from an ONNX model: the layers, parameters and activations of its graph, and what NetGen's own files say more.
/// </summary>
internal static class OnnxModel
{
    /// <summary>Reads a network.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no chain of dense layers.</exception>
    public static NetworkModel Read(byte[] content, string name)
    {
        var context = new OnnxContext(name, content.Length);
        var graph = OnnxGraph.Read(content, name);
        (string outputName, OnnxFlow output, OnnxType inputType, int inputs) = OnnxImporter.Import(graph, context);
        List<OnnxStep> steps = output.Chain.Steps();
        steps.AddRange(output.Expression.ToSteps(context));
        var layers = OnnxLayers.Of(steps, inputs, inputType, context);
        NetworkTopology topology = TopologyOf(layers, name);

        // For a single input, a scaling by 0 and 1 looks like one of no meaning, and was left out.
        if (layers.InputSize == 1 && Stated(graph, topology, context)?.Layers[0] is StandardizeTopology
            && topology.Layers[0] is not StandardizeTopology)
        {
            layers = OnnxLayers.Of([OnnxScale.Of(graph.Nodes[0], "Sub", [0.0]), .. steps], inputs, inputType, context);
            topology = TopologyOf(layers, name);
        }

        NetworkTopology described = Described(graph, topology, context) ?? topology;
        return new NetworkModel(name, described, layers.Values)
        {
            HasCost = !ReferenceEquals(described, topology),
            ClassNames = ReferenceEquals(described, topology)
                ? Fitting(output.ClassNames, topology, context)
                : NetworkMetadata.ClassNames(graph.Metadata, described, name),
            FeatureNames = ReferenceEquals(described, topology) ? null : NetworkMetadata.FeatureNames(graph.Metadata, described, name),
            Notes = context.Notes,
            Output = new ModelOutput(outputName, output.IsSecondOfTwo),
        };
    }

    /// <summary>The network of layers.</summary>
    /// <exception cref="InvalidDataException">They make none.</exception>
    public static NetworkTopology TopologyOf(OnnxLayers layers, string name)
    {
        try
        {
            return NetworkTopology.FromLayers([layers.InputSize], layers.Layers, null, layers.NumericType);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{name}: {exception.Message}", exception);
        }
    }

    // What NetGen has written, with all that a graph does not say; if it is still that of the graph.
    private static NetworkTopology? Described(OnnxGraph graph, NetworkTopology topology, OnnxContext context)
    {
        NetworkTopology? described = Stated(graph, topology, context);
        if (described is null || TopologyMatch.FindDifference(described, topology, withActivations: true) is null)
        {
            return described;
        }

        context.Note($"The file says that its network is {described}, which is not that of its graph; the graph was taken.");
        return null;
    }

    private static NetworkTopology? Stated(OnnxGraph graph, NetworkTopology topology, OnnxContext context)
    {
        string?[] names = [.. topology.Layers.OfType<DenseTopology>().Select(layer => layer.Name)];
        return NetworkMetadata.TryReadTopology(graph.Metadata, names, topology.NumericType, context.File);
    }

    private static IReadOnlyList<string>? Fitting(IReadOnlyList<string>? names, NetworkTopology topology, OnnxContext context)
    {
        try
        {
            return ClassNames.Checked(names, topology);
        }
        catch (ArgumentException exception)
        {
            context.Note($"The names of classes were left out. {MessageText.WithoutParameter(exception)}");
            return null;
        }
    }
}
