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

    /// <summary>The kernels of each layer.</summary>
    public required EquatableArray<KernelPlan> Layers { get; init; }

    /// <summary>
    /// Whether a mini-batch of one sample goes through all layers' kernels in one method: where they hand on activations in registers.
    /// </summary>
    public bool HasSampleActivations => Layers.Any(kernels => kernels.KeepsActivations);

    /// <summary>
    /// Whether the kernels for one sample take memory for activations: not if each layer hands them on in registers, and the last one
    /// writes to the output.
    /// </summary>
    public bool NeedsSampleScratch =>
        !WritesOutput || Layers.Take(Layers.Count - 1).Any(kernels => !kernels.KeepsActivations && !kernels.IsOnlyInTraining);

    /// <summary>The registers in which the next layer that is in use takes its inputs; null if through memory.</summary>
    public RegisterShape? InputRegistersAfter(int layer) =>
        Layers.Skip(layer + 1).First(kernels => !kernels.IsOnlyInTraining).InputRegisters;

    /// <summary>Whether the kernels for one sample write straight to an output span.</summary>
    public bool WritesOutput => Layers[Layers.Count - 1].WritesOutput;

    /// <summary>The name of the nested class that holds the kernels.</summary>
    public string ClassName => Literal.Text($"Width{Bits}");
}
