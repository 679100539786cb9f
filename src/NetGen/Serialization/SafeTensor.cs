using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Serialization;

/// <summary>A tensor that was read from a file.</summary>
internal sealed class SafeTensor
{
    public SafeTensor(string name, TensorElementType elementType, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data)
    {
        Name = name;
        ElementType = elementType;
        Shape = shape;
        Data = data;
    }

    /// <summary>The name, unique within the file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The dimensions, the slowest first. None for a scalar; no elements when one of them is 0.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements in row-major order, each in little-endian bytes: their size times the product of the shape.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Copies the elements, bit for bit.</summary>
    /// <param name="destination">Takes the elements; as long as there are elements.</param>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorElementTypes.CheckIs<T>(ElementType, Name);
        int elements = Data.Length / TensorElementTypes.SizeOf(ElementType);
        if (destination.Length != elements)
        {
            throw new ArgumentException(
                $"Tensor {MessageText.Quote(Name)} has {elements} elements; the span has {destination.Length}.", nameof(destination));
        }

        LittleEndian.Read(Data.Span, destination);
    }
}
