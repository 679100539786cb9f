using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen.Data;

/// <summary>Reads data files whole, plain or compressed by gzip, which the content shows.</summary>
internal static class DataFile
{
    /// <summary>What to do about a file that is too long, unless the caller says otherwise.</summary>
    public const string Split = "Split it into several files";

    // Bytes of content to allocate ahead for each compressed byte, at most.
    private const long MaxAheadRatio = 8;

    private const int PieceLength = 1 << 16;

    // GZipStream takes the end of the data for the end of the content, also in the middle of a compressed block. So another
    // compressed part is appended to the data: if the output does not end with this mark, the data before it are not complete.
    private static readonly byte[] _mark = "NetGen: complete"u8.ToArray();
    private static readonly byte[] _compressedMark = Compress(_mark);

    /// <summary>Everything in a file, decompressed.</summary>
    /// <param name="path">Where the file is, which is its name in messages.</param>
    /// <param name="remedy">What to do about a file that is too long: the beginning of a sentence.</param>
    /// <param name="maxLength">The most bytes, compressed and decompressed.</param>
    /// <exception cref="InvalidDataException">The file is too long, or its compressed data are not whole.</exception>
    public static ReadOnlyMemory<byte> Read(string path, string remedy = Split, long? maxLength = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path, remedy, maxLength);
    }

    /// <summary>Everything from a stream's position to its end, decompressed; the stream stays open.</summary>
    /// <inheritdoc cref="Read(string, string, long?)"/>
    public static ReadOnlyMemory<byte> Read(Stream stream, string name, string remedy = Split, long? maxLength = null)
    {
        long limit = maxLength ?? Array.MaxLength;
        long length = stream.CanSeek ? Math.Max(stream.Length - stream.Position, 0) : 0;
        if (length > limit)
        {
            throw TooLong(name, "bytes", limit, $"{length}", remedy);
        }

        var data = new MemoryStream((int)length);
        if (!TryCopy(stream, data, limit))
        {
            throw TooLong(name, "bytes", limit, "more", remedy);
        }

        ReadOnlyMemory<byte> bytes = Content(data);
        return bytes.Span is [0x1F, 0x8B, ..] ? Decompress(bytes, name, remedy, limit) : bytes;
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, string name, string remedy, long limit)
    {
        // The checksum at the end may end with zeros, too: where they end and padding begins, only decompression shows.
        ReadOnlyMemory<byte> data = compressed[..(compressed.Span.LastIndexOfAnyExcept((byte)0) + 1)];
        var input = new SegmentedStream(data, compressed[data.Length..], _compressedMark);
        var content = new MemoryStream(ExpectedLength(compressed.Span, limit) + _mark.Length);
        Exception? cause = null;
        bool fits = true;
        try
        {
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            fits = TryCopy(gzip, content, Math.Min(limit + _mark.Length, Array.MaxLength));
        }
        catch (InvalidDataException exception)
        {
            cause = exception;
        }

        if (!fits)
        {
            throw TooLong(name, "bytes of decompressed content", limit, "more", remedy);
        }

        ReadOnlyMemory<byte> bytes = Content(content);
        if (cause is null && bytes.Span.EndsWith(_mark) && input.LastSegment == 2)
        {
            return bytes[..^_mark.Length];
        }

        // Zeros are not read beyond the first after a whole part, and are read through to the mark within one.
        return cause is null && input.LastSegment == 1
            ? bytes
            : throw new InvalidDataException(
                $"{name}, byte {compressed.Length}: expected compressed data that are whole up to here; "
                + "found them damaged or cut off, or something after them.",
                cause);
    }

    /// <summary>Copies everything; false as soon as the destination has more than <paramref name="limit"/> bytes.</summary>
    private static bool TryCopy(Stream source, MemoryStream destination, long limit)
    {
        byte[] piece = new byte[PieceLength];
        for (int length = source.Read(piece); length > 0; length = source.Read(piece))
        {
            if (destination.Length + length > limit)
            {
                return false;
            }

            destination.Write(piece, 0, length);
        }

        return true;
    }

    private static InvalidDataException TooLong(string name, string what, long limit, string found, string remedy) =>
        new($"{name}: expected at most {limit} {what}, as an array holds no more; found {found}. {remedy}.");

    // Compressed data end with their length. It is a hint only, as damaged data may say anything: the stream grows where it is too small.
    private static int ExpectedLength(ReadOnlySpan<byte> compressed, long limit) => compressed.Length < 4
        ? 0
        : (int)Math.Min(
            BinaryPrimitives.ReadUInt32LittleEndian(compressed[^4..]),
            Math.Min(compressed.Length * MaxAheadRatio, Math.Min(limit, Array.MaxLength - _mark.Length)));

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
