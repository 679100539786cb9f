namespace NetGen.Generator;

/// <summary>What the kernels of one layer are to be like for one width of vectors, as far as other layers are concerned.</summary>
internal abstract record KernelPlan
{
    /// <summary>
    /// How often the layer's kernel for one sample applies an activation function, or null where that kernel is never inlined.
    /// </summary>
    public abstract int? InlinedActivations { get; }

    /// <summary>The registers in which the kernel for one sample can give its activations, or null where only memory holds them.</summary>
    public abstract RegisterShape? OutputRegisters { get; }

    /// <summary>Whether the kernel for one sample can take its inputs in registers.</summary>
    public abstract bool TakesRegisters { get; }

    /// <summary>
    /// Whether the last layer's kernel for one sample can write straight to an output span: it needs no room for padding or for sums that
    /// wait for their activation, and where it reads the network's input itself, it has read all of it before it writes, as output and
    /// input may overlap.
    /// </summary>
    public required bool WritesOutput { get; init; }

    /// <summary>
    /// The registers in which the layer before hands its activations to the kernel for one sample; null if through memory.
    /// </summary>
    public RegisterShape? InputRegisters { get; init; }

    /// <summary>Whether the kernel for one sample hands its activations to the next layer in registers, not through memory.</summary>
    public bool KeepsActivations { get; init; }

    /// <summary>Whether there are kernels in training alone.</summary>
    public virtual bool IsOnlyInTraining => false;

    /// <summary>Helpers, beyond those of every network, that the kernels use.</summary>
    public abstract IEnumerable<VectorHelper> Helpers { get; }
}

/// <summary>Activations of one sample in registers, in the order of the units.</summary>
/// <param name="Vector">The type of the vectors.</param>
/// <param name="Count">How many there are.</param>
internal sealed record RegisterShape(VectorShape Vector, int Count)
{
    /// <summary>A name for each vector.</summary>
    public IReadOnlyList<string> Names(string name) => [.. Enumerable.Range(0, Count).Select(v => name + Literal.Of(v))];
}

/// <summary>A helper that only some kernels use.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Bits">The width of its vectors.</param>
internal readonly record struct VectorHelper(VectorHelperKind Kind, int Bits);

/// <summary>What a helper that only some kernels use does.</summary>
internal enum VectorHelperKind
{
    /// <summary>Spreads one number of each 16 bytes over them.</summary>
    Spread,

    /// <summary>Loads 16 bytes, again and again.</summary>
    LoadRepeated,
}
