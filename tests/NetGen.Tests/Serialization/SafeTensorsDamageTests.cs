using System.Text;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsDamageTests
{
    private const string Whole = """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    /// <summary>Headers for 8 bytes of data, and what is wrong with each.</summary>
    public static TheoryData<string, string> Headers => new()
    {
        { "", "expected a header that starts with '{'; found no header." },
        { "[]", "expected a header that starts with '{'; found the byte 0x5b." },
        { " {}", "expected a header that starts with '{'; found the byte 0x20." },
        { "\ufeff{}", "expected a header that starts with '{'; found the byte 0xef." },
        { Tensor("[2]", "[0,8]") + ",\"w\":0}", "expected each name once in the header; found 'w' twice." },
        { Tensor("[2]", "[0,8]") + ",\"\\u0077\":0}", "expected each name once in the header; found 'w' twice." },
        { """{"__metadata__":{},"__metadata__":{}}""", "expected each name once in the header; found '__metadata__' twice." },
        { """{"__metadata__":null}""", "the metadata: expected an object; found null." },
        { """{"__metadata__":{"a":1}}""", "the metadata 'a': expected a text; found the number 1." },
        { """{"__metadata__":{"a":{"b":"c"}}}""", "the metadata 'a': expected a text; found an object." },
        { """{"__metadata__":{"a":"1","a":"1"}}""", "the metadata 'a': expected each key once; found it twice." },
        { """{"__metadata__":{"a":"\ud800"}}""", "the metadata 'a': expected Unicode text; found half of a surrogate pair." },
        { """{"\udc00":{}}""", "a key of the header: expected Unicode text; found half of a surrogate pair." },
        { """{"w":[]}""", "tensor 'w': expected an object; found an array." },
        { """{"w":"F32"}""", "tensor 'w': expected an object; found a text." },
        { """{"w":true}""", "tensor 'w': expected an object; found true." },
        { """{"w":{}}""", "tensor 'w': expected dtype, shape and data_offsets; found no dtype." },
        { """{"w":{"dtype":"F32"}}""", "tensor 'w': expected dtype, shape and data_offsets; found no shape." },
        { """{"w":{"dtype":"F32","shape":[]}}""", "tensor 'w': expected dtype, shape and data_offsets; found no data_offsets." },
        { """{"w":{"stride":[1]}}""", "tensor 'w': expected dtype, shape and data_offsets; found 'stride'." },
        { """{"w":{"shape":[1],"shape":[1]}}""", "tensor 'w': expected each key once; found shape twice." },
        { """{"w":{"dtype":"F32","dtype":"F32"}}""", "tensor 'w': expected each key once; found dtype twice." },
        { """{"w":{"data_offsets":[0,8],"data_offsets":[0,8]}}""", "tensor 'w': expected each key once; found data_offsets twice." },
        { """{"w":{"dtype":32}}""", "tensor 'w': dtype: expected a text; found the number 32." },
        { """{"w":{"dtype":"f32"}}""", "tensor 'w': expected dtype BF16, F16, F32 or F64; found 'f32'." },
        { """{"w":{"dtype":"\udc00"}}""", "tensor 'w': dtype: expected Unicode text; found half of a surrogate pair." },
        { """{"w":{"shape":2}}""", "tensor 'w': shape: expected an array; found the number 2." },
        { Tensor("[-2]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number -2." },
        { Tensor("[-0]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number -0." },
        { Tensor("[2.0]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number 2.0." },
        { Tensor("[2e0]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number 2e0." },
        { Tensor("[\"2\"]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found a text." },
        { Tensor("[null]", "[0,8]") + "}", "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found null." },
        {
            Tensor("[9223372036854775808]", "[0,8]") + "}",
            "tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number 9223372036854775808."
        },
        {
            Tensor($"[1{new string('0', 100)}]", "[0,8]") + "}",
            $"tensor 'w': shape: expected integers from 0 to 9223372036854775807; found the number 1{new string('0', 39)}."
        },
        { Tensor($"[{Ones(65)}]", "[0,4]") + "}", "tensor 'w': shape: expected at most 64 numbers; found more." },
        {
            Tensor("[4294967296,4294967296]", "[0,8]") + "}",
            "tensor 'w': expected at most 9223372036854775807 bytes; " +
            "found F32 elements of shape [4294967296, 4294967296], which take more."
        },
        {
            Tensor("[4611686018427387905]", "[0,4]") + "}",
            "tensor 'w': expected at most 9223372036854775807 bytes; found F32 elements of shape [4611686018427387905], which take more."
        },
        { Tensor("[3]", "[0,8]") + "}", "tensor 'w': expected 12 bytes for F32 elements of shape [3]; found 8 from data_offsets [0, 8]." },
        { Tensor("[]", "[0,8]") + "}", "tensor 'w': expected 4 bytes for F32 elements of shape []; found 8 from data_offsets [0, 8]." },
        { Tensor("[2]", "[8,0]") + "}", "tensor 'w': expected data_offsets [begin, end] with begin <= end; found [8, 0]." },
        { Tensor("[2]", "[8]") + "}", "tensor 'w': expected data_offsets [begin, end] with begin <= end; found [8]." },
        { Tensor("[2]", "[0,8,8]") + "}", "tensor 'w': data_offsets: expected at most 2 numbers; found more." },
        {
            Tensor("[2]", "[-8,0]") + "}",
            "tensor 'w': data_offsets: expected integers from 0 to 9223372036854775807; found the number -8."
        },
        {
            Tensor("[1]", "[4,8]") + "}",
            "tensor 'w': expected to start at byte 0 of the data, at the start of the data; " +
            "found 4: the bytes between belong to no tensor."
        },
        {
            Tensor("[1]", "[0,4]") + "," + Entry("v", 1, 0, 4) + "}",
            "tensor 'v': expected to start at byte 4 of the data, at the end of tensor 'w'; found 0: the two overlap."
        },
        {
            Tensor("[2]", "[0,8]") + "," + Entry("v", 1, 4, 8) + "}",
            "tensor 'v': expected to start at byte 8 of the data, at the end of tensor 'w'; found 4: the two overlap."
        },
        {
            Tensor("[2]", "[0,8]") + "," + Entry("v", 0, 4, 4) + "}",
            "tensor 'v': expected to start at byte 8 of the data, at the end of tensor 'w'; found 4: the two overlap."
        },
        {
            Entry("{", 1, 5, 9).Replace("\"{\"", "{\"v\"", StringComparison.Ordinal) + "," + Entry("w", 1, 0, 4) + "}",
            "tensor 'v': expected to start at byte 4 of the data, at the end of tensor 'w'; " +
            "found 5: the bytes between belong to no tensor."
        },
    };

    public static TheoryData<string> BrokenJson =>
    [
        "{",
        "{\"w\"",
        "{\"w\":",
        "{\"w\":{\"shape\":[1",
        "{}{}",
        "{},",
        "{} \0\0",
        "{/* comment */}",
        "{\"__metadata__\":{},}",
        "{\"__metadata__\":{\"a\":\"\\x\"}}",
        "{\"__metadata__\":{\"a\":\"\n\"}}",
        "{'w':{}}",
        "{\"w\":{\"shape\":[01]}}",
        "{\"w\":{\"shape\":[1,]}}",
        "{\"w\":{\"shape\":[NaN]}}",
    ];

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_is_not_valid_is_refused_with_what_was_expected_and_found(string header, string message)
    {
        byte[] file = PlainSafeTensors.File(header, new byte[8]);
        Assert.Equal($"models/net: {message}", Refused(new MemoryStream(file)));
        Assert.Equal($"models/net: {message}", Refused(new DribblingStream(file, 5)));
        Assert.Null(PlainSafeTensors.Read(file));
    }

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public void A_header_that_is_not_JSON_is_refused(string header)
    {
        byte[] file = PlainSafeTensors.File(header, []);
        Assert.StartsWith(
            "models/net: expected a header in JSON; found an error after ", Refused(new MemoryStream(file)), StringComparison.Ordinal);
        Assert.Null(PlainSafeTensors.Read(file));
    }

    [Fact]
    public void Deep_nesting_is_refused_where_it_starts()
    {
        string deep = new('[', 1_000_000);
        Assert.Equal(
            "models/net: tensor 'w': shape: expected integers from 0 to 9223372036854775807; found an array.",
            Refused(new MemoryStream(PlainSafeTensors.File("{\"w\":{\"shape\":" + deep, []))));
        Assert.Equal(
            "models/net: tensor 'w': expected an object; found an array.",
            Refused(new MemoryStream(PlainSafeTensors.File("{\"w\":" + deep, []))));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', 0xff, (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc3, (byte)'"', (byte)':', (byte)'0', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xed, 0xa0, 0x80, (byte)'"', (byte)':', (byte)'0', (byte)'}' })]
    public void A_header_that_is_not_UTF_8_is_refused(byte[] header) => Assert.Equal(
        "models/net: expected a header in UTF-8; found bytes that are not.",
        Refused(new MemoryStream(PlainSafeTensors.File(header, []))));

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        byte[] file = PlainSafeTensors.File(Whole, new byte[8]);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            int header = length - 8;
            int data = header - Whole.Length;
            string expected = header < 0 ? $"expected 8 bytes for the length of the header; found {length} before the end of the file."
                : data < 0 ? $"expected {Whole.Length} bytes for the header; found {header} before the end of the file."
                : $"tensor 'w': expected bytes 0 to 8 of the data; found only {data} bytes of data in the file.";
            string unseekable = data < 0 ? expected
                : $"expected 8 bytes for the data of tensor 'w'; found {data} before the end of the file.";
            Assert.Equal($"models/net: {expected}", Refused(new MemoryStream(cut)));
            Assert.Equal($"models/net: {unseekable}", Refused(new DribblingStream(cut, 5)));
            Assert.Equal($"models/net: {unseekable}", Refused(new ShrinkingStream(cut, file.Length)));
        }

        Assert.Single(SafeTensorsFile.Read(new MemoryStream(file), "net").Tensors);
    }

    [Fact]
    public void Bytes_after_the_last_tensor_are_refused()
    {
        byte[] file = PlainSafeTensors.File(Whole, new byte[9]);
        Assert.Equal(
            "models/net: expected 8 bytes of data; found 9, of which the last belong to no tensor.", Refused(new MemoryStream(file)));
        Assert.Equal(
            "models/net: expected the end of the file after 8 bytes of data; found more.", Refused(new DribblingStream(file, 5)));
        Assert.Equal(
            "models/net: expected the end of the file after 8 bytes of data; found more.",
            Refused(new ShrinkingStream(file, file.Length - 1)));
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(ulong.MaxValue)]
    public void A_header_longer_than_the_limit_is_refused(ulong length)
    {
        byte[] file = PlainSafeTensors.File(Whole, new byte[8], length);
        string expected = $"models/net: expected a header of at most 100000000 bytes; found the length {length}.";
        Assert.Equal(expected, Refused(new MemoryStream(file)));
        Assert.Equal(expected, Refused(new DribblingStream(file, 5)));
    }

    [Fact]
    public void Memory_is_taken_for_what_is_there_and_not_for_what_is_claimed()
    {
        string header = "{" + Entry("w", 1 << 28, 0, 1 << 30) + "}";
        byte[] longHeader = PlainSafeTensors.File(Whole, new byte[8], 100_000_000);
        byte[] longTensor = PlainSafeTensors.File(header, new byte[8]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        string[] messages =
        [
            Refused(new MemoryStream(longHeader)), Refused(new DribblingStream(longHeader, 5)),
            Refused(new MemoryStream(longTensor)), Refused(new DribblingStream(longTensor, 5)),
        ];
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 1_000_000);
        Assert.Equal("models/net: expected 100000000 bytes for the header; found 62 before the end of the file.", messages[0]);
        Assert.Equal("models/net: expected 100000000 bytes for the header; found 62 before the end of the file.", messages[1]);
        Assert.Equal(
            "models/net: tensor 'w': expected bytes 0 to 1073741824 of the data; found only 8 bytes of data in the file.", messages[2]);
        Assert.Equal(
            "models/net: expected 1073741824 bytes for the data of tensor 'w'; found 8 before the end of the file.", messages[3]);
    }

    [Fact]
    public void A_tensor_longer_than_an_array_is_refused()
    {
        byte[] file = PlainSafeTensors.File("{" + Entry("w", 1L << 29, 0, 1L << 31) + "}", new byte[8]);
        Assert.Equal(
            $"models/net: tensor 'w': expected at most {Array.MaxLength} bytes for one tensor; found 2147483648.",
            Refused(new DribblingStream(file, 5)));
    }

    [Fact]
    public void Names_from_a_file_are_cut_and_made_visible_in_messages()
    {
        string name = "\u001b[31m\u202e" + new string('x', 100);
        byte[] file = PlainSafeTensors.File(Encoding.UTF8.GetBytes("{" + System.Text.Json.JsonSerializer.Serialize(name) + ":1}"), []);
        Assert.Equal(
            $"models/net: tensor '\\u001b[31m\\u202e{new string('x', 74)}...': expected an object; found the number 1.",
            Refused(new MemoryStream(file)));
    }

    [Fact]
    public void Errors_of_the_stream_itself_are_not_taken_for_damage()
    {
        var stream = new MemoryStream(PlainSafeTensors.File(Whole, new byte[8]));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SafeTensorsFile.Read(stream, "net"));
    }

    private static string Refused(Stream stream) =>
        Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(stream, "models/net")).Message;

    private static string Tensor(string shape, string offsets) =>
        "{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";

    private static string Entry(string name, long elements, long begin, long end) =>
        PlainSafeTensors.Entry(name, "F32", [elements], begin, end);

    private static string Ones(int count) => string.Join(',', Enumerable.Repeat('1', count));
}
