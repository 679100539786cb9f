using System.Buffers.Binary;
using System.IO.Compression;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

public sealed class DataFileTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Contents = new()
    {
        ["empty"] = [],
        ["short"] = [1, 2, 3],
        ["zeros"] = new byte[70_000],
        ["random"] = Random(70_000),
        ["random and zeros"] = [.. Random(1000), .. new byte[10]],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Contents.Keys];

    public void Dispose() => _folder.Dispose();

    // The last bytes of compressed data are zeros, too: the content's length, and for no content its checksum.
    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_after_compressed_data_are_accepted(string name)
    {
        byte[] content = Contents[name];
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            byte[] compressed = Compress(content, level);
            byte[] contentOfTwo = [.. content, 7, 8];
            byte[] two = [.. compressed, .. Compress([7, 8], level)];
            foreach (int count in new[] { 0, 1, 2, 3, 7, 8, 9, 10, 511, 65_536, 100_000 })
            {
                byte[] zeros = new byte[count];
                Assert.True(Read([.. compressed, .. zeros]).SequenceEqual(content), $"{level}, {count} zeros");
                Assert.True(Read([.. two, .. zeros]).SequenceEqual(contentOfTwo), $"two parts, {level}, {count} zeros");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_bytes_after_compressed_data_are_refused(string name)
    {
        byte[] content = Contents[name];
        byte[] compressed = Compress(content, CompressionLevel.Optimal);
        byte[][] tails = [[1], [0, 1], [1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0x1F], [.. Random(9000), 0, 0], [.. new byte[9000], 5, 0]];
        foreach (byte[] tail in tails)
        {
            byte[] data = [.. compressed, .. tail];
            var exception = Assert.Throws<InvalidDataException>(() => Read(data));
            Assert.Equal(
                $"some file, byte {data.Length}: expected compressed data that are whole up to here; "
                + "found them damaged or cut off, or something after them.",
                exception.Message);
        }

        // A part after zeros is something else, too.
        Assert.Throws<InvalidDataException>(() => Read([.. compressed, 0, 0, .. compressed]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compressed_data_that_are_cut_off_are_refused_with_and_without_zeros(string name)
    {
        byte[] content = Contents[name];
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            byte[] compressed = Compress(content, level);
            int end = compressed.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
            foreach (int length in Enumerable.Range(2, end - 2).Where(i => i < 60 || i > end - 60 || i % 997 == 0))
            {
                Assert.Throws<InvalidDataException>(() => Read(compressed[..length]));

                // Zeros that stand for those cut off make the data whole.
                byte[] padded = [.. compressed[..length], .. new byte[100]];
                if (compressed.AsSpan(length).ContainsAnyExcept((byte)0))
                {
                    Assert.Throws<InvalidDataException>(() => Read(padded));
                }
            }
        }
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(100, 101)]
    [InlineData(70_000, 70_000)]
    [InlineData(70_000, 70_001)]
    public void Content_up_to_the_limit_is_read(int limit, int length)
    {
        // Compressed, these are shorter than the limit.
        byte[] content = new byte[length];
        content[0] = 1;
        byte[] compressed = Compress(content, CompressionLevel.Optimal);
        string plainPath = _folder.Write("plain", content);
        string compressedPath = _folder.Write("compressed", compressed);
        if (length <= limit)
        {
            Assert.True(DataFile.Read(plainPath, maxLength: limit).Span.SequenceEqual(content));
            Assert.True(DataFile.Read(new OneWayStream(content), "stream", maxLength: limit).Span.SequenceEqual(content));
            Assert.True(DataFile.Read(compressedPath, maxLength: limit).Span.SequenceEqual(content));
            return;
        }

        AssertRefused(
            $"{plainPath}: expected at most {limit} bytes, as an array holds no more; found {length}. Do this.",
            () => DataFile.Read(plainPath, "Do this", limit));
        AssertRefused(
            $"stream: expected at most {limit} bytes, as an array holds no more; found more. Do this.",
            () => DataFile.Read(new OneWayStream(content), "stream", "Do this", limit));
        AssertRefused(
            $"{compressedPath}: expected at most {limit} bytes of decompressed content, as an array holds no more; found more. Do this.",
            () => DataFile.Read(compressedPath, "Do this", limit));

        static void AssertRefused(string message, Func<ReadOnlyMemory<byte>> read) =>
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => read()).Message);
    }

    [Fact]
    public void Files_of_more_than_two_gibibytes_are_refused_before_they_are_read()
    {
        string path = _folder.PathOf("large");
        const long Length = 3L << 30;
        using (var stream = new FileStream(path, FileMode.CreateNew))
        {
            // Takes no disk: nothing is written.
            stream.SetLength(Length);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        string idx = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message;
        string npy = Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message;
        string csv = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        string found = $"{path}: expected at most {Array.MaxLength} bytes, as an array holds no more; found {Length}. ";
        Assert.Equal($"{found}Split it into several files.", idx);
        Assert.Equal(idx, csv);
        Assert.Equal($"{found}Map it with NpyFile.Map, decompressed if it is compressed, or split it into several files.", npy);
    }

    /// <summary>A few bytes expand to any length: no more of them is kept than the header inside asks for.</summary>
    [Fact]
    public void Compressed_files_are_refused_as_soon_as_their_header_tells()
    {
        // Three gibibytes of floats, and eight bytes where one is expected, which are followed by many.
        byte[] many = new byte[50_000_000];
        string tooLong = $"expected at most {Array.MaxLength} bytes of decompressed content, as an array holds no more";
        Refuse(
            NpyFile.Read, [.. NpyBytes.Of("<f4", "(805306368,)", []), .. many],
            $": {tooLong}; found {(3L << 30) + 128}. Map it");
        Refuse(
            IdxFile.Read, [0, 0, 0xD, 2, 0x30, 0, 0, 0, 0, 0, 0, 1, .. many],
            $": {tooLong}; found {(3L << 30) + 12}. Split");
        Refuse(
            NpyFile.Read, [.. NpyBytes.Of("<f4", "(300000,)", []), .. many],
            ", byte 1200128: expected the end of the file after 300000 elements (300000); found more.");
        Refuse(
            IdxFile.Read, [0, 0, 8, 1, 0, 0, 0, 1, .. many],
            ", byte 9: expected the end of the file after 1 element (1); found more.");
        Refuse(NpyFile.Read, many, ", byte 0: expected a .npy file, which starts with");

        void Refuse(Func<string, object> read, byte[] content, string message)
        {
            string path = _folder.Write("compressed", Compress(content, CompressionLevel.Fastest));
            long before = GC.GetAllocatedBytesForCurrentThread();
            string found = Assert.Throws<InvalidDataException>(() => read(path)).Message;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
            Assert.StartsWith(path + message, found, StringComparison.Ordinal);
        }
    }

    /// <summary>The end of compressed data says how much they are, if they are whole.</summary>
    [Fact]
    public void Compressed_data_that_say_that_they_are_too_long_are_not_kept()
    {
        byte[] data = Compress(new byte[50_000_000], CompressionLevel.Fastest);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(^4..), 3u << 30);
        string path = _folder.Write("compressed", data);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => DataFile.Read(path)).Message;
        Assert.Contains("found them damaged or cut off", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    /// <summary>The length that data state is that of the last part, and of content of 4 GiB and more only the lower bits.</summary>
    [Theory]
    [InlineData(20, 300_000)]
    [InlineData(1, 12_000_000)]
    [InlineData(3, 5_000_000)]
    public void Content_longer_than_it_states_is_counted_before_it_is_kept(int partCount, int length)
    {
        // The last part is short. One of random bytes of which a half is 0 takes half of its length, more than 4 MiB in all.
        byte[] part = partCount == 20 ? new byte[length] : [.. Random(length).Select(one => (byte)(one & 15))];
        byte[] compressed = Compress(part, CompressionLevel.Fastest);
        byte[] data = [.. Enumerable.Repeat(compressed, partCount).SelectMany(one => one), .. Compress([7, 8], CompressionLevel.Fastest)];
        byte[] expected = [.. Enumerable.Repeat(part, partCount).SelectMany(one => one), 7, 8];
        _ = Read(data);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlyMemory<byte> content = DataFile.Read(new MemoryStream(data), "some file");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(content.Span.SequenceEqual(expected));
        Assert.InRange(allocated, expected.Length, expected.Length + data.Length + 1_000_000);
        AssertTooLong(expected.Length - 1);
        Assert.Equal(expected.Length, DataFile.Read(new MemoryStream(data), "some file", maxLength: expected.Length).Length);

        void AssertTooLong(long limit)
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            string message = Assert.Throws<InvalidDataException>(
                () => DataFile.Read(new MemoryStream(data), "some file", "Do this", limit)).Message;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, data.Length + 1_500_000);
            Assert.Equal(
                $"some file: expected at most {limit} bytes of decompressed content, as an array holds no more; found more. Do this.",
                message);
        }
    }

    [LongFact]
    public void Compressed_text_of_more_than_two_gibibytes_is_refused_by_a_message()
    {
        // 4 GiB and a few bytes, of which the data state the few bytes alone.
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] piece = new byte[1 << 24];
            for (int i = 0; i < 256; i++)
            {
                gzip.Write(piece);
            }

            gzip.Write([1, 2, 3]);
        }

        compressed.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(compressed, "text")).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, compressed.Length + 1_000_000);
        Assert.Equal(
            $"text: expected at most {Array.MaxLength} bytes of decompressed content, as an array holds no more; found more. Split it into "
            + "several files.",
            message);
    }

    private static byte[] Read(byte[] data) => DataFile.Read(new MemoryStream(data), "some file").ToArray();

    private static byte[] Random(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static byte[] Compress(byte[] content, CompressionLevel level)
    {
        if (content.Length == 0)
        {
            // .NET writes nothing at all; this is what others write. Nine zeros belong to it.
            return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        }

        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
