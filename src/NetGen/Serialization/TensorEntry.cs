namespace NetGen.Serialization;

/// <summary>What the header of a file says of a tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Begin">Where its elements start, in bytes from the start of the data.</param>
/// <param name="End">Where they end: the first byte after them.</param>
internal sealed record TensorEntry(string Name, TensorElementType ElementType, long[] Shape, long Begin, long End)
{
    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength => End - Begin;
}
