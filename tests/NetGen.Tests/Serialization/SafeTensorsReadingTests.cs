using System.Runtime.InteropServices;
using NetGen.Numerics;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsReadingTests
{
    private static readonly float[] Floats =
        [1.5f, -0f, float.Epsilon, float.NegativeInfinity, float.MaxValue, BitConverter.UInt32BitsToSingle(0xFFA1_2345)];

    private static readonly double[] Doubles =
        [-1.1, double.Epsilon, double.MinValue, BitConverter.UInt64BitsToDouble(0x7FF4_0000_1234_5678)];

    public static TheoryData<bool> Seekable => [true, false];

    [Theory]
    [MemberData(nameof(Seekable))]
    public void What_is_written_comes_back_bit_for_bit(bool seekable)
    {
        var metadata = new Dictionary<string, string> { ["declaration"] = "[Network(2, 3)]", ["größe"] = "😀\0" };
        var written = new MemoryStream();
        SafeTensorsFile.Write(
            written,
            [
                new("layers.0.weight", TensorElementType.F32, [3, 2], writer => writer.Write<float>(Floats)),
                new("empty", TensorElementType.F32, [0, long.MaxValue, long.MaxValue], _ => { }),
                new("layers.0.bias", TensorElementType.F64, [4], writer => writer.Write<double>(Doubles)),
                new("scalar", TensorElementType.F64, [], writer => writer.Write<double>([7])),
            ],
            metadata);

        SafeTensorsFile file = SafeTensorsFile.Read(Open(written.ToArray(), seekable), "net");

        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(["layers.0.weight", "empty", "layers.0.bias", "scalar"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(
            [TensorElementType.F32, TensorElementType.F32, TensorElementType.F64, TensorElementType.F64],
            file.Tensors.Select(tensor => tensor.ElementType));
        Assert.Equal([[3, 2], [0, long.MaxValue, long.MaxValue], [4], []], file.Tensors.Select(tensor => tensor.Shape));
        var floats = new float[6];
        var doubles = new double[4];
        file.Find("layers.0.weight")!.CopyTo<float>(floats);
        file.Find("layers.0.bias")!.CopyTo<double>(doubles);
        Assert.Equal(MemoryMarshal.AsBytes<float>(Floats), MemoryMarshal.AsBytes<float>(floats));
        Assert.Equal(MemoryMarshal.AsBytes<double>(Doubles), MemoryMarshal.AsBytes<double>(doubles));
        Assert.Equal(0, file.Find("empty")!.Data.Length);
        Assert.Null(file.Find("Scalar"));
    }

    [Theory]
    [MemberData(nameof(Seekable))]
    public void Tensors_may_lie_in_another_order_than_the_header_names_them(bool seekable)
    {
        var plain = new PlainSafeTensors();
        plain.Tensors.Add(new PlainTensor("last", "F16", [2], 8, [9, 10, 11, 12]));
        plain.Tensors.Add(new PlainTensor("none", "F64", [0], 8, []));
        plain.Tensors.Add(new PlainTensor("first", "F64", [1, 1], 0, [1, 2, 3, 4, 5, 6, 7, 8]));
        plain.Tensors.Add(new PlainTensor("end", "BF16", [5, 0], 12, []));

        SafeTensorsFile file = SafeTensorsFile.Read(Open(plain.Write(), seekable), "net");

        Assert.Empty(file.Metadata);
        Assert.Equal(["last", "none", "first", "end"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(plain.Tensors.Select(tensor => tensor.Data), file.Tensors.Select(tensor => tensor.Data.ToArray()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ }\t\r\n   ")]
    [InlineData("""{"__metadata__":{}}""")]
    public void A_file_may_have_no_tensors(string header)
    {
        SafeTensorsFile file = SafeTensorsFile.Read(new MemoryStream(PlainSafeTensors.File(header, [])), "net");
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Escapes_in_names_are_resolved()
    {
        const string header = """{"\u0061\n\ud83d\ude00":{"sh\u0061pe":[],"dtype":"F\u00332","data_offsets":[0,4]}}""";
        SafeTensorsFile file = SafeTensorsFile.Read(new MemoryStream(PlainSafeTensors.File(header, new byte[4])), "net");
        Assert.Equal("a\n😀", file.Tensors.Single().Name);
    }

    [Fact]
    public void A_stream_is_read_from_its_position_and_stays_open()
    {
        var stream = new MemoryStream([1, 2, 3, .. PlainSafeTensors.File("{}", [])]) { Position = 3 };
        Assert.Empty(SafeTensorsFile.Read(stream, "net").Tensors);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void Copying_to_a_span_of_another_length_or_type_is_refused()
    {
        var tensor = new SafeTensor("w", TensorElementType.F32, [2], new byte[8]);
        var length = Assert.Throws<ArgumentException>("destination", () => tensor.CopyTo<float>(new float[3]));
        var type = Assert.Throws<InvalidOperationException>(() => tensor.CopyTo<double>(new double[1]));
        Assert.StartsWith("Tensor 'w' has 2 elements; the span has 3.", length.Message, StringComparison.Ordinal);
        Assert.Equal("Tensor 'w' has elements of F32; the span has elements of F64.", type.Message);
    }

    [Fact]
    public void Bytes_are_reversed_within_each_element()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        LittleEndian.ReverseElements(bytes, 4);
        Assert.Equal([4, 3, 2, 1, 8, 7, 6, 5], bytes);
    }

    private static Stream Open(byte[] file, bool seekable) => seekable ? new MemoryStream(file) : new DribblingStream(file, 3);
}
