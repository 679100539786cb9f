using System.IO.Compression;

namespace NetGen.Data;

/// <summary>Decompresses gzip data once, from the beginning, and knows at the end whether they were whole.</summary>
internal sealed class GzipPass : IDisposable
{
    // GZipStream takes the end of the data for the end of the content, also in the middle of a compressed block. So another
    // compressed part is appended to the data: if the output does not end with this mark, the data before it are not complete.
    private static readonly byte[] _mark = "NetGen: complete"u8.ToArray();
    private static readonly byte[] _compressedMark = Compress(_mark);

    private readonly SegmentedStream _input;
    private readonly GZipStream _gzip;
    private readonly int _length;
    private readonly string _name;

    /// <summary>Starts at the beginning of the data.</summary>
    /// <param name="compressed">The data.</param>
    /// <param name="name">What to call the file in messages.</param>
    public GzipPass(ReadOnlyMemory<byte> compressed, string name)
    {
        // The checksum at the end may end with zeros, too: where they end and padding begins, only decompression shows.
        ReadOnlyMemory<byte> data = compressed[..(compressed.Span.LastIndexOfAnyExcept((byte)0) + 1)];
        _input = new SegmentedStream(data, compressed[data.Length..], _compressedMark);
        _gzip = new GZipStream(_input, CompressionMode.Decompress);
        _length = compressed.Length;
        _name = name;
    }

    /// <summary>How many bytes may follow the content in what is read.</summary>
    public static int MarkLength => _mark.Length;

    /// <summary>Reads on, until the buffer is full or the data end.</summary>
    /// <returns>How many bytes were read.</returns>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>How many bytes of all that were read are content, once there are no more.</summary>
    /// <param name="length">How many bytes were read.</param>
    /// <param name="end">The last of them, at least as many as <see cref="MarkLength"/> if there are.</param>
    /// <exception cref="InvalidDataException">The data are not whole, or something else follows them.</exception>
    public long ContentLength(long length, ReadOnlySpan<byte> end)
    {
        // Zeros are not read beyond the first after a whole part, and are read through to the mark within one.
        return end.EndsWith(_mark) && _input.LastSegment == 2 ? length - _mark.Length
            : _input.LastSegment == 1 ? length
            : throw Damaged(null);
    }

    /// <inheritdoc/>
    public void Dispose() => _gzip.Dispose();

    private InvalidDataException Damaged(Exception? cause) => new(
        $"{_name}, byte {_length}: expected compressed data that are whole up to here; "
        + "found them damaged or cut off, or something after them.",
        cause);

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
