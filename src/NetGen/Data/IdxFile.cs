using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Numerics;

namespace NetGen.Data;

/// <summary>
/// A file in the IDX format of the MNIST digits with elements of unsigned bytes: some dimensions, and a byte for each element,
/// the last dimension running fastest. Plain or compressed by gzip, which the content shows.
/// </summary>
public sealed class IdxFile
{
    private const int UnsignedByte = 0x08;

    private IdxFile(string name, int[] dimensions, ReadOnlyMemory<byte> data)
    {
        Name = name;
        Dimensions = new ReadOnlyCollection<int>(dimensions);
        Data = data;
    }

    /// <summary>What the file is called in messages: its path.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension; at least one. 60000, 28, 28 for the MNIST training images.</summary>
    public ReadOnlyCollection<int> Dimensions { get; }

    /// <summary>The elements: as many as the product of the dimensions.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    private int HeaderLength => 4 + (4 * Dimensions.Count);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not an IDX file of bytes; the message names the file, the offset in the (decompressed) content, what was
    /// expected and what found.
    /// </exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(DataFile.Read(path), path);
    }

    /// <summary>Reads a file from a stream, from its position to its end.</summary>
    /// <param name="stream">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string)"/>.</exception>
    public static IdxFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Parse(DataFile.Read(stream, name), name);
    }

    /// <summary>
    /// Reads a file of samples and one of labels, such as the images and labels of MNIST. The features stay bytes in memory and
    /// are read as numbers from 0 to 1, <c>byte * (1 / 255)</c>.
    /// </summary>
    /// <param name="imagesPath">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labelsPath">A file of one dimension: <c>[count]</c>.</param>
    /// <param name="classCount">The number of classes; each label is less.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">A path is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 1.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not an IDX file of bytes, has other dimensions, the counts differ, or a label is out of range.
    /// </exception>
    public static DataSet<T> ReadDataSet<T>(string imagesPath, string labelsPath, int classCount = 10)
        where T : unmanaged, IFloatingPointIeee754<T> => ToDataSet<T>(Read(imagesPath), Read(labelsPath), classCount);

    /// <summary>Makes a data set of samples and labels, as <see cref="ReadDataSet{T}"/>.</summary>
    /// <param name="images">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labels">A file of one dimension: <c>[count]</c>.</param>
    /// <param name="classCount">The number of classes; each label is less.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> or <paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 1.</exception>
    /// <exception cref="InvalidDataException">
    /// The files have other dimensions, the counts differ, or a label is out of range.
    /// </exception>
    public static DataSet<T> ToDataSet<T>(IdxFile images, IdxFile labels, int classCount = 10)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (images.Dimensions.Count < 2)
        {
            throw Error(images.Name, 3, "expected two or more dimensions of samples; found 1");
        }

        if (labels.Dimensions.Count != 1)
        {
            throw Error(labels.Name, 3, $"expected one dimension of labels; found {labels.Dimensions.Count}");
        }

        int count = images.Dimensions[0];
        if (labels.Dimensions[0] != count)
        {
            throw Error(
                labels.Name, 4, $"expected {count} labels, one for each sample of {images.Name}; found {labels.Dimensions[0]}");
        }

        long featureCount = 1;
        foreach (int dimension in images.Dimensions.Skip(1))
        {
            featureCount *= dimension;
        }

        if (featureCount == 0 || count == 0)
        {
            throw Error(images.Name, 4, $"expected samples with features; found the dimensions {Format(images.Dimensions)}");
        }

        ReadOnlySpan<byte> bytes = labels.Data.Span;
        var values = new int[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = bytes[i] < classCount
                ? bytes[i]
                : throw Error(
                    labels.Name, labels.HeaderLength + i, $"expected a label from 0 to {classCount - 1}; found {bytes[i]}");
        }

        T scale = T.One / T.CreateTruncating(255);
        return DataSet.FromLabels(images.Data, (int)featureCount, scale, values, classCount);
    }

    private static IdxFile Parse(ReadOnlyMemory<byte> content, string name)
    {
        ReadOnlySpan<byte> magic = Take(content.Span, 0, 4, name, "a magic number of 4 bytes");
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw Error(
                name, 0, $"expected an IDX file, which starts with two zero bytes; found 0x{magic[0]:X2} 0x{magic[1]:X2}");
        }

        if (magic[2] != UnsignedByte)
        {
            throw Error(name, 2, $"expected elements of unsigned bytes, type 0x08; found {TypeName(magic[2])}");
        }

        if (magic[3] == 0)
        {
            throw Error(name, 3, "expected at least one dimension; found 0");
        }

        int[] dimensions = ParseDimensions(content.Span, magic[3], name);
        long expected = CountElements(dimensions, name);
        ReadOnlyMemory<byte> elements = content[(4 + (4 * dimensions.Length))..];
        if (elements.Length < expected)
        {
            throw Error(
                name,
                content.Length,
                $"expected {expected} elements, as the dimensions {Format(dimensions)} say; "
                + $"the file ends after {elements.Length}");
        }

        if (elements.Length > expected)
        {
            throw Error(
                name,
                content.Length - elements.Length + expected,
                $"expected the end of the file after {expected} elements ({Format(dimensions)}); found more");
        }

        return new IdxFile(name, dimensions, elements);
    }

    private static int[] ParseDimensions(ReadOnlySpan<byte> content, int count, string name)
    {
        var dimensions = new int[count];
        for (int i = 0; i < count; i++)
        {
            int offset = 4 + (4 * i);
            ReadOnlySpan<byte> word = Take(content, offset, 4, name, $"the length of dimension {i + 1} of {count}");
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(word);
            if (dimension > Array.MaxLength)
            {
                throw Error(name, offset, $"expected a dimension of at most {Array.MaxLength}; found {dimension}");
            }

            dimensions[i] = (int)dimension;
        }

        return dimensions;
    }

    private static long CountElements(int[] dimensions, string name)
    {
        if (dimensions.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (int dimension in dimensions)
        {
            // Neither factor exceeds 2^31.
            count *= dimension;
            if (count > Array.MaxLength)
            {
                throw Error(name, 4, $"expected at most {Array.MaxLength} elements; found the dimensions {Format(dimensions)}");
            }
        }

        return count;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> content, int offset, int length, string name, string what) =>
        content.Length - offset >= length
            ? content.Slice(offset, length)
            : throw Error(name, content.Length, $"expected {what}; the file ends here");

    private static string TypeName(byte type) => type switch
    {
        0x09 => "signed bytes, type 0x09",
        0x0B => "16-bit integers, type 0x0B",
        0x0C => "32-bit integers, type 0x0C",
        0x0D => "floats, type 0x0D",
        0x0E => "doubles, type 0x0E",
        _ => $"type 0x{type:X2}, which IDX does not define",
    };

    private static string Format(IEnumerable<int> dimensions) => string.Join(" x ", dimensions);

    private static InvalidDataException Error(string name, long offset, string message) =>
        new($"{name}, byte {offset}: {message}.");
}
