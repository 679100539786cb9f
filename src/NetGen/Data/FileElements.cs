using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Serialization;

namespace NetGen.Data;

/// <summary>
/// The array that a file holds: its shape, and its elements as the bytes they are there, the last dimension running fastest.
/// </summary>
internal sealed class FileElements
{
    // Bytes converted at a time.
    private const int PieceLength = 1 << 14;

    public FileElements(string name, IList<int> shape, ElementType type, bool isBigEndian, ReadOnlyMemory<byte> data)
    {
        Name = name;
        Shape = new ReadOnlyCollection<int>(shape);
        Type = type;
        IsBigEndian = isBigEndian;
        Data = data;
    }

    /// <summary>What the file is called in messages.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension.</summary>
    public ReadOnlyCollection<int> Shape { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    /// <summary>Whether the first byte of each element is its most significant one.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The elements.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Where the file says how many dimensions there are, for messages.</summary>
    public required int RankOffset { get; init; }

    /// <summary>Where the file says how long the dimensions are, for messages.</summary>
    public required int ShapeOffset { get; init; }

    /// <summary>Where the first element is in the file.</summary>
    public required int DataOffset { get; init; }

    /// <summary>Whether the elements came from the file in the opposite order, the first dimension running fastest.</summary>
    public bool IsFortranOrder { get; init; }

    /// <summary>The number of elements.</summary>
    public int Count => Data.Length / SizeOf(Type);

    /// <summary>Whether each element is a byte that can stay one in a data set.</summary>
    public bool AreBytes => Type is ElementType.UInt8 or ElementType.Boolean;

    /// <summary>The number of bytes of an element.</summary>
    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Boolean or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>The number of elements of an array of some shape; null if it is more than fit into an array.</summary>
    public static int? CountElements(IEnumerable<int> shape) => (int?)CountElements(shape, Array.MaxLength);

    /// <summary>The number of elements of an array of some shape; null if it is more than a limit.</summary>
    public static long? CountElements(IEnumerable<int> shape, long limit)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (int length in shape)
        {
            if (count > limit / length)
            {
                return null;
            }

            count *= length;
        }

        return count;
    }

    /// <summary>Checks that a file has as many bytes as the elements of its shape need.</summary>
    /// <exception cref="InvalidDataException">It has fewer or more.</exception>
    public static void CheckLength(string name, long length, int dataOffset, IReadOnlyCollection<int> shape, ElementType type)
    {
        long count = CountElements(shape, long.MaxValue / sizeof(double))!.Value;
        long found = length - dataOffset;
        long expected = count * SizeOf(type);
        if (found < expected)
        {
            throw Error(
                name,
                length,
                $"expected {MessageText.Count(count, "element")}, as the dimensions {Format(shape)} say; the file ends after "
                + $"{found / SizeOf(type)}");
        }

        if (found > expected)
        {
            throw Error(
                name,
                dataOffset + expected,
                $"expected the end of the file after {MessageText.Count(count, "element")} ({Format(shape)}); found more");
        }
    }

    /// <summary>Dimensions as in <c>60000 x 28 x 28</c>.</summary>
    public static string Format(IReadOnlyCollection<int> shape) => shape.Count == 0 ? "none" : string.Join(" x ", shape);

    public static InvalidDataException Error(string name, long offset, string message) =>
        new($"{name}, byte {offset}: {message}.");

