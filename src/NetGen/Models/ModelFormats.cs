using System.Buffers.Binary;
using NetGen.Models.Onnx;

namespace NetGen.Models;

/// <summary>Tells the format of a file that holds a network, and reads it.</summary>
internal static class ModelFormats
{
    /// <summary>What is known, as a message lists it.</summary>
    public const string Known = "ONNX, safetensors, .npz of NumPy and the JSON of network2.py";

    private const int StartLength = 9;

    /// <summary>Reads a network from the rest of a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no network that can be compiled.</exception>
    public static NetworkModel Read(Stream stream, string name) => ReadContent(ReadAll(stream, name), name).WithNoteOnNumbers();

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

        // Of the length of a header, in eight bytes, the last ones are 0.
        return count == StartLength && start[^1] != (byte)'{' && start.AsSpan(4, 4).ContainsAnyExcept((byte)0)
            && (ForeignFile.MayBe(start) || OnnxGraph.IsOnnx(start) || NpzModel.IsZip(start) || Network2Model.IsJson(start));
    }

    // The length of the header as eight bytes, then an object of JSON.
    private static bool IsSafeTensors(ReadOnlySpan<byte> content) =>
        content.Length > 8 && content[8] == (byte)'{' && BinaryPrimitives.ReadUInt64LittleEndian(content) <= (ulong)content.Length;

    private static NetworkModel ReadContent(byte[] content, string name) =>
        IsSafeTensors(content) ? SafeTensorsModel.Read(content, name)
            : ForeignFile.Describe(content) is string foreign ? throw new InvalidDataException($"{name}: {foreign}")
            : NpzModel.IsZip(content) ? NpzModel.Read(content, name)
            : Network2Model.IsJson(content) ? Network2Model.Read(content, name)
            : OnnxGraph.IsOnnx(content) || name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? OnnxModel.Read(content, name)
            : throw new InvalidDataException($"{name}: no network that NetGen reads. It reads {Known}.");

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
