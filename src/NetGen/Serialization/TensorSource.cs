namespace NetGen.Serialization;

/// <summary>A tensor to be written to a file: what the file says of it, and where its elements come from.</summary>
internal sealed class TensorSource
{
    private readonly long[] _shape;
    private readonly Action<TensorDataWriter> _write;

    /// <summary>Describes a tensor whose elements are written when their turn comes, piece by piece.</summary>
    /// <param name="name">The name, unique within the file.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The dimensions, the slowest first.</param>
    /// <param name="write">Writes all elements in row-major order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="write"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementType"/> is not one of the enumeration.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is that of the metadata or not valid Unicode, or <paramref name="shape"/> has a negative dimension,
    /// too many dimensions or too many elements.
    /// </exception>
    public TensorSource(string name, TensorElementType elementType, ReadOnlySpan<long> shape, Action<TensorDataWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        CheckName(name);
        Name = name;
        ElementType = elementType;
        _shape = shape.ToArray();
        ByteLength = GetByteLength(name, elementType, _shape);
        _write = write;
    }

    /// <summary>Describes a tensor whose elements are in memory.</summary>
    /// <param name="name">The name, unique within the file.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The dimensions, the slowest first.</param>
    /// <param name="data">The elements in row-major order, each in little-endian bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementType"/> is not one of the enumeration.</exception>
    /// <exception cref="ArgumentException">
    /// As for the other constructor, or the length of <paramref name="data"/> is not that of the shape.
    /// </exception>
    public TensorSource(string name, TensorElementType elementType, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
        : this(name, elementType, shape, writer => writer.Write(data.Span))
    {
        if (data.Length != ByteLength)
        {
            throw new ArgumentException(
                $"Tensor {MessageText.Quote(name)} of shape {MessageText.Shape(_shape)} takes {ByteLength} bytes; " +
                $"the data have {data.Length}.",
                nameof(data));
        }
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The dimensions, the slowest first.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength { get; }

    /// <summary>Writes the elements.</summary>
    /// <exception cref="InvalidOperationException">The elements written are more or fewer than the shape says.</exception>
    public void WriteTo(Stream stream)
    {
        var writer = new TensorDataWriter(this, stream);
        _write(writer);
        writer.CheckComplete();
    }

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == SafeTensorsFormat.MetadataKey)
        {
            throw new ArgumentException($"The name '{name}' is that of the metadata; no tensor can have it.", nameof(name));
        }

        if (!SafeTensorsFormat.IsValidText(name))
        {
            throw new ArgumentException($"The name {MessageText.Quote(name)} has half of a surrogate pair.", nameof(name));
        }
    }

    private static long GetByteLength(string name, TensorElementType elementType, long[] shape)
    {
        if (shape.Length > SafeTensorsFormat.MaximumRank)
        {
            throw new ArgumentException(
                $"Tensor {MessageText.Quote(name)} has {shape.Length} dimensions; at most {SafeTensorsFormat.MaximumRank} are possible.",
                nameof(shape));
        }

        if (shape.Any(long.IsNegative))
        {
            throw new ArgumentException(
                $"Tensor {MessageText.Quote(name)} of shape {MessageText.Shape(shape)} has a negative dimension.", nameof(shape));
        }

        return TensorElementTypes.TryGetByteLength(elementType, shape, out long length)
            ? length
            : throw new ArgumentException(
                $"Tensor {MessageText.Quote(name)} of shape {MessageText.Shape(shape)} takes more than {long.MaxValue} bytes.",
                nameof(shape));
    }
}
