namespace NetGen.Tests.Serialization;

/// <summary>Files that a network does not take, with the whole message; after each the network is as it was, bit for bit.</summary>
public sealed class NetworkFileRefusalTests : IDisposable
{
    private const string Last = "layers.1.bias";

    private static readonly string[] Names = ["old no", "old yes"];

    private readonly string _path = Path.GetTempFileName();

    /// <summary>A tensor of the file, what it is there instead, and how the message goes on after the name of the file.</summary>
    public static TheoryData<string, string, long[], string> OtherTensors => new()
    {
        { "layers.0.weight", "F32", [2, 4], ", tensor 'layers.0.weight': expected F32 [4, 2]; found F32 [2, 4]." },
        { "layers.0.weight", "F32", [8], ", tensor 'layers.0.weight': expected F32 [4, 2]; found F32 [8]." },
        { "layers.0.weight", "F32", [4, 2, 1], ", tensor 'layers.0.weight': expected F32 [4, 2]; found F32 [4, 2, 1]." },
        { "layers.0.weight", "F32", [0, 2], ", tensor 'layers.0.weight': expected F32 [4, 2]; found F32 [0, 2]." },
        { "layers.0.bias", "F32", [5], ", tensor 'layers.0.bias': expected F32 [4]; found F32 [5]." },
        { "layers.1.weight", "F32", [4, 1], ", tensor 'layers.1.weight': expected F32 [1, 4]; found F32 [4, 1]." },
        { Last, "F32", [], ", tensor 'layers.1.bias': expected F32 [1]; found F32 []." },
        {
            Last, "F64", [1],
            ", tensor 'layers.1.bias': expected parameters of float, as the network has them; found double. Use a network of double, or "
            + "convert the file's by NetworkModel.Read and WithNumericType(NumericType.Single)."
        },
        { Last, "F16", [1], ", tensor 'layers.1.bias': expected F32 [1]; found F16 [1]." },
        { Last, "BF16", [2], ", tensor 'layers.1.bias': expected F32 [1]; found BF16 [2]." },
        { Last, "I32", [1], ", tensor 'layers.1.bias': expected F32 [1]; found I32 [1]." },
    };

