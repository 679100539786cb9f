using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Numerics;

namespace NetGen.Data;

/// <summary>
/// A file in the IDX format of the MNIST digits: some dimensions, and an element for each place, the last dimension running fastest.
/// Plain or compressed by gzip, which the content shows.
/// </summary>
/// <remarks>
/// A file, its content once it is decompressed too, has at most <see cref="Array.MaxLength"/> bytes, which is 2 GiB.
/// </remarks>
public sealed class IdxFile
{
    // Four bytes, and four for each of at most 255 dimensions.
    private static readonly DataHeader s_header = new(4 * 256, static (start, name) =>
    {
        (ElementType type, int[] dimensions, int length) = ParseHeader(start.Span, name);
        return length + ((long)FileElements.CountElements(dimensions)!.Value * FileElements.SizeOf(type));
    });

    private readonly FileElements _elements;

    private IdxFile(FileElements elements) => _elements = elements;

    /// <summary>What the file is called in messages: its path.</summary>
    public string Name => _elements.Name;

    /// <summary>The length of each dimension; at least one. 60000, 28, 28 for the MNIST training images.</summary>
    public ReadOnlyCollection<int> Dimensions => _elements.Shape;

    /// <summary>
    /// What the elements are: <see cref="Data.ElementType.UInt8"/>, <see cref="Data.ElementType.Int8"/>,
    /// <see cref="Data.ElementType.Int16"/>, <see cref="Data.ElementType.Int32"/>, <see cref="Data.ElementType.Float32"/> or
    /// <see cref="Data.ElementType.Float64"/>.
    /// </summary>
    public ElementType ElementType => _elements.Type;

