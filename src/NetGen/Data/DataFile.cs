using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen.Data;

/// <summary>Reads data files whole, plain or compressed by gzip, which the content shows.</summary>
internal static class DataFile
{
    // GZipStream takes the end of the data for the end of the content, also in the middle of a compressed block. So another
    // compressed part is appended to the data: if the output does not end with this mark, the data before it are not complete.
    private static readonly byte[] _mark = "NetGen: complete"u8.ToArray();
    private static readonly byte[] _compressedMark = Compress(_mark);

    // Bytes of content to allocate ahead for each compressed byte, at most.
    private const long MaxAheadRatio = 8;

    public static ReadOnlyMemory<byte> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path);
    }

    /// <summary>Everything from a stream's position to its end, decompressed; the stream stays open.</summary>
    public static ReadOnlyMemory<byte> Read(Stream stream, string name)
    {
        long length = stream.CanSeek ? stream.Length - stream.Position : 0;
        var data = new MemoryStream((int)Math.Clamp(length + _compressedMark.Length, 0, Array.MaxLength));
        stream.CopyTo(data);
        ReadOnlySpan<byte> bytes = Content(data).Span;
        return bytes is [0x1F, 0x8B, ..] ? Decompress(data, name) : Content(data);
    }

    private static ReadOnlyMemory<byte> Decompress(MemoryStream data, string name)
    {
        long compressedLength = data.Length;
        var content = new MemoryStream(ExpectedLength(Content(data).Span) + _mark.Length);
        data.Write(_compressedMark);
        data.Position = 0;
        Exception? cause = null;
        try
        {
            using var gzip = new GZipStream(data, CompressionMode.Decompress);
            gzip.CopyTo(content);
        }
        catch (InvalidDataException exception)
        {
            cause = exception;
        }

        ReadOnlyMemory<byte> bytes = Content(content);
        return cause is null && bytes.Span.EndsWith(_mark)
            ? bytes[..^_mark.Length]
            : throw new InvalidDataException(
                $"{name}, byte {compressedLength}: expected compressed data that are whole up to here; "
                + "found them damaged or cut off, or something after them.",
                cause);
    }

    // Compressed data end with their length. It is a hint only, as damaged data may say anything: the stream grows where it is too small.
    private static int ExpectedLength(ReadOnlySpan<byte> compressed) => compressed.Length < 4
        ? 0
        : (int)Math.Min(
            BinaryPrimitives.ReadUInt32LittleEndian(compressed[^4..]),
            Math.Min((long)compressed.Length * MaxAheadRatio, Array.MaxLength - _mark.Length));

    private static ReadOnlyMemory<byte> Content(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);

    private static byte[] Compress(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
