using System.Buffers.Binary;

namespace NetGen.Data;

/// <summary>Reads data files whole, plain or compressed by gzip, which the content shows.</summary>
internal static class DataFile
{
    /// <summary>What to do about a file that is too long, unless the caller says otherwise.</summary>
    public const string Split = "Split it into several files";

    // Bytes of content to allocate ahead for each compressed byte, at most.
    private const long MaxAheadRatio = 8;

    private const int PieceLength = 1 << 16;

    // Up to here, compressed data are decompressed into as much as they say, and only counted first if they say nonsense. Content with a
    // header is decompressed up to here in any case, so that damage is found before what it makes of the header.
    private const int MinLimited = 1 << 22;

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
        if (bytes.Span is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        return header is null
            ? Decompress(bytes, name, remedy, limit)
            : DecompressWithHeader(bytes, name, remedy, limit, header);
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, string name, string remedy, long limit)
    {
        long stated = StatedLength(compressed.Span);
        if (compressed.Length <= MinLimited && stated <= Math.Min(limit, compressed.Length * MaxAheadRatio))
        {
            using var pass = new GzipPass(compressed, name);
            byte[] content = new byte[stated + GzipPass.MarkLength + 1];
            int length = pass.Read(content);
            if (length < content.Length)
            {
                return content.AsMemory(0, (int)Checked(pass.ContentLength(length, content.AsSpan(0, length)), name, remedy, limit));
            }
        }

        // What the data say is the length of their last part, and that without its higher bits.
        byte[] all = new byte[Count(compressed, name, remedy, limit)];
        using var second = new GzipPass(compressed, name);
        second.Read(all);
        return all;
    }

    private static long Count(ReadOnlyMemory<byte> compressed, string name, string remedy, long limit)
    {
        using var pass = new GzipPass(compressed, name);
        byte[] piece = new byte[GzipPass.MarkLength + PieceLength];
        long total = 0;
        int kept = 0;
        while (true)
        {
            int length = pass.Read(piece.AsSpan(kept, PieceLength));
            total += length;
            if (length == 0)
            {
                return Checked(pass.ContentLength(total, piece.AsSpan(0, kept)), name, remedy, limit);
            }

            Checked(total - GzipPass.MarkLength, name, remedy, limit);

            // The mark may begin in this piece, and end in the next.
            int filled = kept + length;
            kept = Math.Min(filled, GzipPass.MarkLength);
            piece.AsSpan(filled - kept, kept).CopyTo(piece);
        }
    }

    private static ReadOnlyMemory<byte> DecompressWithHeader(
        ReadOnlyMemory<byte> compressed, string name, string remedy, long limit, DataHeader header)
    {
        using var pass = new GzipPass(compressed, name);
        int start = Math.Max(MinLimited, header.MaxLength) + GzipPass.MarkLength;
        long stated = Math.Min(StatedLength(compressed.Span), compressed.Length * MaxAheadRatio);
        byte[] content = new byte[Math.Min(stated + GzipPass.MarkLength + 1, start)];
        int length = pass.Read(content);
        while (length == content.Length && length < start)
        {
            Array.Resize(ref content, Math.Min(2 * length, start));
            length += pass.Read(content.AsSpan(length));
        }

        if (length == start)
        {
            long expected = header.ContentLength(content.AsMemory(0, header.MaxLength), name);
            Checked(expected, name, remedy, limit, $"{expected}");
            long most = expected + GzipPass.MarkLength + 1;
            if (most > Array.MaxLength)
            {
                return Decompress(compressed, name, remedy, limit);
            }

            if (most > length)
            {
                Array.Resize(ref content, (int)most);
                length += pass.Read(content.AsSpan(length));
            }

            // A few bytes reveal any excess.
            if (length >= most)
            {
                return content;
            }
        }

        return content.AsMemory(0, (int)Checked(pass.ContentLength(length, content.AsSpan(0, length)), name, remedy, limit));
    }

    private static long Checked(long length, string name, string remedy, long limit, string found = "more") =>
        length <= limit ? length : throw TooLong(name, "bytes of decompressed content", limit, found, remedy);

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

    private static ReadOnlyMemory<byte> Content(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);
}
