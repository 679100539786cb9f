using System.Collections.ObjectModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;
using NetGen.Serialization;

namespace NetGen.Data;

/// <summary>
/// A .npy file, as <c>numpy.save</c> writes it: an array of bool, integers or floats. Plain or compressed by gzip, which the content shows.
/// </summary>
/// <remarks>
/// <para>
/// Versions 1.0, 2.0 and 3.0 of the format as NumPy documents it (numpy.lib.format), both byte orders, C and Fortran order. Files of other
/// elements, such as complex numbers, texts or Python objects, are refused; nothing in a file is ever run.
/// </para>
/// <para>
/// A file, its content once it is decompressed too, has at most <see cref="Array.MaxLength"/> bytes, which is 2 GiB. For larger ones, or
/// those larger than the memory, see <see cref="Map{T}"/>.
/// </para>
/// </remarks>
public sealed class NpyFile
{
    // Elements written at a time.
    private const int PieceLength = 1 << 13;

    private static readonly DataHeader s_header = new(NpyHeader.MaxLength, static (start, name) =>
    {
        NpyHeader header = NpyHeader.Parse(start.Span, name, NpyHeader.MaxMapped);
        return header.Length + (header.Count * FileElements.SizeOf(header.Type));
    });

    private readonly FileElements _elements;

    private NpyFile(FileElements elements) => _elements = elements;

    /// <summary>What the file is called in messages: its path.</summary>
    public string Name => _elements.Name;

    /// <summary>The length of each dimension. Empty for a single element, which NumPy calls a 0-dimensional array.</summary>
    public ReadOnlyCollection<int> Shape => _elements.Shape;

