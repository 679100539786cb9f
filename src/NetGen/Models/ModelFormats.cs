using NetGen.Models.Onnx;

namespace NetGen.Models;

/// <summary>Tells the format of a file that holds a network, and reads it.</summary>
internal static class ModelFormats
{
    /// <summary>What is known, as a message lists it.</summary>
    public const string Known = "ONNX, safetensors, .npz of NumPy and the JSON of network2.py";

    // As much as it takes to tell a format; pages and pointers begin with words.
    private const int StartLength = 128;

    private enum Format
    {
        Unknown,
        SafeTensors,
        Foreign,
        Npz,
        Network2,
        Onnx,
    }

    /// <summary>Reads a network from the rest of a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <param name="expected">As <see cref="DenseChain.Find"/> has it.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or is not a network that can be compiled.</exception>
    public static NetworkModel Read(Stream stream, string name, ExpectedLayers? expected = null) =>
        ReadContent(ReadAll(stream, name), name, expected).WithNoteOnNumbers();

    /// <summary>Whether a stream has another format than safetensors, told by its first bytes.</summary>
    /// <param name="stream">The stream; becomes one that has these bytes before it if it cannot go back.</param>
    public static bool IsOther(ref Stream stream)
    {
        var start = new byte[StartLength];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (stream.CanSeek)
        {
            stream.Position -= count;
        }
        else
        {
            stream = new PeekedStream(start.AsMemory(0, count), stream);
        }

        return FormatOf(start.AsMemory(0, count)) is not (Format.Unknown or Format.SafeTensors);
    }

    private static Format FormatOf(ReadOnlyMemory<byte> content)
    {
        ReadOnlyMemory<byte> start = content[..Math.Min(content.Length, StartLength)];
        ReadOnlySpan<byte> bytes = start.Span;

        // The length of the header as eight bytes, of which the last ones are 0, then an object of JSON.
        bool hasObject = bytes.Length > 8 && bytes[8] == (byte)'{';
        return hasObject && !bytes[4..8].ContainsAnyExcept((byte)0) ? Format.SafeTensors
            : ForeignFile.Describe(bytes) is not null ? Format.Foreign
            : NpzModel.IsZip(bytes) ? Format.Npz
            : Network2Model.IsJson(bytes) ? Format.Network2
            : OnnxGraph.IsOnnx(content) ? Format.Onnx
            : hasObject ? Format.SafeTensors
            : Format.Unknown;
    }

    private static NetworkModel ReadContent(byte[] content, string name, ExpectedLayers? expected) => FormatOf(content) switch
    {
        Format.SafeTensors => SafeTensorsModel.Read(content, name, expected),
        Format.Foreign => throw new InvalidDataException($"{name}: {ForeignFile.Describe(content)}"),
        Format.Npz => NpzModel.Read(content, name, expected),
        Format.Network2 => Network2Model.Read(content, name),
        Format.Onnx => OnnxModel.Read(content, name),
        _ when name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) => OnnxModel.Read(content, name),
        _ when name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) => SafeTensorsModel.Read(content, name, expected),
        _ => throw new InvalidDataException($"{name}: not a model format that NetGen can read. It reads {Known}."),
    };

    private static byte[] ReadAll(Stream stream, string name)
    {
        long length = stream.CanSeek ? Math.Max(stream.Length - stream.Position, 0) : 0;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: expected at most {Array.MaxLength} bytes; found {length}.");
        }

        using var memory = new MemoryStream((int)length);
        stream.CopyTo(memory);
        return memory.Length == memory.Capacity ? memory.GetBuffer() : memory.ToArray();
    }
}
