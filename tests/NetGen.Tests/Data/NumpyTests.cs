using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Data;
using NetGen.Tests.Support;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

/// <summary>Files of NumPy are read as NumPy reads them, and it reads ours.</summary>
public sealed class NumpyTests : IDisposable
{
    private const int Layouts = (12 * 2 * 2 * 4) + 9;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_type_and_order_is_converted_as_numpy_does()
    {
        string output = await Python.RunAsync("numpy", Script("numpy_write"), "", _folder.PathOf(""));
        string[] names = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(Layouts, names.Length);
        foreach (string name in names)
        {
            string path = _folder.PathOf(name + ".npy");
            NpyFile file = NpyFile.Read(path);
            AssertSame<float, uint>(_folder.PathOf(name + ".f4"), file.ToArray<float>(), name);
            AssertSame<double, ulong>(_folder.PathOf(name + ".f8"), file.ToArray<double>(), name);
            string[] parts = name.Split('-');
            if (parts.Length == 4)
            {
                Assert.Equal(parts[3], string.Join('x', file.Shape));
                Assert.Equal(TypeOf(parts[0]), file.ElementType);
            }
        }
    }

    [Fact]
    public async Task Files_of_numpy_can_be_mapped()
    {
        await Python.RunAsync("numpy", Script("numpy_write"), "", _folder.PathOf(""));
        using (MappedArray<float> mapped = NpyFile.Map<float>(_folder.PathOf("f4-little-C-2x3x4.npy")))
        {
            Assert.Equal([2, 3, 4], mapped.Shape);
            AssertSame<float, uint>(_folder.PathOf("f4-little-C-2x3x4.f4"), mapped.Memory.ToArray(), "f4");
        }

        using (MappedArray<double> mapped = NpyFile.Map<double>(_folder.PathOf("f8-little-F-9000.npy")))
        {
            AssertSame<double, ulong>(_folder.PathOf("f8-little-F-9000.f8"), mapped.Memory.ToArray(), "f8");
        }

        using (MappedArray<byte> mapped = NpyFile.Map<byte>(_folder.PathOf("u1-big-C-24.npy")))
        {
            float[] expected = Expected<float>(_folder.PathOf("u1-big-C-24.f4"));
            Assert.Equal(expected, mapped.Memory.ToArray().Select(value => (float)value));
        }
    }

    [Fact]
    public async Task Numpy_reads_what_is_written()
    {
        float[] floats = [0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, -1.5f];
        double[] doubles = [.. Enumerable.Range(0, 10_000).Select(i => i / 3.0)];
        NpyFile.Write(_folder.PathOf("floats.npy"), floats, 2, 3);
        NpyFile.Write(_folder.PathOf("doubles.npy"), doubles);
        NpyFile.Write(_folder.PathOf("empty.npy"), Array.Empty<double>(), 0, 1000000000, 7);
        NpyFile.Write<float>(_folder.PathOf("deep.npy"), floats.AsMemory(1, 2), [.. Enumerable.Repeat(1, 31), 2]);
        string[] names = ["floats", "doubles", "empty", "deep"];
        string output = await Python.RunAsync(
            "numpy", Script("numpy_read"), "", names.Select(name => _folder.PathOf(name + ".npy")));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string ones = string.Concat(Enumerable.Repeat("1, ", 31));
        Assert.Equal(
            [
                $"(1, 0) <f4 (2, 3) False 0 {Hexadecimal(floats)}",
                $"(1, 0) <f8 (10000,) False 0 {Hexadecimal(doubles)}",
                "(1, 0) <f8 (0, 1000000000, 7) False 0",
                $"(1, 0) <f4 ({ones}2) False 0 {Hexadecimal(floats[1..3])}",
            ],
            lines);
    }

    [Fact]
    public async Task What_is_no_number_is_refused()
    {
        await Python.RunAsync("numpy", Script("numpy_other"), "", _folder.PathOf(""));
        (string Name, string Found)[] cases =
        [
            ("objects.npy", "'|O', Python objects"),
            ("complex.npy", "'<c8', complex numbers"),
            ("bytes.npy", "'|S2', texts"),
            ("texts.npy", "'<U2', texts"),
            ("structured.npy", "columns with names (a structured array)"),
            ("raw.npy", "'|V5', raw bytes or columns with names"),
            ("dates.npy", "'<M8[s]', dates or times"),
            ("spans.npy", "'<m8[ms]', dates or times"),
        ];
        foreach ((string name, string found) in cases)
        {
            string path = _folder.PathOf(name);
            // After the magic string, the version, the header's length and "{'descr': ".
            int offset = File.ReadAllBytes(path)[6] == 1 ? 20 : 22;
            Assert.Equal(
                $"{path}, byte {offset}: expected elements of bool, integers or floats of up to 64 bits, such as '<f4'; "
                + $"found {found}. Save numbers: array.astype('float32').",
                Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message);
        }

        string archive = _folder.PathOf("archive.npz");
        Assert.Equal(
            $"{archive}, byte 0: expected a .npy file, which starts with '\\x93NUMPY'; found a ZIP archive, as .npz files are; unpack it.",
            Assert.Throws<InvalidDataException>(() => NpyFile.Read(archive)).Message);
    }

    // Bits, but for those of NaN: where it is converted they are nobody's promise.
    private static void AssertSame<T, TBits>(string path, T[] actual, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBits : unmanaged
    {
        T[] expected = Expected<T>(path);
        Assert.Equal(expected.Length, actual.Length);
        ReadOnlySpan<TBits> expectedBits = MemoryMarshal.Cast<T, TBits>(expected);
        ReadOnlySpan<TBits> actualBits = MemoryMarshal.Cast<T, TBits>(actual);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(
                expectedBits[i].Equals(actualBits[i]) || (T.IsNaN(expected[i]) && T.IsNaN(actual[i])),
                $"{name}, element {i} as {typeof(T).Name}: {actual[i]}; in numpy {expected[i]}.");
        }
    }

    private static T[] Expected<T>(string path)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(path)).ToArray();

    private static string Hexadecimal<T>(T[] values)
        where T : unmanaged => Convert.ToHexStringLower(MemoryMarshal.AsBytes(values.AsSpan()));

    private static ElementType TypeOf(string kind) => kind switch
    {
        "b1" => ElementType.Boolean,
        "u1" => ElementType.UInt8,
        "i1" => ElementType.Int8,
        "u2" => ElementType.UInt16,
        "i2" => ElementType.Int16,
        "u4" => ElementType.UInt32,
        "i4" => ElementType.Int32,
        "u8" => ElementType.UInt64,
        "i8" => ElementType.Int64,
        "f2" => ElementType.Float16,
        "f4" => ElementType.Float32,
        "f8" => ElementType.Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No type of numpy's."),
    };

    private static string Script(string name)
    {
        using Stream stream = typeof(NumpyTests).Assembly.GetManifestResourceStream($"NetGen.Tests.Data.{name}.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