    /// <summary>What the elements are.</summary>
    public ElementType ElementType => _elements.Type;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not a .npy file of numbers; the message names the file, the offset in the (decompressed) content, what was expected
    /// and what found. Or it is too long.
    /// </exception>
    public static NpyFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(DataFile.Read(path, Remedy, header: s_header), path);
    }

    /// <summary>Reads a file from a stream, from its position to its end.</summary>
    /// <param name="stream">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string)"/>.</exception>
    public static NpyFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Parse(DataFile.Read(stream, name, Remedy, header: s_header), name);
    }

    /// <summary>
    /// All elements as numbers, the last dimension running fastest, whatever the order in the file. False is 0 and true is 1. What
    /// <typeparamref name="T"/> cannot hold, such as integers of more than 24 bits in a float, is rounded to the nearest number that it
    /// can; doubles too large for a float become infinite.
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

    /// <summary>Reads a file of samples and one of labels.</summary>
    /// <param name="featuresPath">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labelsPath">An array of one dimension: <c>[count]</c>. Integers, bool, or floats that are whole numbers.</param>
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
    /// Unsigned bytes and bool stay bytes in memory and are multiplied when they are read; elements of other types are converted at once,
    /// as by <see cref="ToArray{T}"/>.
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
    /// A file is not a .npy file of numbers or too long, has other dimensions, the counts differ, a feature is not finite, a label is no
    /// whole number or out of range, or all labels are the same.
    /// </exception>
    public static DataSet<T> ReadDataSet<T>(
        string featuresPath,
        string labelsPath,
        int? classCount = null,
        IReadOnlyList<string>? classNames = null,
        T? featureScale = null,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ToDataSet(Read(featuresPath), Read(labelsPath), classCount, classNames, featureScale, missingValues);

    /// <summary>Makes a data set of samples and labels, as <see cref="ReadDataSet{T}"/>.</summary>
    /// <param name="features">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="labels">An array of one dimension: <c>[count]</c>. Integers, bool, or floats that are whole numbers.</param>
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
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ReadDataSet{T}"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The arrays have other dimensions, the counts differ, a feature is not finite, a label is not a whole number or is out of range, or
    /// all labels are the same.
    /// </exception>
    public static DataSet<T> ToDataSet<T>(
        NpyFile features,
        NpyFile labels,
        int? classCount = null,
        IReadOnlyList<string>? classNames = null,
        T? featureScale = null,
        MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        return FileDataSets.FromLabels(features._elements, labels._elements, classCount, classNames, featureScale, missingValues);
    }

    /// <summary>Reads a file of samples alone, for a network to predict what belongs to them.</summary>
    /// <param name="featuresPath">An array of two or more dimensions: <c>[count, …]</c>.</param>
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
    /// The file is not a .npy file of numbers or too long, has other dimensions, or a feature is not finite.
    /// </exception>
    public static DataSet<T> ReadInputs<T>(
        string featuresPath, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> => ToInputs(Read(featuresPath), featureScale, missingValues);

    /// <summary>Makes a data set of samples alone, as <see cref="ReadInputs{T}"/>.</summary>
    /// <param name="features">An array of two or more dimensions: <c>[count, …]</c>.</param>
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
        NpyFile features, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return FileDataSets.FromInputs(features._elements, featureScale, missingValues);
    }

    /// <summary>Reads a file of samples and one of targets: numbers to be learned as they are, as for regression.</summary>
    /// <param name="featuresPath">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="targetsPath">An array of one or more dimensions: <c>[count]</c> or <c>[count, …]</c>; never scaled.</param>
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
    /// A file is not a .npy file of numbers or too long, has other dimensions, the counts differ, or a feature or a target is not finite.
    /// </exception>
    public static DataSet<T> ReadDataSetWithTargets<T>(
        string featuresPath, string targetsPath, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ToDataSetWithTargets(Read(featuresPath), Read(targetsPath), featureScale, missingValues);

    /// <summary>Makes a data set of samples and targets, as <see cref="ReadDataSetWithTargets{T}"/>.</summary>
    /// <param name="features">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="targets">An array of one or more dimensions: <c>[count]</c> or <c>[count, …]</c>; never scaled.</param>
    /// <param name="featureScale">What each feature is multiplied by; null for 1/255 for unsigned bytes and 1 for other types.</param>
    /// <param name="missingValues">
    /// What to do about features that are NaN, which are missing ones; <see cref="MissingValues.SkipRows"/> leaves out their samples.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ReadDataSetWithTargets{T}"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The arrays have other dimensions, the counts differ, or a feature or a target is not finite.
    /// </exception>
    public static DataSet<T> ToDataSetWithTargets<T>(
        NpyFile features, NpyFile targets, T? featureScale = null, MissingValues missingValues = MissingValues.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        return FileDataSets.FromTargets(features._elements, targets._elements, featureScale, missingValues);
    }

    /// <summary>
    /// Maps a file into memory, so that its elements are read from disk when they are used, and need not fit into memory all at once.
    /// </summary>
    /// <param name="path">
    /// A file that is not compressed, of elements of <typeparamref name="T"/> in C order and little-endian bytes.
    /// </param>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, or <see cref="byte"/> for unsigned bytes.</typeparam>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="NotSupportedException">
    /// <typeparamref name="T"/> is another type, or the machine is big-endian.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not a .npy file, or one of other elements or in another order: read it with <see cref="Read(string)"/>.
    /// </exception>
    public static MappedArray<T> Map<T>(string path)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return MappedArray<T>.Open(path);
    }

    /// <summary>
    /// Writes an array that <c>numpy.load</c> reads, in C order, bits as they are. A file of that name is replaced, once the new one is
    /// whole.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="values">The elements, the last dimension running fastest.</param>
    /// <param name="shape">The length of each dimension; none for one dimension of all values.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, or the product of <paramref name="shape"/> is not the number of values.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; or its directory is missing.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory may not be written, or the path is a directory.</exception>
    public static void Write<T>(string path, ReadOnlyMemory<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] header = Header<T>(values.Length, shape);
        AtomicFile.Write(path, stream => Write(stream, header, values.Span));
    }

    /// <inheritdoc cref="Write{T}(string, ReadOnlyMemory{T}, ReadOnlySpan{int})"/>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public static void Write<T>(string path, T[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        Write(path, (ReadOnlyMemory<T>)values, shape);
    }

    /// <summary>Writes an array to a stream, as <see cref="Write{T}(string, ReadOnlyMemory{T}, ReadOnlySpan{int})"/>.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="values">The elements, the last dimension running fastest.</param>
    /// <param name="shape">The length of each dimension; none for one dimension of all values.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">The product of <paramref name="shape"/> is not the number of values.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Write(stream, Header<T>(values.Length, shape), values);
    }

    private static string Remedy =>
        $"Map it with {nameof(NpyFile)}.{nameof(Map)}, decompressed if it is compressed, or split it into several files";

    private static void Write<T>(Stream stream, byte[] header, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        stream.Write(header);
        byte[] bytes = new byte[Math.Min(PieceLength, values.Length) * Unsafe.SizeOf<T>()];
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> piece = values[..Math.Min(PieceLength, values.Length)];
            Span<byte> destination = bytes.AsSpan(0, piece.Length * Unsafe.SizeOf<T>());
            LittleEndian.Write(piece, destination);
            stream.Write(destination);
            values = values[piece.Length..];
        }
    }

    private static byte[] Header<T>(int count, ReadOnlySpan<int> shape)
    {
        ElementType type = ParameterChecks.NumericTypeOf<T>() == NumericType.Single ? ElementType.Float32 : ElementType.Float64;
        if (shape.IsEmpty)
        {
            return NpyHeader.Format(type, [count]);
        }

        int[] lengths = shape.ToArray();
        if (lengths.Length > NpyHeader.MaxRank || lengths.Any(length => length < 0) || FileElements.CountElements(lengths) != count)
        {
            throw new ArgumentException(
                $"Expected at most {NpyHeader.MaxRank} dimensions that multiply to {count}, the number of values; "
                + $"found {FileElements.Format(lengths)}.",
                nameof(shape));
        }

        return NpyHeader.Format(type, shape);
    }

    private static NpyFile Parse(ReadOnlyMemory<byte> content, string name)
    {
        NpyHeader header = NpyHeader.Parse(content.Span, name);
        FileElements.CheckLength(name, content.Length, header.Length, header.Shape, header.Type);
        ReadOnlyMemory<byte> data = content[header.Length..];
        if (header.Type == ElementType.Boolean && data.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and int index)
        {
            throw FileElements.Error(name, header.Length + index, $"expected a bool, 0 or 1; found {data.Span[index]}");
        }

        bool isReordered = header.IsFortranOrder && header.Shape.Count(length => length != 1) > 1 && !data.IsEmpty;
        if (isReordered)
        {
            data = ToCOrder(data.Span, header.Shape, FileElements.SizeOf(header.Type));
        }

        return new NpyFile(new FileElements(name, header.Shape, header.Type, header.IsBigEndian, data)
        {
            RankOffset = header.ShapeOffset,
            ShapeOffset = header.ShapeOffset,
            DataOffset = header.Length,
            IsFortranOrder = isReordered,
        });
    }

    // Visits the elements in C order, and follows where they are in Fortran order.
    private static byte[] ToCOrder(ReadOnlySpan<byte> data, int[] shape, int elementSize)
    {
        byte[] reordered = new byte[data.Length];
        int[] strides = new int[shape.Length];
        int stride = elementSize;
        for (int i = 0; i < shape.Length; i++)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        int[] indices = new int[shape.Length];
        int source = 0;
        for (int target = 0; target < reordered.Length; target += elementSize)
        {
            data.Slice(source, elementSize).CopyTo(reordered.AsSpan(target));
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                source += strides[i];
                if (++indices[i] < shape[i])
                {
                    break;
                }

                source -= strides[i] * shape[i];
                indices[i] = 0;
            }
        }

        return reordered;
    }
}
