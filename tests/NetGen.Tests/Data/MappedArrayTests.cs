using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

public sealed class MappedArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_sets_read_from_the_file()
    {
        string path = Write("x.npy", [4, 3], [.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        using MappedArray<float> mapped = NpyFile.Map<float>(path);
        Assert.Equal([4, 3], mapped.Shape);
        Assert.Equal(path, mapped.Name);
        DataSet<float> data = DataSet.FromLabels(mapped.Memory, 3, new[] { 0, 1, 0, 1 }, 2);
        float[] input = new float[3];
        data.CopyInput(3, input);
        Assert.Equal([9, 10, 11], input);
        DataSet<float> both = DataSet.FromTargets(mapped.Memory, 3, mapped.Memory, 3);
        both.CopyTarget(1, input);
        Assert.Equal([3, 4, 5], input);
    }

    [Fact]
    public void Elements_are_those_of_the_file_and_aligned()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => Math.Sqrt(i))];
        string path = _folder.PathOf("x.npy");
        NpyFile.Write(path, values);
        using MappedArray<double> mapped = NpyFile.Map<double>(path);
        Assert.Equal(values, mapped.Memory.ToArray());
        ref readonly byte first = ref MemoryMarshal.AsBytes(mapped.Memory.Span)[0];
        Assert.Equal(0, Unsafe.ByteOffset(in Unsafe.NullRef<byte>(), in first) % 64);
        using MappedArray<double> empty = NpyFile.Map<double>(_folder.Write("empty.npy", NpyBytes.Of("<f8", "(0, 5)", [])));
        Assert.Equal(0, empty.Memory.Length);
    }

    [Fact]
    public void Use_after_disposal_is_refused_and_spans_taken_before_stay_readable()
    {
        MappedArray<float> mapped = NpyFile.Map<float>(Write("x.npy", [2, 1], [1, 2]));
        ReadOnlyMemory<float> memory = mapped.Memory;
        DataSet<float> data = DataSet.FromLabels(memory, 1, new[] { 0, 1 }, 2);
        ReadOnlySpan<float> span = memory.Span;
        mapped.Dispose();
        mapped.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(2, span[1]);
        Assert.Throws<ObjectDisposedException>(() => mapped.Memory);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
        Assert.Throws<ObjectDisposedException>(() => data.CopyInput(0, new float[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_are_let_go_once_nothing_refers_to_them(bool dispose)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the files that a process has mapped, in /proc/self/maps.");
        string path = Write("x.npy", [2], [1, 2]);
        Use(path, dispose);
        for (int i = 0; i < 10 && IsMapped(path); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsMapped(path));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Use(string path, bool dispose)
        {
            MappedArray<float> mapped = NpyFile.Map<float>(path);
            Assert.Equal(2, mapped.Memory.Span[1]);
            Assert.True(IsMapped(path));
            if (dispose)
            {
                mapped.Dispose();
            }
        }

        static bool IsMapped(string path) => File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_two_gibibytes_can_be_mapped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows would write four gibibytes of zeros.");

        // The numbers between the header and the last one are zeros that take no disk.
        const int Count = (1 << 30) + 5;
        string path = _folder.Write("large.npy", NpyBytes.Of("<f4", $"({Count},)", []));
        long start = new FileInfo(path).Length;
        using (var stream = new FileStream(path, FileMode.Open))
        {
            stream.SetLength(start + (Count * 4L));
            stream.Position = start + ((Count - 1) * 4L);
            stream.Write([0, 0, 0x80, 0x3F]);
        }

        using MappedArray<float> mapped = NpyFile.Map<float>(path);
        Assert.Equal(Count, mapped.Memory.Length);
        Assert.Equal([0f, 0f, 1f], mapped.Memory[^3..].ToArray());
        Assert.Contains(
            "Map it with NpyFile.Map", Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_mapped_are_refused()
    {
        byte[] whole = NpyBytes.Of([2, 2], 1, 2, 3, 4);
        const string Fortran = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)} \n\n\n";
        Refuse(NpyBytes.Of(">f4", "(1,)", new byte[4]), "byte 20: expected elements of Float32 in little-endian bytes, to map them; "
            + "found Float32 in big-endian bytes. NpyFile.Read converts them");
        Refuse(NpyBytes.Of("<f8", "(1,)", new byte[8]), "byte 20: expected elements of Float32 in little-endian bytes, to map them; "
            + "found Float64. NpyFile.Read converts them");
        Refuse(
            NpyBytes.WithHeader(Fortran, new byte[16]),
            "byte 50: expected elements in C order, to map them; found Fortran order. NpyFile.Read converts them");
        Refuse(
            NpyBytes.WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}", new byte[4]),
            "byte 67: expected elements to begin at a multiple of 4, to map them; found 67. NpyFile.Read converts them");
        Refuse(
            TemporaryFolder.Compress(whole), "byte 0: expected a file that is not compressed, to map it; found gzip. Decompress it first");
        Refuse(whole[..^1], "byte 143: expected 4 elements, as the dimensions 2 x 2 say; the file ends after 3");
        Refuse([.. whole, 0], "byte 144: expected the end of the file after 4 elements (2 x 2); found more");
        Refuse([], "byte 0: expected a .npy file, which starts with '\\x93NUMPY'; found ''");
        string path = _folder.Write("x", whole);
        Assert.Throws<NotSupportedException>(() => NpyFile.Map<int>(path));
        Assert.Throws<ArgumentException>("path", () => NpyFile.Map<float>(""));
        Assert.ThrowsAny<IOException>(() => NpyFile.Map<float>(_folder.PathOf("missing")));

        void Refuse(byte[] content, string message)
        {
            string path = _folder.Write("x", content);
            Assert.Equal($"{path}, {message}.", Assert.Throws<InvalidDataException>(() => NpyFile.Map<float>(path)).Message);
        }
    }

    private string Write(string name, int[] shape, float[] values) => _folder.Write(name, NpyBytes.Of(shape, values));
}
