using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Layout;

namespace NetGen.Tests.Serialization;

/// <summary>Networks come back from their files as they were.</summary>
public sealed class NetworkFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("netgen-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Parameters_of_any_bits_come_back()
    {
        AssertComesBack<TinyNet, float>();
        AssertComesBack<OneNet, float>();
        AssertComesBack<DotErrorNet, float>();
        AssertComesBack<RestNet, float>();
        AssertComesBack<LeakyNet, float>();
        AssertComesBack<SoftmaxNet, float>();
        AssertComesBack<DoubleNet, double>();
        AssertComesBack<NarrowDoubleNet, double>();
        AssertComesBack<LeakyDoubleNet, double>();
    }

    [Fact]
    public void A_file_has_the_blocks_of_the_network_and_says_which_network_it_is()
    {
        TinyNet network = Random<TinyNet, float>(1);
        network.ClassNames = ["no", "yes"];
        PlainSafeTensors file = PlainSafeTensors.Read(BytesOf(network))!;
        Assert.Equal(
            [
                new("format", "pt"),
                new("netgen.activations", "Sigmoid, Sigmoid"),
                new("netgen.classNames", """["no","yes"]"""),
                new("netgen.contract", Versions.Contract.ToString(CultureInfo.InvariantCulture)),
                new("netgen.cost", "Quadratic"),
                new("netgen.layers", "Sigmoid, Sigmoid"),
                new("netgen.sizes", "2-4-1"),
                new("netgen.version", typeof(NetworkFile).Assembly.GetName().Version!.ToString(3)),
            ],
            file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        AssertBlocks(network, file, "F32");
    }

    [Fact]
    public void A_file_of_a_double_network_has_elements_of_64_bits()
    {
        LeakyDoubleNet network = Random<LeakyDoubleNet, double>(2);
        PlainSafeTensors file = PlainSafeTensors.Read(BytesOf(network))!;
        AssertBlocks(network, file, "F64");
        Assert.Contains(new("netgen.sizes", "50-4-30-65-3-2"), file.Metadata);
        Assert.Contains(
            new("netgen.activations", "LeakyReLU(0.01), LeakyReLU(0.01), LeakyReLU(0.01), LeakyReLU(0.01), Sigmoid"), file.Metadata);
        Assert.DoesNotContain(file.Metadata, pair => pair.Key == "netgen.classNames");
    }

    [Fact]
    public void The_reference_and_generated_networks_read_the_files_of_each_other()
    {
        WideNet network = Random<WideNet, float>(3);
        network.ClassNames = ["a", "b", "c", "d", "e"];
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.Create(WideNet.Topology, 4);
        byte[] file = BytesOf(network);
        reference.LoadParameters(new MemoryStream(file));
        Assert.True(reference.Parameters.BitwiseEquals(network.Parameters));
        Assert.Equal(network.ClassNames, reference.ClassNames);
        Assert.Equal(file, BytesOf(reference));
        Assert.True(WideNet.Load(new MemoryStream(BytesOf(reference))).Parameters.BitwiseEquals(network.Parameters));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        MixedNet network = Random<MixedNet, float>(5);
        network.ClassNames = ["left", "right"];
        byte[] file = BytesOf(network);
        Assert.Equal(file, BytesOf(network));
        Assert.Equal(file, BytesOf(network.Clone()));
        Assert.Equal(file, BytesOf(MixedNet.Load(new MemoryStream(file))));
        network.Save(At("net"));
        Assert.Equal(file, File.ReadAllBytes(At("net")));
        network.Save(At("net"));
        Assert.Equal(file, File.ReadAllBytes(At("net")));
    }

    /// <summary>The network has a negative fraction among its activations.</summary>
    [Fact]
    public void The_language_of_the_user_changes_nothing()
    {
        MixedNet network = Random<MixedNet, float>(6);
        byte[] file = BytesOf(network);
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "minus";
        other.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal("minus1,5", (-1.5).ToString(CultureInfo.CurrentCulture));
            Assert.Equal(file, BytesOf(network));
            Assert.True(MixedNet.Load(new MemoryStream(file)).Parameters.BitwiseEquals(network.Parameters));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Class_names_come_back()
    {
        SoftmaxNet network = SoftmaxNet.Create(7);
        network.ClassNames = ["", " ", "zero\0", "\"\\/", "ä\n", "a\u0308", "\u2028\uFEFF", "\U0001F600", "[null]", new string('n', 5000)];
        network.Save(At("net"));
        Assert.Equal(network.ClassNames, SoftmaxNet.Load(At("net")).ClassNames);
        SoftmaxNet other = SoftmaxNet.Create(8);
        other.ClassNames = [.. "0123456789".Select(digit => $"{digit}")];
        other.LoadParameters(At("net"));
        Assert.Equal(network.ClassNames, other.ClassNames);
    }

    [Fact]
    public void Class_names_that_no_file_can_hold_are_refused_when_they_are_set()
    {
        TinyNet network = TinyNet.Create(9);
        network.ClassNames = ["no", "yes"];
        Assert.Throws<ArgumentException>("value", () => network.ClassNames = ["\uD83D", "yes"]);
        Assert.Throws<ArgumentException>("value", () => network.ClassNames = ["no", "\uDE00\uD83D"]);
        Assert.Equal(["no", "yes"], network.ClassNames);
    }

    [Fact]
    public void A_file_without_class_names_takes_those_of_the_network_away()
    {
        TinyNet network = TinyNet.Create(10);
        network.ClassNames = ["no", "yes"];
        network.LoadParameters(new MemoryStream(BytesOf(TinyNet.Create(11))));
        Assert.Null(network.ClassNames);
    }

    [Fact]
    public void The_cost_need_not_be_that_of_the_file()
    {
        SmallNet network = Random<SmallNet, float>(12);
        var topology = new NetworkTopology([64, 32, 10], [Activation.Sigmoid, Activation.Sigmoid], CostFunction.Quadratic);
        Assert.NotEqual(topology.Cost, SmallNet.Topology.Cost);
        ReferenceNetwork<float> other = ReferenceNetwork<float>.Create(topology, 13);
        other.LoadParameters(new MemoryStream(BytesOf(network)));
        Assert.Equal(ValuesOf(network), ValuesOf(other));
    }

    [Fact]
    public void A_file_of_another_program_needs_no_metadata_and_no_order()
    {
        TinyNet network = Random<TinyNet, float>(14);
        PlainSafeTensors own = PlainSafeTensors.Read(BytesOf(network))!;
        var other = new PlainSafeTensors();
        long begin = 0;
        foreach (PlainTensor tensor in Enumerable.Reverse(own.Tensors))
        {
            other.Tensors.Add(tensor with { Begin = begin });
            begin += tensor.Data.Length;
        }

        TinyNet loaded = TinyNet.Load(new MemoryStream(other.Write()));
        Assert.True(loaded.Parameters.BitwiseEquals(network.Parameters));
        Assert.Null(loaded.ClassNames);
    }

    /// <summary>Parameters mean the same in every version of the contract; only a training run does not go on under another one.</summary>
    [Fact]
    public void A_file_of_another_version_of_the_contract_is_loaded()
    {
        TinyNet network = Random<TinyNet, float>(14);
        PlainSafeTensors file = PlainSafeTensors.Read(BytesOf(network))!;
        int contract = file.Metadata.FindIndex(pair => pair.Key == "netgen.contract");
        file.Metadata[contract] = new("netgen.contract", (Versions.Contract + 1).ToString(CultureInfo.InvariantCulture));
        TinyNet loaded = TinyNet.Load(new MemoryStream(file.Write()));
        Assert.True(loaded.Parameters.BitwiseEquals(network.Parameters));
    }

    [Fact]
    public void A_stream_is_written_from_its_position_and_stays_open()
    {
        TinyNet network = Random<TinyNet, float>(15);
        byte[] file = BytesOf(network);
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        network.Save(stream);
        stream.Write("after"u8);
        Assert.Equal([.. "before"u8, .. file, .. "after"u8], stream.ToArray());
    }

    [Fact]
    public void A_stream_that_cannot_seek_or_flush_is_written_to()
    {
        TinyNet network = Random<TinyNet, float>(16);
        using var stream = new CountingStream();
        network.Save(stream);
        Assert.Equal(BytesOf(network).Length, stream.Count);
    }

    [Fact]
    public void A_stream_is_read_from_its_position_to_its_end_and_stays_open()
    {
        TinyNet network = Random<TinyNet, float>(17);
        using var stream = new MemoryStream([.. "before"u8, .. BytesOf(network)]);
        stream.Position = 6;
        Assert.True(TinyNet.Load(stream).Parameters.BitwiseEquals(network.Parameters));
        Assert.Equal(stream.Length, stream.Position);
        stream.Position = 6;
        TinyNet other = TinyNet.Create(18);
        other.LoadParameters(stream);
        Assert.True(other.Parameters.BitwiseEquals(network.Parameters));
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_stream_that_cannot_seek_is_read(int atOnce)
    {
        SmallNet network = Random<SmallNet, float>(19);
        network.ClassNames = [.. "0123456789".Select(digit => $"{digit}")];
        SmallNet loaded = SmallNet.Load(new DribblingStream(BytesOf(network), atOnce));
        Assert.True(loaded.Parameters.BitwiseEquals(network.Parameters));
        Assert.Equal(network.ClassNames, loaded.ClassNames);
    }

    [Fact]
    public void Saving_replaces_a_longer_file()
    {
        SmallNet.Create(20).Save(At("net"));
        TinyNet network = Random<TinyNet, float>(21);
        network.Save(At("net"));
        Assert.Equal(BytesOf(network), File.ReadAllBytes(At("net")));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void Saving_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        TinyNet network = Random<TinyNet, float>(22);
        network.Save(At("net"));
        byte[] old = File.ReadAllBytes(At("net"));
        var failing = new FailingNetwork(Random<TinyNet, float>(23), "layers.1.bias");
        var exception = Assert.Throws<InvalidOperationException>(() => failing.Save(At("net")));
        Assert.Equal("No layers.1.bias.", exception.Message);
        Assert.Equal(old, File.ReadAllBytes(At("net")));
        Assert.Throws<InvalidOperationException>(() => failing.Save(At("new")));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void Folders_and_files_that_are_missing_are_named()
    {
        TinyNet network = TinyNet.Create(24);
        string path = Path.Combine(At("missing"), "net");
        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => network.Save(path)).Message, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => TinyNet.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(At("net"), Assert.Throws<FileNotFoundException>(() => network.LoadParameters(At("net"))).FileName);
        Assert.Throws<UnauthorizedAccessException>(() => network.LoadParameters(_directory));
        Assert.Throws<UnauthorizedAccessException>(() => network.Save(_directory));
        Assert.Empty(Names());
        Assert.True(network.Parameters.BitwiseEquals(TinyNet.Create(24).Parameters));
    }

    [Fact]
    public void Null_and_an_empty_path_are_refused()
    {
        TinyNet network = TinyNet.Create(25);
        using var stream = new MemoryStream();
        Assert.Throws<ArgumentNullException>("network", () => NetworkFile.Save<float>(null!, At("net")));
        Assert.Throws<ArgumentNullException>("network", () => NetworkFile.Save<float>(null!, stream));
        Assert.Throws<ArgumentNullException>("network", () => NetworkFile.LoadParameters<float>(null!, At("net")));
        Assert.Throws<ArgumentNullException>("network", () => NetworkFile.LoadParameters<float>(null!, stream));
        Assert.Throws<ArgumentNullException>("path", () => network.Save((string)null!));
        Assert.Throws<ArgumentNullException>("stream", () => network.Save((Stream)null!));
        Assert.Throws<ArgumentNullException>("path", () => network.LoadParameters((string)null!));
        Assert.Throws<ArgumentNullException>("stream", () => network.LoadParameters((Stream)null!));
        Assert.Throws<ArgumentNullException>("path", () => TinyNet.Load((string)null!));
        Assert.Throws<ArgumentNullException>("stream", () => TinyNet.Load((Stream)null!));
        Assert.Throws<ArgumentException>("path", () => network.Save(""));
        Assert.Throws<ArgumentException>("path", () => network.LoadParameters(""));
        Assert.Throws<ArgumentException>("path", () => TinyNet.Load(""));
        Assert.Empty(Names());
        Assert.Equal(0, stream.Length);
    }

    internal static byte[] BytesOf<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    /// <summary>A network whose parameters have all kinds of bits: numbers of every size, infinities and NaN of many payloads.</summary>
    internal static TNetwork Random<TNetwork, T>(int seed)
        where TNetwork : ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(seed);
        var values = new T[TNetwork.Topology.ParameterCount];
        new Random(seed).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        T[] special = [T.NaN, T.NegativeZero, T.Epsilon, T.NegativeInfinity];
        special.AsSpan(0, Math.Min(special.Length, values.Length)).CopyTo(values);
        network.Parameters.CopyFrom(values);
        return network;
    }

    private static byte[] ValuesOf<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[network.Topology.ParameterCount];
        network.Parameters.CopyTo(values);
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static void AssertBlocks<T>(INetwork<T> network, PlainSafeTensors file, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(network.Topology.ParameterBlocks.Select(block => block.Name), file.Tensors.Select(tensor => tensor.Name));
        foreach ((ParameterBlock block, PlainTensor tensor) in network.Topology.ParameterBlocks.Zip(file.Tensors))
        {
            LayerTopology layer = network.Topology.Layers[int.Parse(block.Name.Split('.')[1], CultureInfo.InvariantCulture)];
            bool isWeight = block.Name.EndsWith("weight", StringComparison.Ordinal);
            var values = new T[isWeight ? layer.OutputSize * layer.InputSize : layer.OutputSize];
            network.Parameters.CopyTo(block.Name, values);
            var bytes = new List<byte>();
            foreach (T value in values)
            {
                byte[] element = MemoryMarshal.AsBytes<T>([value]).ToArray();
                bytes.AddRange(BitConverter.IsLittleEndian ? element : element.Reverse());
            }

            Assert.Equal(type, tensor.Type);
            Assert.Equal(isWeight ? [layer.OutputSize, layer.InputSize] : [layer.OutputSize], tensor.Shape);
            Assert.Equal(bytes, tensor.Data);
        }
    }

    private void AssertComesBack<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = Random<TNetwork, T>(1);
        TNetwork[] loaded = [.. Enumerable.Range(0, 4).Select(seed => TNetwork.Create(seed))];
        network.Save(At("net"));
        loaded[0] = TNetwork.Load(At("net"));
        loaded[1].LoadParameters(At("net"));
        using (FileStream stream = File.OpenRead(At("net")))
        {
            loaded[2] = TNetwork.Load(stream);
            stream.Position = 0;
            loaded[3].LoadParameters(stream);
        }

        foreach (TNetwork other in loaded)
        {
            Assert.True(other.Parameters.BitwiseEquals(network.Parameters), $"{TNetwork.Topology}");
            Assert.Null(other.ClassNames);
        }
    }

    private string At(string name) => Path.Combine(_directory, name);

    private string[] Names() =>
        [.. Directory.GetFileSystemEntries(_directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>A network one of whose blocks cannot be read.</summary>
    private sealed class FailingNetwork(TinyNet network, string block) : INetwork<float>, IReadOnlyParameters<float>
    {
        public NetworkTopology Topology => TinyNet.Topology;

        public IReadOnlyParameters<float> Parameters => this;

        public IReadOnlyList<string>? ClassNames => null;

        public IReadOnlyList<string>? FeatureNames => null;

        public void CopyTo(string blockName, Span<float> destination)
        {
            if (blockName == block)
            {
                throw new InvalidOperationException($"No {block}.");
            }

            network.Parameters.CopyTo(blockName, destination);
        }

        public void CopyTo(Span<float> destination) => throw new InvalidOperationException("Not all of it.");

        public float Norm() => throw new NotSupportedException();

        public float Norm(string blockName) => throw new NotSupportedException();

        public void FeedForward(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

        public void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

        public void FeedForwardBatch(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs, Span<float> costs) =>
            throw new NotSupportedException();

        public int Classify(ReadOnlySpan<float> input) => throw new NotSupportedException();

        public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();
    }
}