    /// <summary>All elements as numbers of <typeparamref name="T"/>; what it cannot hold is rounded to the nearest that it can.</summary>
    public T[] ToArray<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = ParameterChecks.NumericTypeOf<T>();
        var values = new T[Count];
        Convert(new NumberWriter<T>(values));
        return values;
    }

    /// <summary>All elements as labels from 0 to <paramref name="classCount"/> - 1; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 1.</exception>
    /// <exception cref="InvalidDataException">An element is not a whole number, or is out of range.</exception>
    public int[] ToLabels(int? classCount)
    {
        // So that the number of classes, one more than the largest label, is an int.
        int limit = classCount ?? int.MaxValue;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(classCount));
        var labels = new int[Count];
        Convert(new WholeNumberWriter(this, labels, 0, limit - 1, "a label"));
        return labels;
    }

    /// <summary>All elements as whole numbers.</summary>
    /// <exception cref="InvalidDataException">An element is none, or none of 32 bits.</exception>
    public int[] ToWholeNumbers()
    {
        var numbers = new int[Count];
        Convert(new WholeNumberWriter(this, numbers, int.MinValue, int.MaxValue, "a label, a whole number"));
        return numbers;
    }

    /// <summary>Where an element is in the file.</summary>
    public long OffsetOf(int index)
    {
        long position = index;
        if (IsFortranOrder)
        {
            position = 0;
            int rest = index;
            long stride = Count;
            for (int i = Shape.Count - 1; i >= 0; i--)
            {
                stride /= Shape[i];
                position += rest % Shape[i] * stride;
                rest /= Shape[i];
            }
        }

        return DataOffset + (position * SizeOf(Type));
    }

    public InvalidDataException Error(long offset, string message) => Error(Name, offset, message);

    private void Convert<TWriter>(TWriter writer)
        where TWriter : struct, IWriter
    {
        switch (Type)
        {
            case ElementType.Boolean:
            case ElementType.UInt8:
                Convert<byte, TWriter>(writer);
                break;
            case ElementType.Int8:
                Convert<sbyte, TWriter>(writer);
                break;
            case ElementType.UInt16:
                Convert<ushort, TWriter>(writer);
                break;
            case ElementType.Int16:
                Convert<short, TWriter>(writer);
                break;
            case ElementType.UInt32:
                Convert<uint, TWriter>(writer);
                break;
            case ElementType.Int32:
                Convert<int, TWriter>(writer);
                break;
            case ElementType.UInt64:
                Convert<ulong, TWriter>(writer);
                break;
            case ElementType.Int64:
                Convert<long, TWriter>(writer);
                break;
            case ElementType.Float16:
                Convert<Half, TWriter>(writer);
                break;
            case ElementType.Float32:
                Convert<float, TWriter>(writer);
                break;
            default:
                Convert<double, TWriter>(writer);
                break;
        }
    }

    // In pieces: the elements may begin at any address, and are turned around where the file has the other byte order.
    private void Convert<TElement, TWriter>(TWriter writer)
        where TElement : unmanaged, INumber<TElement>
        where TWriter : struct, IWriter
    {
        int size = Unsafe.SizeOf<TElement>();
        ReadOnlySpan<byte> source = Data.Span;
        Span<TElement> piece = new TElement[Math.Min(PieceLength, source.Length) / size];
        Span<byte> bytes = MemoryMarshal.AsBytes(piece);
        for (int start = 0; start < source.Length; start += bytes.Length)
        {
            int length = Math.Min(bytes.Length, source.Length - start);
            source.Slice(start, length).CopyTo(bytes);
            if (IsBigEndian == BitConverter.IsLittleEndian)
            {
                ReverseEndianness(bytes[..length], size);
            }

            writer.Write<TElement>(piece[..(length / size)], start / size);
        }
    }

    private static void ReverseEndianness(Span<byte> elements, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> doubleWords = MemoryMarshal.Cast<byte, uint>(elements);
                BinaryPrimitives.ReverseEndianness(doubleWords, doubleWords);
                break;
            case 8:
                Span<ulong> quadWords = MemoryMarshal.Cast<byte, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(quadWords, quadWords);
                break;
        }
    }

    /// <summary>Takes elements in pieces.</summary>
    private interface IWriter
    {
        void Write<TElement>(ReadOnlySpan<TElement> elements, int start)
            where TElement : unmanaged, INumber<TElement>;
    }

    private readonly struct NumberWriter<T>(T[] values) : IWriter
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Write<TElement>(ReadOnlySpan<TElement> elements, int start)
            where TElement : unmanaged, INumber<TElement>
        {
            Span<T> destination = values.AsSpan(start, elements.Length);
            if (typeof(TElement) == typeof(T))
            {
                // Bits, and with them those of NaN, stay as they are.
                MemoryMarshal.Cast<TElement, T>(elements).CopyTo(destination);
                return;
            }

            for (int i = 0; i < elements.Length; i++)
            {
                destination[i] = T.CreateTruncating(elements[i]);
            }
        }
    }

    private readonly struct WholeNumberWriter(FileElements file, int[] numbers, int least, int most, string what) : IWriter
    {
        public void Write<TElement>(ReadOnlySpan<TElement> elements, int start)
            where TElement : unmanaged, INumber<TElement>
        {
            for (int i = 0; i < elements.Length; i++)
            {
                TElement element = elements[i];
                int number = int.CreateSaturating(element);
                if (!TElement.IsInteger(element) || number < least || number > most || TElement.CreateSaturating(number) != element)
                {
                    string found = element.ToString(null, CultureInfo.InvariantCulture);
                    throw file.Error(file.OffsetOf(start + i), $"expected {what} from {least} to {most}; found {found}");
                }

                numbers[start + i] = number;
            }
        }
    }
}
