using System.Numerics;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_bit_for_bit()
    {
        float[] values = [1f, -0f, float.PositiveInfinity, float.Epsilon, float.MaxValue, BitConverter.UInt32BitsToSingle(0xFFC12345)];
        string path = _folder.PathOf("floats.npy");
        NpyFile.Write(path, values, 3, 2);
        NpyFile file = NpyFile.Read(path);
        Assert.Equal([3, 2], file.Shape);
        Assert.Equal(ElementType.Float32, file.ElementType);
        Assert.Equal(path, file.Name);
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), file.ToArray<float>().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(values.Select(value => (double)value), file.ToArray<double>());

        double[] doubles = [.. Enumerable.Range(0, 20_001).Select(i => Math.Sqrt(i))];
        var stream = new MemoryStream();
        NpyFile.Write<double>(stream, doubles);
        byte[] compressed = TemporaryFolder.Compress(stream.ToArray());
        file = NpyFile.Read(new OneWayStream(compressed), "stream");
        Assert.Equal([20_001], file.Shape);
        Assert.Equal(doubles, file.ToArray<double>());
        Assert.Equal(doubles.Select(value => (float)value), file.ToArray<float>());
    }

    [Fact]
    public void Headers_are_those_of_the_format()
    {
        // Magic string, version 1.0, 118 bytes of header, padded with spaces so that data begin at a multiple of 64.
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"u8,
            .. Enumerable.Repeat((byte)' ', 60), (byte)'\n',
            0, 0, 0x80, 0x3F, 0, 0, 0, 0x40,
        ];
        Assert.Equal(expected, NpyBytes.Of([2], 1, 2));
    }

    [Fact]
    public void Shapes_other_than_the_values_are_refused()
    {
        Assert.Equal(
            "Expected at most 64 dimensions that multiply to 3, the number of values; found 2 x 2. (Parameter 'shape')",
            Assert.Throws<ArgumentException>("shape", () => NpyFile.Write(_folder.PathOf("x"), new float[3], 2, 2)).Message);
        Assert.Throws<ArgumentException>("shape", () => NpyFile.Write(_folder.PathOf("x"), new float[2], -1, -2));
        Assert.Throws<ArgumentException>("shape", () => NpyFile.Write<float>(new MemoryStream(), [], 1 << 16, 1 << 16));
        Assert.Throws<ArgumentException>("shape", () => NpyFile.Write(_folder.PathOf("x"), new float[1], [.. Enumerable.Repeat(1, 65)]));
        Assert.Throws<ArgumentNullException>("values", () => NpyFile.Write<float>(_folder.PathOf("x"), null!));
        Assert.Throws<ArgumentNullException>("stream", () => NpyFile.Write<float>((Stream)null!, []));
        Assert.Throws<ArgumentException>("path", () => NpyFile.Write("", new float[1]));
        Assert.Throws<NotSupportedException>(() => NpyFile.Write(_folder.PathOf("x"), new Half[1]));
        Assert.False(File.Exists(_folder.PathOf("x")));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }          \n")]
    [InlineData("{\"shape\":(2,1),\"fortran_order\":True,\"descr\":\"<f4\"}")]
    [InlineData(" {\t'fortran_order' :False\n,\r'descr':'<f4' , 'shape' : ( 2L , 1L, ) , } ")]
    public void Dictionaries_are_read_as_python_does(string dictionary)
    {
        foreach (byte version in new byte[] { 1, 2, 3 })
        {
            byte[] content = NpyBytes.WithVersion(version, dictionary, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40);
            NpyFile file = NpyFile.Read(new MemoryStream(content), "file");
            Assert.Equal([2, 1], file.Shape);
            Assert.Equal([1f, 2f], file.ToArray<float>());
        }
    }

    [Theory]
    [InlineData("", "byte 10: expected '{' in the header; found its end")]
    [InlineData("[]", "byte 10: expected '{' in the header; found '['")]
    [InlineData("{}", "byte 12: expected the key 'descr' in the header; it is missing")]
    [InlineData("{'descr': '<f4'}", "byte 26: expected the key 'fortran_order' in the header; it is missing")]
    [InlineData("{'descr': '<f4', 'fortran_order': True}", "byte 49: expected the key 'shape' in the header; it is missing")]
    [InlineData("{descr", "byte 11: expected a key in quotation marks in the header; found 'd'")]
    [InlineData("{'descr': '<f4", "byte 20: expected a text in quotation marks; found no end of it")]
    [InlineData("{'descr' '<f4'", "byte 19: expected ':' in the header; found '''")]
    [InlineData("{'descr': 4", "byte 20: expected an element type in quotation marks in the header; found '4'")]
    [InlineData("{'descr': '<f4' 'shape'", "byte 26: expected '}' in the header; found '''")]
    [InlineData("{'fortran_order': false", "byte 28: expected True or False in the header; found 'f'")]
    [InlineData(
        "{'descr': '<f4', 'descr': '<f4'",
        "byte 27: expected the keys 'descr', 'fortran_order' and 'shape', each once; found 'descr'")]
    [InlineData("{'size': 1", "byte 11: expected the keys 'descr', 'fortran_order' and 'shape', each once; found 'size'")]
    [InlineData("{'shape': 3", "byte 20: expected '(' in the header; found '3'")]
    [InlineData("{'shape': (3)}", "byte 20: expected a tuple, such as (3,); found (3)")]
    [InlineData("{'shape': (3 4)}", "byte 23: expected ',' or ')' in the header; found '4'")]
    [InlineData("{'shape': (,)}", "byte 21: expected the length of a dimension, a whole number from 0 on, in the header; found ','")]
    [InlineData("{'shape': (-1,)}", "byte 21: expected the length of a dimension, a whole number from 0 on, in the header; found '-'")]
    [InlineData("{'shape': (1.5,)}", "byte 22: expected ',' or ')' in the header; found '.'")]
    [InlineData("{'shape': (2147483648,)}", "byte 21: expected a dimension of at most 2147483591; found 2147483648")]
    [InlineData(
        "{'shape': (18446744073709551617,)}",
        "byte 21: expected a dimension of at most 2147483591; found 18446744073709551617")]
    [InlineData(
        "{'shape': (65536, 65536, 65536, 65536)}",
        "byte 20: expected at most 2147483591 elements; found the dimensions 65536 x 65536 x 65536 x 65536")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x",
        "byte 64: expected nothing but spaces after the dictionary in the header; found 'x'")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
        "byte 65: expected 1 element, as the dimensions none say; the file ends after 0")]
    [InlineData(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 2), }",
        "byte 78: expected 2000000000 elements, as the dimensions 1000000000 x 2 say; the file ends after 0")]
    public void Damaged_headers_are_refused_with_their_offset(string dictionary, string message) =>
        AssertRefused(NpyBytes.WithHeader(dictionary), message);

    [Fact]
    public void More_dimensions_than_numpy_has_are_refused()
    {
        string ones = string.Concat(Enumerable.Repeat("1,", 64));
        Assert.Equal(64, Read(NpyBytes.Of("|u1", $"({ones})", 7)).Shape.Count);
        AssertRefused(NpyBytes.Of("|u1", $"({ones}1)", 7), "byte 60: expected at most 64 dimensions; found 65");
    }

    [Theory]
    [InlineData("<f16")]
    [InlineData("=f4")]
    [InlineData("f4")]
    [InlineData("|f4")]
    [InlineData("<f")]
    [InlineData("<f44")]
    [InlineData("<")]
    [InlineData("")]
    [InlineData("float32")]
    public void Unknown_types_are_refused(string type) => AssertRefused(
        NpyBytes.Of(type, "(1,)", new byte[8]),
        "byte 20: expected elements of bool, integers or floats of up to 64 bits, such as '<f4'; "
        + $"found '{type}'. Save numbers: array.astype('float32')");

    [Fact]
    public void Content_of_another_kind_or_length_is_refused()
    {
        byte[] whole = NpyBytes.Of("<i2", "(2, 2)", 1, 0, 2, 0, 3, 0, 4, 0);
        AssertRefused([], "byte 0: expected a .npy file, which starts with '\\x93NUMPY'; found ''");
        AssertRefused([0x1B, .. "[31mred"u8], "byte 0: expected a .npy file, which starts with '\\x93NUMPY'; found '\\u001b[31mr'");
        AssertRefused(whole[..6], "byte 6: expected a version of 2 bytes; the file ends here");
        AssertRefused([.. whole[..6], 4, 0], "byte 6: expected version 1.0, 2.0 or 3.0 of the format; found 4.0");
        AssertRefused([.. whole[..6], 1, 1], "byte 6: expected version 1.0, 2.0 or 3.0 of the format; found 1.1");
        AssertRefused(whole[..9], "byte 9: expected the header's length of 2 bytes; the file ends here");
        AssertRefused([.. whole[..6], 2, 0, 1, 0, 0], "byte 11: expected the header's length of 4 bytes; the file ends here");
        AssertRefused([.. whole[..6], 2, 0, 255, 255, 255, 255], "byte 8: expected a header of at most 1048576 bytes; found 4294967295");
        AssertRefused(whole[..50], "byte 50: expected a header of 118 bytes; the file ends here");
        AssertRefused(
            whole[..^1], $"byte {whole.Length - 1}: expected 4 elements, as the dimensions 2 x 2 say; the file ends after 3");
        AssertRefused([.. whole, 0], $"byte {whole.Length}: expected the end of the file after 4 elements (2 x 2); found more");
        byte[] truths = NpyBytes.Of("|b1", "(3,)", 0, 1, 2);
        AssertRefused(truths, $"byte {truths.Length - 1}: expected a bool, 0 or 1; found 2");
    }

    [Fact]
    public void Bytes_stay_bytes_and_are_scaled()
    {
        NpyFile labels = Read(NpyBytes.Of("<i8", "(2,)", [3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]));
        NpyFile features = Read(NpyBytes.Of("|u1", "(2, 1, 2)", 255, 51, 0, 102));
        AssertInputs(NpyFile.ToDataSet<float>(features, labels), [1, 51 * (1f / 255)], [0, 102 * (1f / 255)]);
        AssertInputs(NpyFile.ToDataSet<double>(features, labels, featureScale: 1.0), [255, 51], [0, 102]);
        AssertInputs(NpyFile.ToDataSet<float>(Read(NpyBytes.Of("|b1", "(2, 2)", 1, 0, 0, 1)), labels), [1, 0], [0, 1]);
        AssertInputs(NpyFile.ToDataSet<double>(Read(NpyBytes.Of("|i1", "(2, 2)", 255, 0, 0x80, 127)), labels), [-1, 0], [-128, 127]);
        NpyFile integers = Read(NpyBytes.Of(">i2", "(2, 1)", 1, 0, 255, 255));
        AssertInputs(NpyFile.ToDataSet<float>(integers, labels, featureScale: 0.5f), [128], [-0.5f]);
        byte[] fortran = NpyBytes.WithHeader("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}", 1, 2, 3, 4, 5, 6);
        AssertInputs(NpyFile.ToDataSet<float>(Read(fortran), labels, featureScale: 1f), [1, 3, 5], [2, 4, 6]);
    }

    [Theory]
    [InlineData("|b1", new byte[] { 1, 0, 1 }, new[] { 1, 0, 1 })]
    [InlineData("|u1", new byte[] { 200, 0, 1 }, new[] { 200, 0, 1 })]
    [InlineData("|i1", new byte[] { 127, 0, 1 }, new[] { 127, 0, 1 })]
    [InlineData(">u2", new byte[] { 1, 1, 0, 0, 0, 1 }, new[] { 257, 0, 1 })]
    [InlineData("<i4", new byte[] { 1, 1, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0 }, new[] { 65793, 2, 0 })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { 1, 0, 2 })]
    [InlineData("<f2", new byte[] { 0, 0x3C, 0, 0, 0, 0x40 }, new[] { 1, 0, 2 })]
    public void Labels_are_whole_numbers_of_any_type(string type, byte[] data, int[] expected)
    {
        NpyFile labels = Read(NpyBytes.Of(type, "(3,)", data));
        Assert.Equal(expected, labels.ToLabels());
        Assert.Equal(expected, labels.ToLabels(expected.Max() + 1));
        Assert.Throws<InvalidDataException>(() => labels.ToLabels(expected.Max()));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => labels.ToLabels(0));
        DataSet<float> set = NpyFile.ToDataSet<float>(Read(NpyBytes.Of([3, 1], 1, 2, 3)), labels, expected.Max() + 1);
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(set.GetLabel));
        Assert.Equal(expected.Max() + 1, set.TargetSize);
    }

    [Theory]
    [InlineData("<f4", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x3F }, 4, "0.5")]
    [InlineData("<f4", new byte[] { 0, 0, 0, 0, 0, 0, 0xC0, 0x7F }, 4, "NaN")]
    [InlineData(">f4", new byte[] { 0x7F, 0x80, 0, 0, 0, 0, 0, 0 }, 0, "Infinity")]
    [InlineData("|i1", new byte[] { 0, 255 }, 1, "-1")]
    [InlineData("|u1", new byte[] { 0, 10 }, 1, "10")]
    [InlineData("<u8", new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0 }, 0, "18446744073709551615")]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, 8, "4294967296")]
    public void Other_labels_are_refused_with_their_offset(string type, byte[] data, int offset, string found)
    {
        byte[] content = NpyBytes.Of(type, "(2,)", data);
        NpyFile features = Read(NpyBytes.Of([2, 1], 1, 2));
        Assert.Equal(
            $"file, byte {content.Length - data.Length + offset}: expected a label from 0 to 9; found {found}.",
            Assert.Throws<InvalidDataException>(() => NpyFile.ToDataSet<float>(features, Read(content), 10)).Message);
    }

    [Fact]
    public void Labels_that_do_not_count_from_0_are_names_of_classes()
    {
        NpyFile features = Read(NpyBytes.Of([3, 1], 1, 2, 3));
        DataSet<float> data = NpyFile.ToDataSet<float>(features, Read(NpyBytes.Of("|i1", "(3,)", 1, 255, 1)));
        Assert.Equal(["-1", "1"], data.ClassNames!);
        Assert.Equal([1, 0, 1], data.Labels());
        NpyFile fromOne = Read(NpyBytes.Of("|u1", "(3,)", 3, 1, 2));
        data = NpyFile.ToDataSet<float>(features, fromOne);
        Assert.Equal(["1", "2", "3"], data.ClassNames!);
        Assert.Equal([2, 0, 1], data.Labels());
        data = NpyFile.ToDataSet<float>(features, Read(NpyBytes.Of("|u1", "(3,)", 2, 2, 2)), classNames: data.ClassNames);
        Assert.Equal([1, 1, 1], data.Labels());
        Assert.Equal(3, data.TargetSize);
        Assert.Equal(
            "file, byte 128: expected one of the labels '1', '2'; found 3.",
            Assert.Throws<InvalidDataException>(() => NpyFile.ToDataSet<float>(features, fromOne, classNames: ["1", "2"])).Message);
        Assert.Throws<ArgumentException>(
            "classNames", () => NpyFile.ToDataSet<float>(features, fromOne, classCount: 4, classNames: ["1", "2", "3"]));
    }

    [Fact]
    public void Features_alone_have_the_scale_of_those_with_labels()
    {
        NpyFile bytes = Read(NpyBytes.Of("|u1", "(2, 1)", 255, 51));
        AssertInputs(NpyFile.ToInputs<float>(bytes), [1], [51 * (1f / 255)]);
        AssertInputs(NpyFile.ToInputs<float>(bytes, featureScale: 2f), [510], [102]);
        AssertInputs(NpyFile.ToInputs<float>(Read(NpyBytes.Of([2, 1], 1, 2))), [1], [2]);
        Assert.Equal(0, NpyFile.ToInputs<float>(bytes).TargetSize);
        Assert.Throws<ArgumentNullException>("features", () => NpyFile.ToInputs<float>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("featureScale", () => NpyFile.ToInputs<float>(bytes, 0f));
        Assert.Throws<InvalidDataException>(() => NpyFile.ToInputs<float>(Read(NpyBytes.Of("|u1", "(1,)", 0))));
    }

    [Fact]
    public void One_class_only_needs_consent()
    {
        NpyFile features = Read(NpyBytes.Of([2, 1], 1, 2));
        byte[] zeros = NpyBytes.Of("|u1", "(2,)", 4, 4);
        Assert.Equal(
            $"file, byte {zeros.Length - 2}: expected labels of at least two classes; all 2 are 4. "
            + "If they are right, say which classes there are by classCount or classNames.",
            Assert.Throws<InvalidDataException>(() => NpyFile.ToDataSet<float>(features, Read(zeros))).Message);
        Assert.Equal(4, NpyFile.ToDataSet<float>(features, Read(zeros), classCount: 5).GetLabel(1));
        NpyFile single = Read(NpyBytes.Of([1, 2], 1, 2));
        Assert.Equal(0, NpyFile.ToDataSet<float>(single, Read(NpyBytes.Of("|u1", "(1,)", 0)), 2).GetLabel(0));
    }

    [Fact]
    public void Targets_are_numbers_as_they_are()
    {
        string features = _folder.Write("features", NpyBytes.Of([2, 2], 1, 2, 3, 4));
        string vector = _folder.Write("vector", NpyBytes.Of("|u1", "(2,)", 7, 255));
        string matrix = _folder.Write("matrix", TemporaryFolder.Compress(NpyBytes.Of([2, 1, 2], 5, 6, 7, -8)));
        DataSet<float> one = NpyFile.ReadDataSetWithTargets<float>(features, vector);
        Assert.Equal((2, 2, 1, false), (one.Count, one.InputSize, one.TargetSize, one.HasLabels));
        float[] target = new float[1];
        one.CopyTarget(1, target);
        Assert.Equal([255], target);
        DataSet<float> two = NpyFile.ReadDataSetWithTargets<float>(features, matrix, 2f);
        target = new float[2];
        two.CopyTarget(1, target);
        Assert.Equal([7, -8], target);
        AssertInputs(two, [2, 4], [6, 8]);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused_where_a_data_set_is_made()
    {
        byte[] fortran = NpyBytes.WithHeader(
            "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", [.. new byte[8], 0, 0, 0xC0, 0x7F, 0, 0, 0, 0]);
        NpyFile labels = Read(NpyBytes.Of("|u1", "(2,)", 0, 1));
        NpyFile finite = Read(NpyBytes.Of([2, 2], 1, 2, 3, 4));

        // The second column comes after the first: feature 1 of sample 0 is the third number.
        string place = $"file, byte {fortran.Length - 8}: expected finite numbers of Single; ";
        const string Remedy = "If NaN stands for a missing value, say by missingValues what to do about it.";
        AssertMessage($"{place}feature 1 of sample 0 is NaN. {Remedy}", () => NpyFile.ToDataSet<float>(Read(fortran), labels));
        AssertMessage($"{place}feature 1 of sample 0 is NaN. {Remedy}", () => NpyFile.ToDataSetWithTargets<float>(Read(fortran), finite));
        AssertMessage($"{place}target 1 of sample 0 is NaN.", () => NpyFile.ToDataSetWithTargets<float>(finite, Read(fortran)));
        var stream = new MemoryStream();
        NpyFile.Write<double>(stream, [1, 1e300], 2, 1);
        NpyFile large = Read(stream.ToArray());
        AssertMessage(
            "file, byte 136: expected finite numbers of Single; feature 0 of sample 1 is Infinity.",
            () => NpyFile.ToDataSet<float>(large, labels));
        AssertInputs(NpyFile.ToDataSet<double>(large, labels), [1], [1e300]);

        static void AssertMessage(string message, Func<object> make) =>
            Assert.Equal(message, Assert.Throws<InvalidDataException>(make).Message);
    }

    [Fact]
    public void Arrays_that_do_not_go_together_are_refused()
    {
        NpyFile features = Read(NpyBytes.Of([2, 1], 1, 2));
        NpyFile labels = Read(NpyBytes.Of("|u1", "(2,)", 0, 1));
        NpyFile scalar = Read(NpyBytes.Of("|u1", "()", 0));
        NpyFile empty = Read(NpyBytes.Of("|u1", "(2, 0)"));
        AssertMessage("expected two or more dimensions of samples; found 1", () => NpyFile.ToDataSet<float>(labels, labels));
        AssertMessage("expected one dimension of labels; found 2", () => NpyFile.ToDataSet<float>(features, features));
        AssertMessage("expected one dimension of labels; found 0", () => NpyFile.ToDataSet<float>(features, scalar));
        AssertMessage(
            "expected 2 labels, one for each sample of file; found 1",
            () => NpyFile.ToDataSet<float>(features, Read(NpyBytes.Of("|u1", "(1,)", 0))));
        AssertMessage("expected samples with features; found the dimensions 2 x 0", () => NpyFile.ToDataSet<float>(empty, labels));
        AssertMessage("expected one or more dimensions of targets; found 0", () => NpyFile.ToDataSetWithTargets<float>(features, scalar));
        AssertMessage(
            "expected targets with elements; found the dimensions 2 x 0",
            () => NpyFile.ToDataSetWithTargets<float>(features, empty));
        AssertMessage(
            "expected 2 targets, one for each sample of file; found 3",
            () => NpyFile.ToDataSetWithTargets<float>(features, Read(NpyBytes.Of([3], 1, 2, 3))));
        Assert.Throws<ArgumentNullException>("features", () => NpyFile.ToDataSet<float>(null!, labels));
        Assert.Throws<ArgumentNullException>("labels", () => NpyFile.ToDataSet<float>(features, null!));
        Assert.Throws<ArgumentNullException>("targets", () => NpyFile.ToDataSetWithTargets<float>(features, null!));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => NpyFile.ToDataSet<float>(features, labels, 0));
        foreach (float scale in new[] { 0, float.Epsilon, float.NaN, float.MaxValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                "featureScale", () => NpyFile.ToDataSet<float>(features, labels, featureScale: scale));
            Assert.Throws<ArgumentOutOfRangeException>("featureScale", () => NpyFile.ToDataSetWithTargets<float>(features, labels, scale));
        }

        static void AssertMessage(string message, Func<object> make) =>
            Assert.Matches($"^file, byte [0-9]+: {message}\\.$", Assert.Throws<InvalidDataException>(make).Message);
    }

    private static void AssertInputs<T>(DataSet<T> data, params T[][] expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, data.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            var input = new T[data.InputSize];
            data.CopyInput(i, input);
            Assert.Equal(expected[i], input);
        }
    }

    private static NpyFile Read(byte[] content) => NpyFile.Read(new MemoryStream(content), "file");

    private static void AssertRefused(byte[] content, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<InvalidDataException>(() => Read(content));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal($"file, {message}.", exception.Message);
    }
}
