using System.IO.Compression;

namespace NetGen;

/// <summary>Opens data files, plain or compressed.</summary>
internal static class DataFile
{
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

    /// <summary>The content of a stream: decompressed if it starts as gzip does, whatever the stream's name; the stream stays open.</summary>
    public static Stream Decompress(Stream stream)
    {
        Stream seekable = stream.CanSeek ? stream : Copy(stream);
        long start = seekable.Position;
        bool compressed = seekable.ReadByte() == 0x1F && seekable.ReadByte() == 0x8B;
        seekable.Position = start;
        return compressed ? new GZipStream(seekable, CompressionMode.Decompress, leaveOpen: true) : seekable;
    }

    private static MemoryStream Copy(Stream stream)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
