namespace NetGen.Generator;

/// <summary>Everything that emission has to know: a pure function of the spec, with no judgement left to the writers.</summary>
internal sealed record EmissionPlan
{
    /// <summary>The declaration.</summary>
    public required NetworkSpec Spec { get; init; }

    /// <summary>The C# name of the numeric type.</summary>
    public required string Scalar { get; init; }

    /// <summary>Bytes of one element.</summary>
    public required int ElementSize { get; init; }

    /// <summary>The layers of weights.</summary>
    public required EquatableArray<LayerPlan> Layers { get; init; }

    /// <summary>Weights and biases of all layers, padding not counted.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The most samples that go through the layers together.</summary>
    public required int BlockRows { get; init; }

    /// <summary>Elements of scratch for the activations of one sample.</summary>
    public required int SampleScratch { get; init; }

    /// <summary>Elements of scratch for the activations of a block of samples.</summary>
    public required int BlockScratch { get; init; }

    /// <summary>Elements of scratch for the activations and errors of a block of samples.</summary>
    public required int TrainingScratch { get; init; }

    /// <summary>The fewest samples of a training step that are worth dividing among threads.</summary>
    public required int MinParallelRows { get; init; }

    /// <summary>Whether the kernels for one sample call activations rather than having them inlined.</summary>
    public required bool CallsActivations { get; init; }

    /// <summary>Whether the scratch of one sample, and its outputs, lie on the stack.</summary>
    public required bool SampleScratchOnStack { get; init; }

    /// <summary>The sets of kernels, the widest first.</summary>
    public required EquatableArray<TargetPlan> Targets { get; init; }

    /// <summary>The layer that gives the output.</summary>
    public LayerPlan Last => Layers[Layers.Count - 1];

    /// <summary>The layer that a hidden layer feeds.</summary>
    public LayerPlan After(LayerPlan layer) => Layers[layer.Index + 1];
}

/// <summary>One layer of weights.</summary>
internal sealed record LayerPlan
{
    /// <summary>The index, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Where parameters lie and in which order sums run.</summary>
    public required LayerLayout Layout { get; init; }

    /// <summary>The activation.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required int InputStride { get; init; }

    /// <summary>Elements from one sample's activations, or errors, to the next's in the scratch of a block.</summary>
    public required int Stride { get; init; }

    /// <summary>Where the layer's activations start in the scratch of one sample.</summary>
    public required int SampleOffset { get; init; }

    /// <summary>Where the layer's activations start in the scratch of a block.</summary>
    public required int ActivationOffset { get; init; }

    /// <summary>Where the layer's errors start in the scratch of a block.</summary>
    public required int ErrorOffset { get; init; }

    /// <summary>Whether tiles of the gradient fetch a line of coming inputs ahead of time.</summary>
    public required bool PrefetchesInputs { get; init; }

    /// <summary>Whether tiles of rows fetch the inputs of the next tile ahead of time: the network's own, as activations are in the cache.</summary>
    public required bool PrefetchesNextTile { get; init; }

    /// <summary>Inputs by which tiles fetch coming weights ahead of time, or 0.</summary>
    public required int PrefetchedWeights { get; init; }

    /// <summary>
    /// Whether each column of weights is taken for all rows before the next one: weights that do not stay in the second-level cache are then
    /// read once. Others are read from there for every tile, and all columns of a tile before the next one read inputs only once.
    /// </summary>
    public bool TakesColumnsFirst => PrefetchedWeights > 0;

    /// <summary>Whether the layer is in dot form.</summary>
    public bool IsDot => Layout.Form == LayerForm.Dot;
}
