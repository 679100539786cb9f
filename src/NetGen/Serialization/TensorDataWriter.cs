using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Serialization;

/// <summary>Takes the elements of one tensor, in pieces of any size, and counts them.</summary>
internal sealed class TensorDataWriter
{
    private const int ChunkLength = 1 << 16;

    private readonly TensorSource _tensor;
    private readonly Stream _stream;
    private byte[]? _chunk;
    private long _written;

    internal TensorDataWriter(TensorSource tensor, Stream stream)
    {
        _tensor = tensor;
        _stream = stream;
    }

    /// <summary>Writes elements, bit for bit.</summary>
    /// <param name="elements">The next elements in row-major order.</param>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <exception cref="InvalidOperationException">
    /// The elements of the tensor are of another type, or there are more than its shape says.
    /// </exception>
    public void Write<T>(ReadOnlySpan<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorElementTypes.CheckIs<T>(_tensor.ElementType, _tensor.Name);
        int size = TensorElementTypes.SizeOf(_tensor.ElementType);
        Count((long)elements.Length * size);
        _chunk ??= new byte[ChunkLength];
        while (!elements.IsEmpty)
        {
            int count = Math.Min(elements.Length, ChunkLength / size);
            Span<byte> bytes = _chunk.AsSpan(0, count * size);
            LittleEndian.Write(elements[..count], bytes);
            _stream.Write(bytes);
            elements = elements[count..];
        }
    }

    /// <summary>Writes elements that are bytes in little-endian order already.</summary>
    /// <param name="bytes">The next bytes.</param>
    /// <exception cref="InvalidOperationException">There are more bytes than the shape of the tensor says.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        _stream.Write(bytes);
    }

    /// <summary>Checks that all elements are written.</summary>
    /// <exception cref="InvalidOperationException">Some are missing.</exception>
    internal void CheckComplete()
    {
        if (_written != _tensor.ByteLength)
        {
            throw WrongLength(_written);
        }
    }

    private void Count(long bytes)
    {
        if (bytes > _tensor.ByteLength - _written)
        {
            throw WrongLength(_written + bytes);
        }

        _written += bytes;
    }

    private InvalidOperationException WrongLength(long found) => new(
        $"Tensor {MessageText.Quote(_tensor.Name)} of shape {MessageText.Shape(_tensor.Shape)} takes {_tensor.ByteLength} bytes; " +
        $"{found} were given.");
}
