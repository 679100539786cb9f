namespace NetGen.Generator;

/// <summary>What the kernels for one width of vectors are to be like.</summary>
internal sealed record TargetPlan
{
    /// <summary>The widest vectors: 512, 256 or 128 bits.</summary>
    public required int Bits { get; init; }

    /// <summary>
    /// Whether the layers' kernels for one sample are inlined into each other: where the whole network is small, as a call costs as much as
    /// a small layer.
    /// </summary>
    public required bool InlinesSample { get; init; }

    /// <summary>Whether a mini-batch of one sample goes through all layers' kernels in one method: where they hand on activations in registers.</summary>
    public required bool HasSampleActivations { get; init; }

    /// <summary>
    /// Whether the last layer's kernel for one sample can write straight to an output span: it needs no room for padding or for sums that
    /// wait for their activation, and where it reads the network's input itself, it has read all of it before it writes, as output and
    /// input may overlap.
    /// </summary>
    public required bool WritesOutput { get; init; }

    /// <summary>The kernels of each layer.</summary>
    public required EquatableArray<KernelPlan> Layers { get; init; }

    /// <summary>The name of the nested class that holds the kernels.</summary>
    public string ClassName => Literal.Text($"Width{Bits}");
}

/// <summary>What the kernels of one layer are to be like.</summary>
internal sealed record KernelPlan
{
    /// <summary>The vectors of sums.</summary>
    public required VectorShape Vector { get; init; }

    /// <summary>Vectors of output lanes beside each other in a column.</summary>
    public required int ColumnVectors { get; init; }

    /// <summary>How the rows of a batch are divided.</summary>
    public required RowTiles RowTiles { get; init; }

    /// <summary>Inputs of a tile of the gradient; vectors of inputs in dot form.</summary>
    public required int GradientTile { get; init; }

    /// <summary>How many inputs of a sample are loaded at a time.</summary>
    public required int InputsPerLoad { get; init; }

    /// <summary>Whether the steps of the kernel for one sample are written out, not looped.</summary>
    public required bool UnrollsSample { get; init; }

    /// <summary>Whether the kernel for one sample hands its activations to the next layer in registers, not through memory.</summary>
    public required bool KeepsActivations { get; init; }

    /// <summary>How the errors of the layer before are found from those of this one.</summary>
    public required ErrorPass ErrorPass { get; init; }

    /// <summary>Units of the layer before whose errors a written kernel finds at once.</summary>
    public required int ErrorTileUnits { get; init; }

    /// <summary>Samples for which it does so.</summary>
    public required int ErrorTileRows { get; init; }
}
