using System.Buffers.Binary;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

/// <summary>IDX files of all types of elements, which are big-endian.</summary>
public sealed class IdxElementTypeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<byte, ElementType, byte[], double[]> Types => new()
    {
        { 0x08, ElementType.UInt8, [0, 255], [0, 255] },
        { 0x09, ElementType.Int8, [0x80, 127], [-128, 127] },
        { 0x0B, ElementType.Int16, [0x80, 0, 1, 2], [short.MinValue, 258] },
        { 0x0C, ElementType.Int32, [0x80, 0, 0, 0, 1, 2, 3, 4], [int.MinValue, 0x01020304] },
        { 0x0D, ElementType.Float32, [0xBF, 0xC0, 0, 0, 0x7F, 0x80, 0, 0], [-1.5, double.PositiveInfinity] },
        { 0x0E, ElementType.Float64, [0x3F, 0xD5, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x80, 0, 0, 0, 0, 0, 0, 0], [1 / 3.0, -0.0] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Elements_are_read_as_numbers_and_as_bytes(byte code, ElementType type, byte[] data, double[] expected)
    {
        IdxFile file = Read("x", code, [1, 2], data);
        Assert.Equal(type, file.ElementType);
        Assert.Equal(data, file.Data.ToArray());
        Assert.Equal(
            expected.Select(BitConverter.DoubleToUInt64Bits), file.ToArray<double>().Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(
            expected.Select(value => BitConverter.SingleToUInt32Bits((float)value)),
            file.ToArray<float>().Select(BitConverter.SingleToUInt32Bits));
        Assert.Throws<NotSupportedException>(file.ToArray<Half>);
    }

    [Fact]
    public void Integers_that_a_float_cannot_hold_are_rounded_to_nearest_even()
    {
        IdxFile file = Read("x", 0x0C, [3], Integers((1 << 24) + 1, (1 << 24) + 3, int.MaxValue));
        Assert.Equal([16777216f, 16777220f, 2147483648f], file.ToArray<float>());
        Assert.Equal([16777217.0, 16777219.0, 2147483647.0], file.ToArray<double>());
    }

    [Theory]
    [InlineData(0x08, new byte[] { 0, 1 })]
    [InlineData(0x09, new byte[] { 0, 1 })]
    [InlineData(0x0B, new byte[] { 0, 0, 0, 1 })]
    [InlineData(0x0C, new byte[] { 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData(0x0D, new byte[] { 0x80, 0, 0, 0, 0x3F, 0x80, 0, 0 })]
    [InlineData(0x0E, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0 })]
    public void Labels_and_targets_may_be_of_any_type(byte code, byte[] data)
    {
        IdxFile features = Read("features", 0x0B, [2, 1], [0, 3, 0xFF, 0xFE]);
        IdxFile others = Read("others", code, [2], data);
        Assert.Equal([0, 1], others.ToLabels());
        Assert.Throws<InvalidDataException>(() => others.ToLabels(1));
        DataSet<float> labeled = IdxFile.ToDataSet<float>(features, others, classCount: 10);
        Assert.Equal((0, 1, 10), (labeled.GetLabel(0), labeled.GetLabel(1), labeled.TargetSize));
        DataSet<double> targeted = IdxFile.ToDataSetWithTargets<double>(features, others);
        double[] value = new double[1];
        targeted.CopyTarget(1, value);
        Assert.Equal([1], value);
        targeted.CopyInput(1, value);
        Assert.Equal([-2], value);
    }

    [Fact]
    public void Bytes_are_scaled_unless_told_otherwise_and_other_types_only_if_told()
    {
        IdxFile labels = Read("labels", 0x08, [2], [1, 0]);
        AssertFeatures(IdxFile.ToDataSet<float>(Read("x", 0x08, [2, 1], [255, 51]), labels), 1, 51 * (1f / 255));
        AssertFeatures(IdxFile.ToDataSet<float>(Read("x", 0x08, [2, 1], [255, 51]), labels, featureScale: 2f), 510, 102);
        AssertFeatures(IdxFile.ToDataSet<float>(Read("x", 0x0C, [2, 1], Integers(-5, 300)), labels), -5, 300);
        AssertFeatures(
            IdxFile.ToDataSet<float>(Read("x", 0x0C, [2, 1], Integers(-5, 300)), labels, featureScale: 0.1f), -5 * 0.1f, 300 * 0.1f);

        static void AssertFeatures(DataSet<float> data, params float[] expected)
        {
            float[] input = new float[1];
            for (int i = 0; i < expected.Length; i++)
            {
                data.CopyInput(i, input);
                Assert.Equal(expected[i], input[0]);
            }
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_and_labels_that_are_not_whole_are_refused_with_their_offset()
    {
        IdxFile features = Read("features", 0x0D, [2, 1], [0x3F, 0x80, 0, 0, 0x7F, 0xC0, 0, 0]);
        IdxFile labels = Read("labels", 0x08, [2], [1, 0]);
        IdxFile finite = Read("finite", 0x08, [2, 1], [1, 0]);
        Assert.Equal(
            "features, byte 16: expected finite numbers of Single; feature 0 of sample 1 is NaN. If NaN stands for a missing value, say by "
            + "missingValues what to do about it.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ToDataSet<float>(features, labels)).Message);
        DataSet<float> data = IdxFile.ToDataSet<float>(features, labels, missingValues: MissingValues.SkipRows);
        Assert.Equal([[1f]], data.Inputs());
        Assert.Equal(1, data.SkippedRows);
        Assert.True(IdxFile.ToInputs<float>(features, missingValues: MissingValues.FillWithMean).HasMissing);
        Assert.Equal(
            "features, byte 16: expected finite numbers of Double; target 0 of sample 1 is NaN.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ToDataSetWithTargets<double>(finite, features)).Message);
        IdxFile halves = Read("halves", 0x0D, [2], [0x3F, 0x80, 0, 0, 0x3F, 0, 0, 0]);
        Assert.Equal(
            "halves, byte 12: expected a label from 0 to 9; found 0.5.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ToDataSet<float>(finite, halves, classCount: 10)).Message);
    }

    [Fact]
    public void Labels_that_are_all_the_same_need_consent()
    {
        string features = _folder.Write("features", Idx(0x08, [3, 1], [1, 2, 3]));
        string labels = _folder.Write("labels", Idx(0x08, [3], [0, 0, 0]));
        Assert.Equal(
            $"{labels}, byte 8: expected labels of at least two classes; all 3 are 0. If they are right, say which classes there are by "
            + "classCount or classNames.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadDataSet<float>(features, labels)).Message);
        Assert.Equal(3, IdxFile.ReadDataSet<float>(features, labels, classCount: 2).Count);
        Assert.Equal(3, IdxFile.ReadDataSetWithTargets<float>(features, labels).Count);
    }

    private static IdxFile Read(string name, byte code, int[] dimensions, byte[] data) =>
        IdxFile.Read(new MemoryStream(Idx(code, dimensions, data)), name);

    private static byte[] Idx(byte code, int[] dimensions, byte[] data) =>
        [0, 0, code, (byte)dimensions.Length, .. Integers(dimensions), .. data];

    private static byte[] Integers(params int[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }
}
