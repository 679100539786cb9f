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

    // Shorter content is decompressed in any case, so that damage is found before what it makes of the header.
    private const int MinLimited = 1 << 22;

    // GZipStream takes the end of the data for the end of the content, also in the middle of a compressed block. So another
    // compressed part is appended to the data: if the output does not end with this mark, the data before it are not complete.
    private static readonly byte[] _mark = "NetGen: complete"u8.ToArray();
    private static readonly byte[] _compressedMark = Compress(_mark);

    /// <summary>Everything in a file, decompressed.</summary>
    /// <param name="path">Where the file is, which is its name in messages.</param>
    /// <param name="remedy">What to do about a file that is too long: the beginning of a sentence.</param>
    /// <param name="maxLength">The most bytes, compressed and decompressed.</param>
    /// <param name="header">
    /// What the content begins with, if that says how long it is: no more is decompressed, except a few bytes, which reveal any excess.
    /// </param>
    /// <exception cref="InvalidDataException">The file is too long, or its compressed data are not whole.</exception>
    public static ReadOnlyMemory<byte> Read(string path, string remedy = Split, long? maxLength = null, DataHeader? header = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path, remedy, maxLength, header);
    }

    /// <summary>Everything from a stream's position to its end, decompressed; the stream stays open.</summary>
    /// <inheritdoc cref="Read(string, string, long?, DataHeader?)"/>
    public static ReadOnlyMemory<byte> Read(
        Stream stream, string name, string remedy = Split, long? maxLength = null, DataHeader? header = null)
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
        return bytes.Span is [0x1F, 0x8B, ..] ? Decompress(bytes, name, remedy, limit, header) : bytes;
    }

    private static ReadOnlyMemory<byte> Decompress(
        ReadOnlyMemory<byte> compressed, string name, string remedy, long limit, DataHeader? header)
    {
        // The checksum at the end may end with zeros, too: where they end and padding begins, only decompression shows.
        ReadOnlyMemory<byte> data = compressed[..(compressed.Span.LastIndexOfAnyExcept((byte)0) + 1)];
        var input = new SegmentedStream(data, compressed[data.Length..], _compressedMark);
        using var gzip = new GZipStream(input, CompressionMode.Decompress);

        // Content that says by itself that it is too long, and no header does, is only counted: it may still be damaged.
        bool keeps = header is not null || StatedLength(compressed.Span) <= Math.Max(limit, int.MaxValue);
        var content = new MemoryStream(keeps ? ExpectedLength(compressed.Span, limit) + _mark.Length : 0);
        long most = Math.Min(limit + _mark.Length, Array.MaxLength);
        long total = 0;
        long? expected = null;
        byte[] piece = new byte[PieceLength];
        int length;
        while ((length = ReadPiece(gzip, piece, compressed.Length, name)) > 0)
        {
            total += length;
            CheckDecompressed(total, most, "more");
            content.Write(piece, 0, keeps ? length : 0);
            if (header is not null && expected is null && total >= Math.Max(MinLimited, header.MaxLength) + _mark.Length)
            {
                expected = header.ContentLength(Content(content)[..header.MaxLength], name);
                CheckDecompressed(expected.Value, limit, $"{expected}");
            }

            if (total > expected + _mark.Length)
            {
                return Content(content);
            }
        }

        ReadOnlyMemory<byte> bytes = Content(content);
        if (bytes.Span.EndsWith(_mark) && input.LastSegment == 2)
        {
            return bytes[..^_mark.Length];
        }

        // Zeros are not read beyond the first after a whole part, and are read through to the mark within one.
        return keeps && input.LastSegment == 1 ? bytes : throw Damaged(compressed.Length, name, null);

        void CheckDecompressed(long bytes, long max, string found)
        {
            if (bytes > max)
            {
                throw TooLong(name, "bytes of decompressed content", limit, found, remedy);
            }
        }
    }

    private static int ReadPiece(GZipStream gzip, byte[] piece, int compressedLength, string name)
    {
        try
        {
            return gzip.Read(piece);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(compressedLength, name, exception);
        }
    }

    private static InvalidDataException Damaged(int compressedLength, string name, Exception? cause) => new(
        $"{name}, byte {compressedLength}: expected compressed data that are whole up to here; "
        + "found them damaged or cut off, or something after them.",
        cause);

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

    // Compressed data end with their length, of which four bytes are kept. It is a hint only, as damaged data may say anything.
    private static long StatedLength(ReadOnlySpan<byte> compressed) =>
        compressed.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(compressed[^4..]);

    // The stream grows where this is too small.
    private static int ExpectedLength(ReadOnlySpan<byte> compressed, long limit) => (int)Math.Min(
        StatedLength(compressed),
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
