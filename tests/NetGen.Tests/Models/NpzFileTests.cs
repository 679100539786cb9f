using System.IO.Compression;
using NetGen.Data;
using NetGen.Tests.Support;

namespace NetGen.Tests.Models;

/// <summary>Archives of NumPy arrays with the weights of dense layers.</summary>
public sealed class NpzFileTests
{
    private const string WriteScript = """
        import sys, numpy
        r = numpy.random.RandomState(5)
        w0, b0, w1, b1 = r.randn(5, 4), r.randn(5), r.randn(3, 5), r.randn(3)
        if sys.argv[2] == "unnamed":
            numpy.savez_compressed(sys.argv[1], w0, b0, w1, b1)
        elif sys.argv[2] == "columns":
            numpy.savez(sys.argv[1], w0, b0.reshape(-1, 1), w1, b1.reshape(-1, 1))
        else:
            numpy.savez(sys.argv[1], **{"fc.10.weight": numpy.asfortranarray(w1), "fc.10.bias": b1, "fc.2.bias": b0, "fc.2.weight": w0})
        for a in (w0, b0, w1, b1):
            print(a.tobytes().hex())
        """;

    private const string ReadScript = """
        import sys, numpy
        with numpy.load(sys.argv[1]) as data:
            for name in data.files:
                print(name, data[name].dtype, data[name].shape, data[name].tobytes().hex())
        """;

    [Theory]
    [InlineData("unnamed")]
    [InlineData("columns")]
    [InlineData("named")]
    public async Task Arrays_of_NumPy_are_read_to_the_bit(string names)
    {
        string path = Path.GetTempFileName();
        try
        {
            string[] expected = Lines(await Python.RunAsync("numpy", Script(path), "", path, names));
            NetworkModel model = NetworkModel.Read(path);
            Assert.False(model.HasActivations);
            Assert.Equal(NumericType.Double, model.NumericType);
            RuntimeNetwork<double> network = RuntimeNetwork<double>.Of(model.WithActivations(Activation.ReLU, Activation.Softmax));
            Assert.Equal("4-5-3 ReLU, Softmax; CategoricalCrossEntropy; Double", network.Topology.ToString());
            Assert.Equal(expected, network.Topology.ParameterBlocks.Select(block => Hex(network, block)));
        }
        finally
        {
            File.Delete(path);
        }

        // savez adds a suffix to paths, but not to open files.
        static string Script(string path) => WriteScript.Replace("sys.argv[1]", "open(sys.argv[1], 'wb')", StringComparison.Ordinal);
    }

    [Fact]
    public async Task NumPy_reads_the_blocks_of_a_saved_network()
    {
        StandardizedWideNet network = StandardizedWideNet.Create(2);
        string path = Path.GetTempFileName();
        try
        {
            network.SaveNpz(path);
            string[] lines = Lines(await Python.RunAsync("numpy", ReadScript, "", path));
            Assert.Equal(
                network.Parameters.Topology.ParameterBlocks.Select(block =>
                    $"{block.Name} float32 ({string.Join(", ", block.Shape)}{(block.Shape.Count == 1 ? "," : "")}) {Hex(network, block)}"),
                lines);
            Assert.Equal(Saved(network), Saved(network));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_saved_network_is_loaded_into_its_class()
    {
        StandardizedWideNet network = StandardizedWideNet.Create(2);
        StandardizedWideNet loaded = StandardizedWideNet.Load(new MemoryStream(Saved(network)));
        Assert.True(network.Parameters.BitwiseEquals(loaded.Parameters));
    }

    /// <summary>Where neither names nor shapes say the order of layers, those of the class do.</summary>
    [Fact]
    public void Layers_with_names_are_loaded_into_their_class()
    {
        NetworkTopology topology = NetworkTopology.FromLayers(
            [3], [new DenseAttribute(3, Activation.Tanh) { Name = "second" }, new DenseAttribute(3, Activation.Tanh) { Name = "first" }]);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 2);
        RuntimeNetwork<float> loaded = RuntimeNetwork<float>.Load(topology, new MemoryStream(Saved(network)));
        Assert.True(network.Parameters.BitwiseEquals(loaded.Parameters));
    }

    [Fact]
    public void Damaged_archives_are_refused()
    {
        byte[] content = Saved(SmallNet.Create(1));
        for (int length = 4; length < content.Length; length += 37)
        {
            byte[] cut = content[..length];
            Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream(cut)));
        }
    }

    /// <summary>A bit of a weight makes another weight, which nothing but the checksum tells.</summary>
    [Fact]
    public void Checksums_are_compared()
    {
        byte[] content = Saved(SmallNet.Create(1));
        content[500] ^= 1;
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream(content)));
        Assert.Contains("array 'layers.0.weight': expected data of the checksum", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0xCBF43926, NetGen.Models.Crc32.Of("123456789"u8));
    }

    [Fact]
    public async Task Numbers_of_16_bits_are_widened()
    {
        string path = Path.GetTempFileName();
        try
        {
            const string Script = "import sys, numpy\n"
                + "w = numpy.array([[1.5, -65504], [6e-8, 0.1]], numpy.float16)\nnumpy.savez(open(sys.argv[1], 'wb'), w, w[0])";
            _ = await Python.RunAsync("numpy", Script, "", path);
            NetworkModel model = NetworkModel.Read(path);
            Assert.Equal(["The arrays of float16 were widened to float, which is exact."], model.Notes);
            Assert.Equal([1.5f, -65504, (float)(Half)6e-8f, (float)(Half)0.1f], model.ValuesOf<float>(0).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>An archive of a few kilobytes whose array would expand to gigabytes, or to more than its header needs.</summary>
    [Theory]
    [InlineData(20_000, "expected 1600000128 bytes, as its header says; found an entry of 100000128 bytes, compressed to ")]
    [InlineData(10, "expected 528 bytes, as its header says; found an entry of 100000128 bytes, compressed to ")]
    public void Archives_that_expand_beyond_their_headers_are_refused_before_they_do(int length, string message)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = archive.CreateEntry("0.weight.npy", CompressionLevel.SmallestSize).Open())
        {
            entry.Write(NpyHeader.Format(ElementType.Float32, [length, length]));
            var zeros = new byte[1_000_000];
            for (int i = 0; i < 100; i++)
            {
                entry.Write(zeros);
            }
        }

        stream.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkModel.Read(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
        Assert.Contains("array '0.weight': " + message, exception.Message, StringComparison.Ordinal);
    }

    private static string Hex<T>(INetwork<T> network, ParameterBlock block)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        network.Parameters.CopyTo(block.Name, values);
        return Convert.ToHexStringLower(System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values));
    }

    private static string[] Lines(string output) => output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static byte[] Saved<T>(INetwork<T> network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var stream = new MemoryStream();
        network.SaveNpz(stream);
        return stream.ToArray();
    }
}
