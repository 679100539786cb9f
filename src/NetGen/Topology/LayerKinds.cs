namespace NetGen;

/// <summary>From declared layers to those of a topology: a line for each kind.</summary>
internal static class LayerKinds
{
    /// <summary>What is wrong with a layer by itself and where it stands; null if nothing is.</summary>
    /// <param name="layers">All declared layers.</param>
    /// <param name="index">The index of the layer.</param>
    public static TopologyError? Validate(IReadOnlyList<LayerAttribute> layers, int index) => layers[index] switch
    {
        DenseAttribute dense => DenseTopology.Validate(dense, index),
        DropoutAttribute dropout => DropoutTopology.Validate(dropout, layers, index),
        MinMaxScaleAttribute => StandardizeTopology.Validate(index, isMinMax: true),
        StandardizeAttribute => StandardizeTopology.Validate(index, isMinMax: false),
        LayerAttribute layer => throw Unknown(layer),
    };

    /// <summary>Puts a layer into its place.</summary>
    /// <param name="layer">A declared layer without errors.</param>
    /// <param name="before">The layers before it.</param>
    /// <param name="inputSize">The number of its inputs.</param>
    public static LayerTopology Place(LayerAttribute layer, IReadOnlyList<LayerTopology> before, int inputSize) => layer switch
    {
        DenseAttribute dense => DenseTopology.Place(dense, before, inputSize),
        DropoutAttribute dropout => new DropoutTopology(before.Count, inputSize, dropout.Rate),
        MinMaxScaleAttribute => new StandardizeTopology(before.Count, inputSize, isMinMax: true),
        StandardizeAttribute => new StandardizeTopology(before.Count, inputSize, isMinMax: false),
        _ => throw Unknown(layer),
    };

    /// <summary>The attribute that declares a layer.</summary>
    public static LayerAttribute Describe(LayerTopology layer) => layer switch
    {
        DenseTopology dense => new DenseAttribute(dense.OutputSize, dense.Activation) { Alpha = dense.Alpha, Name = dense.Name },
        DropoutTopology dropout => new DropoutAttribute(dropout.Rate),
        StandardizeTopology { IsMinMax: true } => new MinMaxScaleAttribute(),
        StandardizeTopology => new StandardizeAttribute(),
        _ => throw new ArgumentException($"{layer.GetType().Name} is an unknown kind of layer.", nameof(layer)),
    };

    private static ArgumentException Unknown(LayerAttribute layer) =>
        new($"{layer.GetType().Name} is an unknown kind of layer.", nameof(layer));
}