    /// <summary>A text of the metadata, its value, and how the message goes on after the name of the file.</summary>
    public static TheoryData<string, string, string> OtherMetadata => new()
    {
        { "netgen.sizes", "2-5-1", SizesMessage("2-5-1") },
        { "netgen.sizes", "2-4-1-1", SizesMessage("2-4-1-1") },
        {
            "netgen.activations",
            "Tanh, Sigmoid",
            ": expected the activations of the network, Sigmoid, Sigmoid; found 'Tanh, Sigmoid'. Declare the network as that of the file."
        },
        { "netgen.classNames", """["a"]""", NamesMessage("""["a"]""") },
        { "netgen.classNames", """["a","b","c"]""", NamesMessage("""["a","b","c"]""") },
        { "netgen.classNames", """["a","a"]""", NamesMessage("""["a","a"]""") },
        { "netgen.classNames", """["a",null]""", NamesMessage("""["a",null]""") },
        { "netgen.classNames", """["a",1]""", NamesMessage("""["a",1]""") },
        { "netgen.classNames", """["a","\ud83d"]""", NamesMessage("""["a","\ud83d"]""") },
        { "netgen.classNames", """{"a":"b"}""", NamesMessage("""{"a":"b"}""") },
        { "netgen.classNames", "null", NamesMessage("null") },
        { "netgen.classNames", "a, b", NamesMessage("a, b") },
        { "netgen.classNames", "", NamesMessage("") },
    };

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(OtherTensors))]
    public void A_tensor_of_another_shape_or_type_is_refused(string name, string type, long[] shape, string message)
    {
        PlainSafeTensors file = OwnFile();
        int index = file.Tensors.FindIndex(tensor => tensor.Name == name);
        long elements = shape.Aggregate(1L, (product, dimension) => product * dimension);
        long size = type switch { "F64" => 8, "F32" or "I32" => 4, _ => 2 };
        file.Tensors[index] = file.Tensors[index] with { Type = type, Shape = shape, Data = new byte[elements * size] };
        AssertRefused(Write(file), message);
    }

    [Fact]
    public void A_missing_tensor_is_refused()
    {
        PlainSafeTensors file = OwnFile();
        file.Tensors.RemoveAt(3);
        AssertRefused(
            Write(file),
            ": expected the tensor 'layers.1.bias' of F32 [1]; the file has 'layers.0.weight', 'layers.0.bias', 'layers.1.weight'.");
        file.Tensors.Clear();
        AssertRefused(Write(file), ": expected the tensor 'layers.0.weight' of F32 [4, 2]; the file has no tensors.");
    }

    [Fact]
    public void A_tensor_of_a_name_in_other_letters_is_another_tensor()
    {
        PlainSafeTensors file = OwnFile();
        file.Tensors[0] = file.Tensors[0] with { Name = "Layers.0.weight" };
        AssertRefused(
            Write(file),
            ": expected the tensor 'layers.0.weight' of F32 [4, 2]; "
            + "the file has 'Layers.0.weight', 'layers.0.bias', 'layers.1.weight', 'layers.1.bias'.");
    }

    [Fact]
    public void Of_many_tensors_the_message_names_the_first()
    {
        var file = new PlainSafeTensors();
        file.Tensors.AddRange(Enumerable.Range(0, 11).Select(i => new PlainTensor($"t{i}\u001b", "F32", [1], 0, new byte[4])));
        string names = string.Join(", ", Enumerable.Range(0, 8).Select(i => $@"'t{i}\u001b'"));
        AssertRefused(
            Write(file), $": expected the tensor 'layers.0.weight' of F32 [4, 2]; the file has {names} and 3 more.");
    }

    [Theory]
    [InlineData("layers.2.weight", "'layers.2.weight'")]
    [InlineData("a\u001b", @"'a\u001b'")]
    public void One_more_tensor_is_refused(string name, string shown)
    {
        PlainSafeTensors file = OwnFile();
        file.Tensors.Add(new PlainTensor(name, "F32", [1, 1], 0, new byte[4]));
        AssertRefused(
            Write(file),
            $": expected the 4 tensors of 2-4-1 Sigmoid, Sigmoid; Quadratic; Single; found the tensor {shown} as well.");
    }

    [Theory]
    [MemberData(nameof(OtherMetadata))]
    public void Metadata_of_another_network_are_refused(string key, string value, string message)
    {
        PlainSafeTensors file = OwnFile();
        file.Metadata.RemoveAll(pair => pair.Key == key);
        file.Metadata.Add(new(key, value));
        AssertRefused(Write(file), message);
    }

    [Fact]
    public void The_file_of_another_network_is_refused()
    {
        AssertRefused(NetworkFileTests.BytesOf(OneNet.Create(1)), SizesMessage("1-1"));
        var topology = new NetworkTopology([2, 4, 1], [Activation.LeakyReLU, Activation.Sigmoid], alphas: [0.3, 0]);
        AssertRefused(
            NetworkFileTests.BytesOf(ReferenceNetwork<float>.Create(topology, 1)),
            ": expected the activations of the network, Sigmoid, Sigmoid; found 'LeakyReLU(0.3), Sigmoid'. "
            + "Declare the network as that of the file.");
    }

    [Fact]
    public void The_file_of_a_network_of_another_numeric_type_is_refused()
    {
        Activation[] activations = [Activation.Sigmoid, Activation.Sigmoid];
        var topology = new NetworkTopology([2, 4, 1], activations, numericType: NumericType.Double);
        ReferenceNetwork<double> network = ReferenceNetwork<double>.Create(topology, 1);
        AssertRefused(
            NetworkFileTests.BytesOf(network),
            ", tensor 'layers.0.weight': expected parameters of float, as the network has them; found double. Use a network of double, or "
            + "convert the file's by NetworkModel.Read and WithNumericType(NumericType.Single).");

        var exception = Assert.Throws<InvalidDataException>(
            () => network.LoadParameters(new MemoryStream(NetworkFileTests.BytesOf(TinyNet.Create(1)))));
        Assert.StartsWith(
            "The stream, tensor 'layers.0.weight': expected parameters of double, as the network has them; found float. ",
            exception.Message, StringComparison.Ordinal);
        Assert.True(network.Parameters.BitwiseEquals(ReferenceNetwork<double>.Create(topology, 1).Parameters));
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        byte[] file = NetworkFileTests.BytesOf(NetworkFileTests.Random<TinyNet, float>(2));
        AssertRefused(
            file[..^1], ": tensor 'layers.1.bias': expected bytes 64 to 68 of the data; found only 67 bytes of data in the file.");
        AssertRefused([], ": expected 8 bytes for the length of the header; found 0 before the end of the file.");
        for (int length = 0; length < file.Length; length++)
        {
            AssertRefused(file[..length], null);
        }
    }

    [Fact]
    public void Bytes_after_the_end_are_refused() => AssertRefused(
        [.. NetworkFileTests.BytesOf(NetworkFileTests.Random<TinyNet, float>(2)), 0],
        ": expected 68 bytes of data; found 69, of which the last belong to no tensor.");

    /// <summary>The length of such a stream is not known, so the end is found only after the values.</summary>
    [Fact]
    public void A_stream_that_cannot_seek_is_checked_to_its_end()
    {
        byte[] file = NetworkFileTests.BytesOf(NetworkFileTests.Random<TinyNet, float>(2));
        TinyNet network = Network();
        var exception = Assert.Throws<InvalidDataException>(() => network.LoadParameters(new DribblingStream([.. file, 0], 7)));
        Assert.Equal("The stream: expected the end of the file after 68 bytes of data; found more.", exception.Message);
        exception = Assert.Throws<InvalidDataException>(() => network.LoadParameters(new DribblingStream(file[..^1], 7)));
        Assert.Equal(
            "The stream: expected 4 bytes for the data of tensor 'layers.1.bias'; found 3 before the end of the file.", exception.Message);
        AssertUnchanged(network);
    }

    [Fact]
    public void A_stream_that_fails_leaves_the_network_as_it_was()
    {
        byte[] file = NetworkFileTests.BytesOf(NetworkFileTests.Random<TinyNet, float>(2));
        TinyNet network = Network();
        for (int length = 0; length < file.Length; length++)
        {
            using var stream = new FailingStream(file, length);
            Assert.Equal("Broken.", Assert.Throws<IOException>(() => network.LoadParameters(stream)).Message);
        }

        AssertUnchanged(network);
    }

    private static string SizesMessage(string found) =>
        $": expected the sizes of the network, 2-4-1; found '{found}'. Declare the network as that of the file.";

    private static string NamesMessage(string found) =>
        $", metadata 'netgen.classNames': expected a list of 2 different names; found '{found}'.";

    private static TinyNet Network()
    {
        TinyNet network = TinyNet.Create(1);
        network.ClassNames = Names;
        return network;
    }

    /// <summary>A file that the network takes, with other parameters and names than it has.</summary>
    private static PlainSafeTensors OwnFile()
    {
        TinyNet network = NetworkFileTests.Random<TinyNet, float>(2);
        network.ClassNames = ["new no", "new yes"];
        return PlainSafeTensors.Read(NetworkFileTests.BytesOf(network))!;
    }

    /// <summary>The bytes of a file, each tensor after the one before it.</summary>
    private static byte[] Write(PlainSafeTensors file)
    {
        long begin = 0;
        for (int i = 0; i < file.Tensors.Count; i++)
        {
            file.Tensors[i] = file.Tensors[i] with { Begin = begin };
            begin += file.Tensors[i].Data.Length;
        }

        return file.Write();
    }

    private static void AssertUnchanged(ITrainableNetwork<float> network)
    {
        Assert.True(network.Parameters.BitwiseEquals(TinyNet.Create(1).Parameters));
        Assert.Equal(Names, network.ClassNames);
    }

    /// <summary>Every way to load refuses a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="message">The message after the name of the file; null for any.</param>
    private void AssertRefused(byte[] file, string? message)
    {
        File.WriteAllBytes(_path, file);
        TinyNet network = Network();
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        (string Name, Action Load)[] calls =
        [
            (_path, () => network.LoadParameters(_path)),
            (_path, () => reference.LoadParameters(_path)),
            (_path, () => TinyNet.Load(_path)),
            ("The stream", () => network.LoadParameters(new MemoryStream(file))),
            ("The stream", () => reference.LoadParameters(new MemoryStream(file))),
            ("The stream", () => TinyNet.Load(new MemoryStream(file))),
        ];
        foreach ((string name, Action load) in calls)
        {
            var exception = Assert.Throws<InvalidDataException>(load);
            Assert.StartsWith(name + (message ?? ": "), exception.Message, StringComparison.Ordinal);
            Assert.Equal(message ?? exception.Message[name.Length..], exception.Message[name.Length..]);
            AssertUnchanged(network);
            AssertUnchanged(reference);
        }
    }

    /// <summary>A stream that fails after some bytes.</summary>
    private sealed class FailingStream(byte[] content, int length) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer)
        {
            int left = length - (int)Position;
            return left > 0 || buffer.IsEmpty ? base.Read(buffer[..Math.Min(left, buffer.Length)]) : throw new IOException("Broken.");
        }
    }
}
