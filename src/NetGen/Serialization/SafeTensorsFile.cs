namespace NetGen.Serialization;

/// <summary>The content of a safetensors file.</summary>
internal sealed class SafeTensorsFile
{
    private readonly Dictionary<string, SafeTensor> _byName;

    internal SafeTensorsFile(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The metadata; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>Finds a tensor by its name; null when there is none.</summary>
    public SafeTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a stream from its position to its end. What the file claims is checked before memory is taken for it.</summary>
    /// <param name="stream">What to read; need not be seekable; stays open.</param>
    /// <param name="name">What to call it in messages: the path of a file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not a whole and valid safetensors file of tensors of the types of <see cref="TensorElementType"/>; the message
    /// names the file, the tensor, what was expected and what found.
    /// </exception>
    public static SafeTensorsFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new SafeTensorsReader(stream, name).Read();
    }

    /// <summary>Writes a file to a stream. The same arguments give the same bytes.</summary>
    /// <param name="stream">What to write to; need not be seekable; stays open and is not flushed.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Texts by name; written in the order of the names. None when empty.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// Two tensors have the same name, a tensor or a text is null, a text is not valid Unicode, or there are too many for one file.
    /// Nothing is written then.
    /// </exception>
    /// <exception cref="InvalidOperationException">The source of a tensor writes more or less than its shape says.</exception>
    public static void Write(Stream stream, IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        SafeTensorsWriter.Write(stream, tensors, metadata);
    }
}
