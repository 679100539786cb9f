namespace NetGen.Generator;

/// <summary>The vectors that a set of kernels is written for.</summary>
/// <param name="Bits">512, 256 or 128.</param>
internal sealed record KernelTarget(int Bits)
{
    /// <summary>The sets of kernels, the widest first.</summary>
    public static IReadOnlyList<KernelTarget> All { get; } = [new(512), new(256), new(128)];

    /// <summary>The name of the nested class that holds the kernels.</summary>
    public string ClassName => Literal.Text($"Width{Bits}");

    /// <summary>The vectors for sums over <paramref name="lanes"/> lanes: narrower than the target where the lanes are few.</summary>
    public VectorShape VectorFor(int lanes, int elementSize)
    {
        int bits = Math.Min(Bits, lanes * elementSize * 8);
        return new VectorShape(bits, bits / 8 / elementSize);
    }
}

/// <summary>A vector type.</summary>
/// <param name="Bits">512, 256 or 128.</param>
/// <param name="Lanes">Elements in it.</param>
internal sealed record VectorShape(int Bits, int Lanes);
