using NetGen.Data;

namespace NetGen.Tests.Training;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_are_read_plain_or_compressed_whatever_their_names(bool compressed)
    {
        byte[] content = Idx([2, 1, 3], [1, 2, 3, 4, 5, 255]);
        string path = _folder.Write(compressed ? "images" : "images.gz", compressed ? TemporaryFolder.Compress(content) : content);
        IdxFile file = IdxFile.Read(path);
        Assert.Equal([2, 1, 3], file.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 255], file.Data.ToArray());
        Assert.Equal(path, file.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Streams_are_read_in_small_pieces_and_stay_open(bool compressed)
    {
        byte[] content = Idx([5], [1, 2, 3, 4, 5]);
        using var stream = new OneWayStream(compressed ? TemporaryFolder.Compress(content) : content);
        Assert.Equal([1, 2, 3, 4, 5], IdxFile.Read(stream, "stream").Data.ToArray());
        using var memory = new MemoryStream([9, 9, .. compressed ? TemporaryFolder.Compress(content) : content]) { Position = 2 };
        Assert.Equal([1, 2, 3, 4, 5], IdxFile.Read(memory, "stream").Data.ToArray());
        Assert.True(memory.CanRead);
    }

    [Theory]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((4 << 20) + 5)]
    public void Long_files_are_read_whole(int length)
    {
        byte[] data = new byte[length];
        new Random(1).NextBytes(data);
        IdxFile file = IdxFile.Read(new MemoryStream(Idx([length], data)), "long");
        Assert.True(file.Data.Span.SequenceEqual(data));
        Assert.True(IdxFile.Read(new MemoryStream(TemporaryFolder.Compress(Idx([length], data))), "long").Data.Span.SequenceEqual(data));
    }

    [Fact]
    public void A_dimension_of_zero_makes_a_file_without_elements()
    {
        IdxFile file = IdxFile.Read(new MemoryStream(Idx([int.MaxValue - 100, int.MaxValue - 100, 0], [])), "empty");
        Assert.Equal(0, file.Data.Length);
        Assert.Equal(3, file.Dimensions.Count);
    }

    [Fact]
    public void Every_rank_up_to_255_is_read()
    {
        int[] dimensions = [.. Enumerable.Repeat(1, 254), 2];
        IdxFile file = IdxFile.Read(new MemoryStream(Idx(dimensions, [7, 8])), "deep");
        Assert.Equal(dimensions, file.Dimensions);
        Assert.Equal([7, 8], file.Data.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { }, "byte 0: expected a magic number of 4 bytes; the file ends here")]
    [InlineData(new byte[] { 0, 0, 8 }, "byte 3: expected a magic number of 4 bytes; the file ends here")]
    [InlineData(new byte[] { 80, 75, 3, 4 }, "byte 0: expected an IDX file, which starts with two zero bytes; found 0x50 0x4B")]
    [InlineData(new byte[] { 0, 1, 8, 1 }, "byte 0: expected an IDX file, which starts with two zero bytes; found 0x00 0x01")]
    [InlineData(
        new byte[] { 0, 0, 0x0A, 1 },
        "byte 2: expected an element type, 0x08, 0x09 or 0x0B to 0x0E; found 0x0A, which IDX does not define")]
    [InlineData(
        new byte[] { 0, 0, 0x55, 1 },
        "byte 2: expected an element type, 0x08, 0x09 or 0x0B to 0x0E; found 0x55, which IDX does not define")]
    [InlineData(
        new byte[] { 0, 0, 0x0D, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0 },
        "byte 15: expected 2 elements, as the dimensions 2 say; the file ends after 1")]
    [InlineData(
        new byte[] { 0, 0, 0x0B, 1, 0, 0, 0, 1, 0, 0, 0 }, "byte 10: expected the end of the file after 1 element (1); found more")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "byte 3: expected at least one dimension; found 0")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0 }, "byte 10: expected the length of dimension 2 of 2; the file ends here")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0x80, 0, 0, 0 }, "byte 4: expected a dimension of at most 2147483591; found 2147483648")]
    [InlineData(
        new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0 },
        "byte 4: expected at most 2147483591 elements; found the dimensions 1 x 65536 x 65536")]
    [InlineData(
        new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 },
        "byte 10: expected 3 elements, as the dimensions 3 say; the file ends after 2")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3 }, "byte 10: expected the end of the file after 2 elements (2); found more")]
    [InlineData(
        new byte[] { 0, 0, 8, 2, 0x40, 0, 0, 0, 0, 0, 0, 1 },
        "byte 12: expected 1073741824 elements, as the dimensions 1073741824 x 1 say; the file ends after 0")]
    public void Damaged_content_is_refused_with_its_offset(byte[] content, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(new MemoryStream(content), "some file"));
        Assert.Equal($"some file, {message}.", exception.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        var compressed = Assert.Throws<InvalidDataException>(
            () => IdxFile.Read(new MemoryStream(TemporaryFolder.Compress(content)), "some file"));
        Assert.Equal($"some file, {message}.", compressed.Message);
    }

    [Fact]
    public void Dimensions_that_overflow_and_come_back_small_are_refused()
    {
        // 65536⁴ is 2⁶⁴, and 0 in 64 bits.
        var exception = Assert.Throws<InvalidDataException>(
            () => IdxFile.Read(new MemoryStream(Idx([65536, 65536, 65536, 65536], [])), "some file"));
        Assert.Contains("65536 x 65536 x 65536 x 65536", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_is_refused_by_name()
    {
        byte[] data = new byte[10_000];
        new Random(2).NextBytes(data);
        byte[] whole = TemporaryFolder.Compress(Idx([data.Length], data));
        foreach (int length in (int[])[.. Enumerable.Range(2, 20), .. Enumerable.Range(1, 30).Select(i => whole.Length - i), 5000])
        {
            string path = _folder.Write("cut.gz", whole[..length]);
            var exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));
            Assert.StartsWith($"{path}, byte {length}: ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compressed_file_with_wrong_bytes_is_refused_by_name()
    {
        byte[] data = new byte[10_000];
        new Random(2).NextBytes(data);
        byte[] content = TemporaryFolder.Compress(Idx([data.Length], data));
        foreach (int offset in new[] { 10, 30, content.Length / 2, content.Length - 7, content.Length - 2 })
        {
            byte[] damaged = [.. content];
            damaged[offset] ^= 0x10;
            string path = _folder.Write("damaged.gz", damaged);
            var exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));
            Assert.StartsWith($"{path}, byte {content.Length}: ", exception.Message, StringComparison.Ordinal);
            Assert.Contains("damaged or cut off", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compressed_data_may_have_several_parts_and_zeros_but_nothing_else_after_them()
    {
        byte[] parts = [.. TemporaryFolder.Compress(Idx([3], [1])), .. TemporaryFolder.Compress([2, 3])];
        Assert.Equal([1, 2, 3], IdxFile.Read(new MemoryStream(parts), "parts").Data.ToArray());
        Assert.Equal([1, 2, 3], IdxFile.Read(new MemoryStream([.. parts, 0]), "parts").Data.ToArray());
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(new MemoryStream([.. parts, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), "parts"));
    }

    [Fact]
    public void A_missing_file_is_an_io_error() =>
        Assert.ThrowsAny<IOException>(() => IdxFile.Read(Path.Combine(Path.GetTempPath(), "no-such-folder", "no-such-file")));

    [Fact]
    public void Images_and_labels_make_a_data_set()
    {
        string images = _folder.Write("images", Idx([3, 1, 2], [0, 255, 51, 102, 1, 2]));
        string labels = _folder.Write("labels", TemporaryFolder.Compress(Idx([3], [9, 0, 4])));
        DataSet<float> data = IdxFile.ReadDataSet<float>(images, labels, classCount: 10);
        Assert.Equal((3, 2, 10), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([9, 0, 4], Enumerable.Range(0, 3).Select(data.GetLabel));
        float[] input = new float[2];
        data.CopyInput(0, input);
        Assert.Equal([0, 1], input);
        data.CopyInput(1, input);
        Assert.Equal([51 * (1f / 255), 102 * (1f / 255)], input);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused_with_their_names()
    {
        IdxFile images = Read("images", [3, 1, 2], [1, 2, 3, 4, 5, 6]);
        IdxFile labels = Read("labels", [3], [0, 1, 4]);
        AssertRefused(
            images, Read("labels", [2], [0, 1]), 10, "labels, byte 4: expected 3 labels, one for each sample of images; found 2.");
        AssertRefused(images, images, 10, "images, byte 3: expected one dimension of labels; found 3.");
        AssertRefused(labels, labels, 10, "labels, byte 3: expected two or more dimensions of samples; found 1.");
        AssertRefused(images, labels, 4, "labels, byte 10: expected a label from 0 to 3; found 4.");
        AssertRefused(
            Read("images", [3, 0], []), labels, 10, "images, byte 4: expected samples with features; found the dimensions 3 x 0.");
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => IdxFile.ToDataSet<float>(images, labels, 0));
        Assert.Throws<ArgumentNullException>("images", () => IdxFile.ToDataSet<float>(null!, labels));
        Assert.Throws<ArgumentNullException>("labels", () => IdxFile.ToDataSet<float>(images, null!));

        static void AssertRefused(IdxFile images, IdxFile labels, int classCount, string message) => Assert.Equal(
            message, Assert.Throws<InvalidDataException>(() => IdxFile.ToDataSet<float>(images, labels, classCount)).Message);

        static IdxFile Read(string name, int[] dimensions, byte[] data) => IdxFile.Read(new MemoryStream(Idx(dimensions, data)), name);
    }

    private static byte[] Idx(int[] dimensions, byte[] data) =>
    [
        0, 0, 8, (byte)dimensions.Length,
        .. dimensions.SelectMany(d => new[] { (byte)(d >> 24), (byte)(d >> 16), (byte)(d >> 8), (byte)d }),
        .. data,
    ];
}
