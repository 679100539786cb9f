using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NetGen.Data;

#pragma warning disable RS0026 // The overloads of each method differ in the type of a required parameter: no call is ambiguous.

/// <summary>
/// Reads samples from text: a sample in each line, in columns that are features, and labels or targets. Plain or compressed by gzip, which
/// the content shows; in UTF-8, or in UTF-16 with a byte order mark.
/// </summary>
/// <remarks>
/// Fields may be in quotation marks, as RFC 4180 has them, and have spaces and tabs around them. Numbers are finite and written as in C#
/// (<c>-1.5e3</c>), in any culture. Empty lines do not count, nor do lines of separators alone at the end. <see cref="CsvOptions"/> says
/// what else a file may have.
/// </remarks>
public static class CsvFile
{
    /// <summary>Reads a file of features and labels, or of features and targets.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, or <paramref name="options"/> contradict themselves: both targets and labels, both
    /// <see cref="CsvOptions.ClassNames"/> and <see cref="CsvOptions.ClassCount"/>, or both <see cref="CsvOptions.FeatureColumns"/> and
    /// <see cref="CsvOptions.IgnoredColumns"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not as described; the message names the file, the line and the column, both from 1, what was expected, what was
    /// found, and often a remedy.
    /// </exception>
    public static DataSet<T> ReadDataSet<T>(string path, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read<T>(DataFile.Read(path), path, options, needsTargets: true);
    }

    /// <summary>Reads a stream of features and labels, or of features and targets, from its position to its end.</summary>
    /// <param name="stream">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadDataSet<T>(Stream stream, string name, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read<T>(DataFile.Read(stream, name), name, options, needsTargets: true);
    }

    /// <summary>Reads text of features and labels, or of features and targets, to its end.</summary>
    /// <param name="reader">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadDataSet<T>(TextReader reader, string name, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        return Read<T>(reader, name, options, needsTargets: true);
    }

    /// <summary>
    /// Reads the features of a file, for a network to predict what belongs to them. The columns of labels or targets are left out if the
    /// file has them: by their names, or where <see cref="CsvOptions.LabelColumn"/> finds one.
    /// </summary>
    /// <remarks>
    /// The features are in the order of the file. If it may be another than that of the file which the network was trained with, or if
    /// there may be other columns, set <see cref="CsvOptions.FeatureColumns"/>. Names in <see cref="CsvOptions.IgnoredColumns"/> that the
    /// file lacks do not matter. No line with a value is left out: <see cref="MissingValues.SkipRows"/> refuses missing values here.
    /// </remarks>
    /// <param name="path">Where the file is.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, <paramref name="options"/> contradict themselves, or they name a column of labels or
    /// targets by its index, of which the file does not show whether it has it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadInputs<T>(string path, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read<T>(DataFile.Read(path), path, options, needsTargets: false);
    }

    /// <summary>
    /// Reads the features of a stream, as <see cref="ReadInputs{T}(string, CsvOptions?)"/>, from its position to its end.
    /// </summary>
    /// <param name="stream">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="ReadInputs{T}(string, CsvOptions?)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadInputs<T>(Stream stream, string name, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read<T>(DataFile.Read(stream, name), name, options, needsTargets: false);
    }

    /// <summary>Reads the features of text, as <see cref="ReadInputs{T}(string, CsvOptions?)"/>, to its end.</summary>
    /// <param name="reader">What to read; stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How it is laid out; null for what it shows.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="ReadInputs{T}(string, CsvOptions?)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is too large or too small for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ReadDataSet{T}(string, CsvOptions?)"/>.</exception>
    public static DataSet<T> ReadInputs<T>(TextReader reader, string name, CsvOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        return Read<T>(reader, name, options, needsTargets: false);
    }

    internal static InvalidDataException Error(string name, long line, string message) => new($"{name}, line {line}: {message}.");

    private static DataSet<T> Read<T>(ReadOnlyMemory<byte> content, string name, CsvOptions? options, bool needsTargets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CsvEncoding.Check(content.Span, name);
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> bytes);
        var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return Read<T>(reader, name, options, needsTargets);
    }

    private static DataSet<T> Read<T>(TextReader reader, string name, CsvOptions? options, bool needsTargets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= new CsvOptions();
        Check(options);
        if (!needsTargets && (options.TargetColumns ?? []).Append(options.LabelColumn ?? "label").Any(column => column.Name is null))
        {
            throw new ArgumentException(
                "The options give the column of labels or targets by its index, but a file to predict from may lack it. For a file that "
                + "lacks it, leave LabelColumn and TargetColumns null; for one that has it, give its name, or name it in IgnoredColumns.",
                nameof(options));
        }

        if (!T.IsNormal(T.CreateTruncating(options.FeatureScale)))
        {
            string size = Math.Abs(options.FeatureScale) < 1 ? "small" : "large";
            throw RangeErrors.Of(
                nameof(options), options.FeatureScale, $"The options' FeatureScale is too {size} for {typeof(T).Name}.");
        }

        return new CsvParser<T>(reader, name, options, needsTargets).Read();
    }

    private static void Check(CsvOptions options)
    {
        if (options.TargetColumns is not null
            && (options.LabelColumn is not null || options.ClassCount is not null || options.ClassNames is not null))
        {
            throw new ArgumentException(
                "TargetColumns is set, so the samples have no labels; LabelColumn, ClassCount and ClassNames must be null.",
                nameof(options));
        }

        if (options is { FeatureColumns: not null, IgnoredColumns.Count: > 0 })
        {
            throw new ArgumentException(
                "FeatureColumns says which columns are features, and all others are left out; IgnoredColumns must be empty.",
                nameof(options));
        }

        if (options is { ClassCount: not null, ClassNames: not null })
        {
            throw new ArgumentException("ClassNames says how many classes there are; ClassCount must be null.", nameof(options));
        }
    }
}
