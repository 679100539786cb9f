using System.Buffers.Binary;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsWritingTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    [Fact]
    public void A_file_has_exactly_the_bytes_of_the_format()
    {
        var metadata = new Dictionary<string, string> { ["net"] = "1-2", ["Name"] = "x" };
        TensorSource[] tensors =
        [
            new("b", TensorElementType.F32, [2, 1], writer => writer.Write<float>([1f, -2f])),
            new("a", TensorElementType.F64, [], writer => writer.Write<double>([0.5])),
        ];

        const string header =
            """{"__metadata__":{"Name":"x","net":"1-2"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},""" +
            "\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}";
        byte[] data = Convert.FromHexString("0000803F" + "000000C0" + "000000000000E03F");
        int padding = (8 - (header.Length % 8)) % 8;
        Assert.NotEqual(0, padding);
        Assert.Equal(PlainSafeTensors.File(header + new string(' ', padding), data), Bytes(tensors, metadata));
    }

    [Fact]
    public void The_data_start_at_a_multiple_of_8_bytes_whatever_the_names()
    {
        for (int length = 0; length < 17; length++)
        {
            byte[] file = Bytes([new(new string('n', length), TensorElementType.F64, [1], new byte[8])], NoMetadata);
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
            Assert.Equal(new string('n', length), PlainSafeTensors.Read(file)!.Tensors.Single().Name);
        }
    }

    [Fact]
    public void A_reader_made_from_the_description_reads_what_is_written()
    {
        var metadata = new Dictionary<string, string> { ["größe"] = "näh\n\"\\\u0001<😀>", [""] = "" };
        TensorSource[] tensors =
        [
            new("layers.0.weight", TensorElementType.F32, [2, 3], writer =>
            {
                writer.Write<float>([1, 2]);
                writer.Write<float>([]);
                writer.Write<float>([3, 4, 5, 6]);
            }),
            new("empty", TensorElementType.F64, [3, 0], _ => { }),
            new("名\"\u007f😀", TensorElementType.BF16, [1], new byte[] { 1, 2 }),
            new("half", TensorElementType.F16, [1, 1], new byte[] { 3, 4 }),
        ];

        PlainSafeTensors plain = PlainSafeTensors.Read(Bytes(tensors, metadata))!;

        Assert.Equal(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal), plain.Metadata);
        Assert.Equal(tensors.Select(tensor => tensor.Name), plain.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["F32", "F64", "BF16", "F16"], plain.Tensors.Select(tensor => tensor.Type));
        Assert.Equal(tensors.Select(tensor => tensor.Shape), plain.Tensors.Select(tensor => tensor.Shape));
        Assert.Equal([0L, 24, 24, 26], plain.Tensors.Select(tensor => tensor.Begin));
        Assert.Equal(Convert.FromHexString("0000803F0000004000004040000080400000A0400000C040"), plain.Tensors[0].Data);
        Assert.Equal([1, 2], plain.Tensors[2].Data);
        Assert.Equal([3, 4], plain.Tensors[3].Data);
    }

    [Fact]
    public void The_order_of_the_metadata_does_not_depend_on_the_dictionary()
    {
        var forth = new Dictionary<string, string> { ["a"] = "1", ["B"] = "2", ["ä"] = "3" };
        var back = new Dictionary<string, string>(forth.Reverse());
        Assert.NotEqual(forth.Keys, back.Keys);
        Assert.Equal(Bytes([], forth), Bytes([], back));
    }

    [Fact]
    public void Nothing_but_an_empty_object_is_written_for_nothing() =>
        Assert.Equal(PlainSafeTensors.File("{}      ", []), Bytes([], NoMetadata));

    [Fact]
    public void Large_tensors_are_written_piece_by_piece()
    {
        const int Rows = 1000;
        var row = new float[100_000];
        var tensor = new TensorSource("large", TensorElementType.F32, [Rows, row.Length], writer =>
        {
            for (int i = 0; i < Rows; i++)
            {
                writer.Write<float>(row);
            }
        });
        var stream = new CountingStream();

        long before = GC.GetAllocatedBytesForCurrentThread();
        SafeTensorsFile.Write(stream, [tensor], NoMetadata);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(stream.Count, 400_000_000, 400_000_200);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Theory]
    [InlineData(1, "4 were given")]
    [InlineData(3, "12 were given")]
    public void A_source_that_gives_too_little_or_too_much_is_refused(int count, string expected)
    {
        var tensor = new TensorSource("w", TensorElementType.F32, [2], writer => writer.Write<float>(new float[count]));
        var exception = Assert.Throws<InvalidOperationException>(() => Bytes([tensor], NoMetadata));
        Assert.Equal($"Tensor 'w' of shape [2] takes 8 bytes; {expected}.", exception.Message);
    }

    [Fact]
    public void A_source_of_another_type_is_refused()
    {
        var tensor = new TensorSource("w", TensorElementType.F32, [2], writer => writer.Write<double>([1]));
        var exception = Assert.Throws<InvalidOperationException>(() => Bytes([tensor], NoMetadata));
        Assert.Equal("Tensor 'w' has elements of F32; the span has elements of F64.", exception.Message);
    }

    [Fact]
    public void Tensors_that_no_file_can_hold_are_refused_when_they_are_described()
    {
        Refused("data", "Tensor 'w' of shape [2, 3] takes 24 bytes; the data have 23.", "w", [2, 3], new byte[23]);
        Refused("name", "The name '__metadata__' is that of the metadata; no tensor can have it.", "__metadata__", [], new byte[4]);
        Refused("name", "The name 'a\\ud83d' has half of a surrogate pair.", "a\ud83d", [], new byte[4]);
        Refused("shape", "Tensor 'w' of shape [2, -1] has a negative dimension.", "w", [2, -1], default);
        Refused("shape", "Tensor 'w' of shape [2305843009213693952] takes more than 9223372036854775807 bytes.", "w", [1L << 61], default);
        Refused("shape", "Tensor 'w' has 65 dimensions; at most 64 are possible.", "w", [.. Enumerable.Repeat(1L, 65)], new byte[4]);
        Assert.Throws<ArgumentNullException>("name", () => new TensorSource(null!, TensorElementType.F32, [], new byte[4]));
        Action<TensorDataWriter> none = null!;
        Assert.Throws<ArgumentNullException>("write", () => new TensorSource("w", TensorElementType.F32, [], none));
        Assert.Throws<ArgumentOutOfRangeException>("type", () => new TensorSource("w", (TensorElementType)99, [], new byte[4]));
    }

    [Fact]
    public void Lists_that_no_file_can_hold_are_refused_before_anything_is_written()
    {
        TensorSource tensor = new("w", TensorElementType.F32, [], new byte[4]);
        TensorSource large = new("l1", TensorElementType.F32, [1L << 60], _ => { });
        TensorSource larger = new("l2", TensorElementType.F32, [1L << 60], _ => { });
        Refused("tensors", "Two tensors have the name 'w'.", [tensor, tensor], NoMetadata);
        Refused("tensors", "Tensor 1 is null.", [tensor, null!], NoMetadata);
        Refused("tensors", "The tensors take more than 9223372036854775807 bytes together.", [large, larger], NoMetadata);
        Refused("metadata", "The metadata 'k' are null.", [tensor], new() { ["k"] = null! });
        Refused("metadata", "The metadata '\\udc00' have half of a surrogate pair.", [tensor], new() { ["\udc00"] = "" });
        Refused("metadata", "The metadata 'k' have half of a surrogate pair.", [tensor], new() { ["k"] = "\udc00" });
        Refused(
            "tensors", "The names, shapes and metadata take 100000032 bytes; a header has at most 100000000.",
            [], new() { ["k"] = new string('x', 100_000_000) });
    }

    private static byte[] Bytes(IReadOnlyList<TensorSource> tensors, Dictionary<string, string> metadata)
    {
        var stream = new MemoryStream();
        SafeTensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static void Refused(string parameter, string message, string name, long[] shape, ReadOnlyMemory<byte> data)
    {
        var exception = Assert.Throws<ArgumentException>(parameter, () => new TensorSource(name, TensorElementType.F32, shape, data));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static void Refused(
        string parameter, string message, TensorSource[] tensors, Dictionary<string, string> metadata)
    {
        var stream = new MemoryStream();
        var exception = Assert.Throws<ArgumentException>(parameter, () => SafeTensorsFile.Write(stream, tensors, metadata));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }
}