    /// <summary>The elements as the bytes that the file has, the most significant byte of each first.</summary>
    public ReadOnlyMemory<byte> Data => _elements.Data;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not an IDX file; the message names the file, the offset in the (decompressed) content, what was expected and what
    /// found. Or it is too long.
    /// </exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(DataFile.Read(path, header: s_header), path);
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
        return Parse(DataFile.Read(stream, name, header: s_header), name);
    }

    /// <summary>
    /// All elements as numbers, the last dimension running fastest. Integers that <typeparamref name="T"/> cannot hold, such as those of
    /// more than 24 bits in a float, are rounded to the nearest number that it can; doubles too large for a float become infinite.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => _elements.ToArray<T>();

    /// <summary>All elements as class labels.</summary>
    /// <param name="classCount">The number of classes; each label is less. Null for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 1.</exception>
    /// <exception cref="InvalidDataException">An element is not a whole number, or is out of range.</exception>
    public int[] ToLabels(int? classCount = null) => _elements.ToLabels(classCount);

    /// <summary>Reads a file of samples and one of labels, such as the images and labels of MNIST.</summary>
    /// <param name="imagesPath">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labelsPath">A file of one dimension: <c>[count]</c>. Integers, or floats that are whole numbers.</param>
    /// <param name="classCount">
    /// The number of classes, if the labels are their numbers, from 0 on; null for the different labels, in their order, which are the
    /// names of the classes unless they are the numbers from 0 on.
    /// </param>
    /// <param name="classNames">
    /// The labels of all classes, as the data set to train with or its network has them; null for those of the file.
    /// </param>
    /// <param name="featureScale">
    /// What each feature is multiplied by; null for 1/255 for unsigned bytes, which makes them numbers from 0 to 1, and 1 for other types.
    /// </param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// Unsigned bytes stay bytes in memory and are multiplied when they are read; elements of other types are converted at once, as by
    /// <see cref="ToArray{T}"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A path is null or empty; both <paramref name="classCount"/> and <paramref name="classNames"/> are given; or two names are equal, or
    /// one is null or not valid Unicode.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classCount"/> is less than 1, or <paramref name="featureScale"/> is 0, subnormal, not finite, or so large that 255
    /// times it is not.
    /// </exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not an IDX file, is too long or has other dimensions, the counts differ, a feature is not finite, a label is not a whole
    /// number or is out of range, or all labels are the same.
    /// </exception>
    public static DataSet<T> ReadDataSet<T>(
        string imagesPath,
        string labelsPath,
        int? classCount = null,
        IReadOnlyList<string>? classNames = null,
        T? featureScale = null,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ToDataSet(Read(imagesPath), Read(labelsPath), classCount, classNames, featureScale, missingValues);

    /// <summary>Makes a data set of samples and labels, as <see cref="ReadDataSet{T}"/>.</summary>
    /// <param name="images">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labels">A file of one dimension: <c>[count]</c>. Integers, or floats that are whole numbers.</param>
    /// <param name="classCount">
    /// The number of classes, if the labels are their numbers, from 0 on; null for the different labels, in their order, which are the
    /// names of the classes unless they are the numbers from 0 on.
    /// </param>
    /// <param name="classNames">
    /// The labels of all classes, as the data set to train with or its network has them; null for those of the file.
    /// </param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> or <paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ReadDataSet{T}"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The files have other dimensions, the counts differ, a feature is not finite, a label is not a whole number or is out of range, or
    /// all labels are the same.
    /// </exception>
    public static DataSet<T> ToDataSet<T>(
        IdxFile images,
        IdxFile labels,
        int? classCount = null,
        IReadOnlyList<string>? classNames = null,
        T? featureScale = null,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        return FileDataSets.FromLabels(images._elements, labels._elements, classCount, classNames, featureScale, missingValues);
    }

    /// <summary>Reads a file of samples alone, for a network to predict what belongs to them.</summary>
    /// <param name="featuresPath">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones. No sample is left out: <see cref="MissingValues.SkipRows"/>
    /// refuses them.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureScale"/> is 0, subnormal, not finite, or so large that 255 times it is not.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not an IDX file or too long, has other dimensions, or a feature is not finite.
    /// </exception>
    public static DataSet<T> ReadInputs<T>(
        string featuresPath, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> => ToInputs(Read(featuresPath), featureScale, missingValues);

    /// <summary>Makes a data set of samples alone, as <see cref="ReadInputs{T}"/>.</summary>
    /// <param name="features">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones. No sample is left out: <see cref="MissingValues.SkipRows"/>
    /// refuses them.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ReadInputs{T}"/>.</exception>
    /// <exception cref="InvalidDataException">The file has other dimensions, or a feature is not finite.</exception>
    public static DataSet<T> ToInputs<T>(
        IdxFile features, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FileDataSets.FromInputs(features._elements, featureScale, missingValues);
    }

    /// <summary>Reads a file of samples and one of targets: numbers to be learned as they are, as for regression.</summary>
    /// <param name="featuresPath">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="targetsPath">A file of one or more dimensions: <c>[count]</c> or <c>[count, …]</c>; never scaled.</param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">A path is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="featureScale"/> is 0, subnormal, not finite, or so large that 255 times it is not.
    /// </exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not an IDX file or too long, has other dimensions, the counts differ, or a feature or a target is not finite.
    /// </exception>
    public static DataSet<T> ReadDataSetWithTargets<T>(
        string featuresPath, string targetsPath, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ToDataSetWithTargets(Read(featuresPath), Read(targetsPath), featureScale, missingValues);

    /// <summary>Makes a data set of samples and targets, as <see cref="ReadDataSetWithTargets{T}"/>.</summary>
    /// <param name="features">A file of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="targets">A file of one or more dimensions: <c>[count]</c> or <c>[count, …]</c>; never scaled.</param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ReadDataSetWithTargets{T}"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The files have other dimensions, the counts differ, or a feature or a target is not finite.
    /// </exception>
    public static DataSet<T> ToDataSetWithTargets<T>(
        IdxFile features, IdxFile targets, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        return FileDataSets.FromTargets(features._elements, targets._elements, featureScale, missingValues);
    }

    private static IdxFile Parse(ReadOnlyMemory<byte> content, string name)
    {
        (ElementType type, int[] dimensions, int headerLength) = ParseHeader(content.Span, name);
        FileElements.CheckLength(name, content.Length, headerLength, dimensions, type);
        return new IdxFile(new FileElements(name, dimensions, type, isBigEndian: true, content[headerLength..])
        {
            RankOffset = 3,
            ShapeOffset = 4,
            DataOffset = headerLength,
        });
    }

    private static (ElementType Type, int[] Dimensions, int Length) ParseHeader(ReadOnlySpan<byte> content, string name)
    {
        ReadOnlySpan<byte> magic = Take(content, 0, 4, name, "a magic number of 4 bytes");
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw FileElements.Error(
                name, 0, $"expected an IDX file, which starts with two zero bytes; found 0x{magic[0]:X2} 0x{magic[1]:X2}");
        }

        ElementType type = TypeOf(magic[2]) ?? throw FileElements.Error(
            name, 2, $"expected an element type, 0x08, 0x09 or 0x0B to 0x0E; found 0x{magic[2]:X2}, which IDX does not define");
        if (magic[3] == 0)
        {
            throw FileElements.Error(name, 3, "expected at least one dimension; found 0");
        }

        int[] dimensions = ParseDimensions(content, magic[3], name);
        return (type, dimensions, 4 + (4 * dimensions.Length));
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
                throw FileElements.Error(name, offset, $"expected a dimension of at most {Array.MaxLength}; found {dimension}");
            }

            dimensions[i] = (int)dimension;
        }

        return FileElements.CountElements(dimensions) is not null ? dimensions : throw FileElements.Error(
            name, 4, $"expected at most {Array.MaxLength} elements; found the dimensions {FileElements.Format(dimensions)}");
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> content, int offset, int length, string name, string what) =>
        content.Length - offset >= length
            ? content.Slice(offset, length)
            : throw FileElements.Error(name, content.Length, $"expected {what}; the file ends here");

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.UInt8,
        0x09 => ElementType.Int8,
        0x0B => ElementType.Int16,
        0x0C => ElementType.Int32,
        0x0D => ElementType.Float32,
        0x0E => ElementType.Float64,
        _ => null,
    };
}
