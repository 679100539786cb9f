namespace NetGen.Generator;

/// <summary>A vector type.</summary>
/// <param name="Bits">512, 256 or 128.</param>
/// <param name="Lanes">Elements in it.</param>
internal sealed record VectorShape(int Bits, int Lanes)
{
    /// <summary>
    /// The vectors for sums over <paramref name="lanes"/> lanes: narrower than the widest there are where the lanes are few.
    /// </summary>
    public static VectorShape For(int widest, int lanes, int elementSize)
    {
        int bits = Math.Min(widest, lanes * elementSize * 8);
        return new VectorShape(bits, bits / 8 / elementSize);
    }
}
