using NetGen.Data;

namespace NetGen.Tests.Training;

public class ByteFeaturesTests
{
    private static readonly byte[] _bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 37))];

    [Theory]
    [InlineData(1f / 255)]
    [InlineData(1f / 16)]
    [InlineData(-3.3f)]
    [InlineData(1e-44f)]
    [InlineData(0f)]
    public void Floats_are_the_same_bits_as_one_by_one(float scale)
    {
        for (int length = 0; length <= _bytes.Length; length++)
        {
            // A guard after the destination shows writes past its end.
            float[] expected = [.. _bytes.Take(length).Select(value => value * scale)];
            var actual = new float[length + 1];
            actual[length] = -1;
            ByteFeatures.Convert(_bytes.AsSpan(0, length), scale, actual.AsSpan(0, length));
            Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Take(length).Select(BitConverter.SingleToUInt32Bits));
            Assert.Equal(-1, actual[length]);
        }
    }

    [Theory]
    [InlineData(1.0 / 255)]
    [InlineData(-3.3)]
    [InlineData(5e-324)]
    public void Doubles_are_the_same_bits_as_one_by_one(double scale)
    {
        for (int length = 0; length <= _bytes.Length; length++)
        {
            double[] expected = [.. _bytes.Take(length).Select(value => value * scale)];
            var actual = new double[length + 1];
            actual[length] = -1;
            ByteFeatures.Convert(_bytes.AsSpan(0, length), scale, actual.AsSpan(0, length));
            Assert.Equal(expected.Select(BitConverter.DoubleToUInt64Bits), actual.Take(length).Select(BitConverter.DoubleToUInt64Bits));
            Assert.Equal(-1, actual[length]);
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_where_the_destination_lies()
    {
        float[] floats = [.. _bytes.Select(value => value * 0.3f)];
        double[] doubles = [.. _bytes.Select(value => value * 0.3)];
        foreach (int length in (int[])[16, 17, 31, 32, 33, 64, 100])
        {
            for (int start = 0; start < 20; start++)
            {
                // Guards before and after the destination show writes past its ends.
                var singles = new float[start + length + 1];
                ByteFeatures.Convert(_bytes.AsSpan(start, length), 0.3f, singles.AsSpan(start, length));
                Assert.Equal([.. new float[start], .. floats.AsSpan(start, length), 0], singles);
                var actual = new double[start + length + 1];
                ByteFeatures.Convert(_bytes.AsSpan(start, length), 0.3, actual.AsSpan(start, length));
                Assert.Equal([.. new double[start], .. doubles.AsSpan(start, length), 0], actual);
            }
        }
    }

    [Fact]
    public void Other_lengths_are_refused() =>
        Assert.Throws<ArgumentException>("destination", () => ByteFeatures.Convert(_bytes, 1f, new float[299]));
}
