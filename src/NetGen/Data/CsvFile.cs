using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NetGen.Data;

/// <summary>
/// Reads samples from text: a sample in each line, in columns of numbers, one of them its label or the last its target. Numbers are written
/// as in C# (<c>-1.5e3</c>), in any culture, are finite, and may have spaces and tabs around them; there are no quotation marks, no empty
/// columns and no empty lines but at the end. Plain or compressed by gzip, which the content shows.
/// </summary>
public static class CsvFile
{
    /// <summary>
    /// Reads a file without a header, in UTF-8, that has commas between the columns and the labels in the last.
    /// </summary>
    /// <param name="path">Where the file is.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadDataSet<T>(string path)
        where T : unmanaged, IFloatingPointIeee754<T> => ReadDataSet<T>(path, null);

    /// <summary>Reads a file, in UTF-8.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="options">How it is laid out; null for the defaults.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, or <paramref name="options"/> ask for both targets and labels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not as described; the message names the file, the line and the column, both from 1, what was expected and
    /// what found.
    /// </exception>
    public static DataSet<T> ReadDataSet<T>(string path, CsvOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse<T>(DataFile.Read(path), path, options);
    }

    /// <summary>Reads a stream, in UTF-8, from its position to its end.</summary>
    /// <param name="stream">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for the defaults.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> ask for both targets and labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadDataSet<T>(Stream stream, string name, CsvOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Parse<T>(DataFile.Read(stream, name), name, options);
    }

    /// <summary>Reads text to its end.</summary>
    /// <param name="reader">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for the defaults.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> ask for both targets and labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadDataSet<T>(TextReader reader, string name, CsvOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new CsvOptions();
        if (options is { TargetCount: not null, LabelColumn: not null } or { TargetCount: not null, ClassCount: not null })
        {
            throw new ArgumentException(
                "TargetCount is set, so the samples have no labels; LabelColumn and ClassCount must be null.", nameof(options));
        }

        if (!T.IsNormal(T.CreateTruncating(options.FeatureScale)))
        {
            string size = Math.Abs(options.FeatureScale) < 1 ? "small" : "large";
            throw RangeErrors.Of(
                nameof(options), options.FeatureScale, $"The options' FeatureScale is too {size} for {typeof(T).Name}.");
        }

        var parser = new CsvParser<T>(name, options);
        while (reader.ReadLine() is string line)
        {
            parser.Add(line);
        }

        return parser.ToDataSet();
    }

    internal static InvalidDataException Error(string name, long line, string message) => new($"{name}, line {line}: {message}.");

    private static DataSet<T> Parse<T>(ReadOnlyMemory<byte> content, string name, CsvOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> bytes);
        using var reader = new StreamReader(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count), Encoding.UTF8);
        return ReadDataSet<T>(reader, name, options);
    }
}
