using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Numerics;

namespace NetGen;

/// <summary>
/// A file in the IDX format of the MNIST digits with elements of unsigned bytes: some dimensions, and a byte for each element, the last
/// dimension running fastest. Plain or compressed by gzip, which is told from the content.
/// </summary>
public sealed class IdxFile
{
    private const int UnsignedByte = 0x08;
    private const int FirstBlock = 1 << 20;

    private IdxFile(string name, int[] dimensions, byte[] data)
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
    /// The content is not an IDX file of bytes; the message names the file, the offset in the (decompressed) content, what was expected
    /// and what found.
    /// </exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = DataFile.Open(path);
        return Read(stream, path);
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
        Stream content = DataFile.Decompress(stream);
        try
        {
            return ReadContent(content, name);
        }
        finally
        {
            if (!ReferenceEquals(content, stream))
            {
                content.Dispose();
            }
        }
    }

    /// <summary>
    /// Reads a file of samples and one of labels, such as the images and labels of MNIST. The features stay bytes in memory and are read
    /// as numbers from 0 to 1, <c>byte * (1 / 255)</c>.
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
    /// <exception cref="InvalidDataException">The files have other dimensions, the counts differ, or a label is out of range.</exception>
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
                : throw Error(labels.Name, labels.HeaderLength + i, $"expected a label from 0 to {classCount - 1}; found {bytes[i]}");
        }

        T scale = T.One / T.CreateTruncating(255);
        return DataSet.FromLabels(images.Data, (int)featureCount, scale, values, classCount);
    }

    private static IdxFile ReadContent(Stream content, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        Fill(content, magic, 0, name, "a magic number of 4 bytes");
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw Error(name, 0, $"expected an IDX file, which starts with two zero bytes; found 0x{magic[0]:X2} 0x{magic[1]:X2}");
        }

        if (magic[2] != UnsignedByte)
        {
            throw Error(name, 2, $"expected elements of unsigned bytes, type 0x08; found {TypeName(magic[2])}");
        }

        if (magic[3] == 0)
        {
            throw Error(name, 3, "expected at least one dimension; found 0");
        }

        var dimensions = new int[magic[3]];
        Span<byte> word = stackalloc byte[4];
        long length = 1;
        bool anyZero = false;
        for (int i = 0; i < dimensions.Length; i++)
        {
            int offset = 4 + (4 * i);
            Fill(content, word, offset, name, $"the length of dimension {i + 1} of {dimensions.Length}");
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(word);
            if (dimension > Array.MaxLength)
            {
                throw Error(name, offset, $"expected a dimension of at most {Array.MaxLength}; found {dimension}");
            }

            dimensions[i] = (int)dimension;
            anyZero |= dimension == 0;

            // Neither factor exceeds 2^31, and what is too long stays too long unless a dimension is zero.
            length = Math.Min(length * Math.Max(1, (long)dimension), int.MaxValue);
        }

        if (!anyZero && length > Array.MaxLength)
        {
            throw Error(name, 4, $"expected at most {Array.MaxLength} elements; found the dimensions {Format(dimensions)}");
        }

        return new IdxFile(name, dimensions, ReadElements(content, anyZero ? 0 : (int)length, dimensions, name));
    }

    // The memory grows with what is there, so that a damaged header does not claim gigabytes.
    private static byte[] ReadElements(Stream content, int length, int[] dimensions, string name)
    {
        int header = 4 + (4 * dimensions.Length);
        var data = new byte[Math.Min(length, FirstBlock)];
        int done = 0;
        while (true)
        {
            done += ReadUpTo(content, data.AsSpan(done), header + (long)done, name);
            if (done < data.Length)
            {
                throw Error(
                    name,
                    header + (long)done,
                    $"expected {length} elements, as the dimensions {Format(dimensions)} say; the file ends after {done}");
            }

            if (done == length)
            {
                break;
            }

            Array.Resize(ref data, (int)Math.Min(length, 2L * data.Length));
        }

        if (ReadUpTo(content, stackalloc byte[1], header + (long)done, name) != 0)
        {
            throw Error(
                name, header + (long)done, $"expected the end of the file after {length} elements ({Format(dimensions)}); found more");
        }

        return data;
    }

    private static void Fill(Stream content, Span<byte> destination, long offset, string name, string what)
    {
        int count = ReadUpTo(content, destination, offset, name);
        if (count < destination.Length)
        {
            throw Error(name, offset + count, $"expected {what}; the file ends here");
        }
    }

    private static int ReadUpTo(Stream content, Span<byte> destination, long offset, string name)
    {
        int done = 0;
        try
        {
            while (done < destination.Length)
            {
                int count = content.Read(destination[done..]);
                if (count == 0)
                {
                    break;
                }

                done += count;
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(Message(name, offset + done, "the compressed data are damaged or cut off"), exception);
        }

        return done;
    }

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

    private static InvalidDataException Error(string name, long offset, string message) => new(Message(name, offset, message));

    private static string Message(string name, long offset, string message) => $"{name}, byte {offset}: {message}.";
}
