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
