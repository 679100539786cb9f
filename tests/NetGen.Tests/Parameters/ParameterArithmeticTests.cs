using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tests.Parameters;

/// <summary>Comparing, norms and sums of whole buffers.</summary>
public class ParameterArithmeticTests
{
    private static readonly NetworkTopology Single = new([5, 70, 3, 9], new Activation[3]);
    private static readonly NetworkTopology Double = new([5, 70, 3, 9], new Activation[3], numericType: NumericType.Double);

    [Fact]
    public void Buffers_are_compared_by_the_bits_of_their_values()
    {
        ParameterBuffer<float> left = Drawn<float>(Single, 1);
        ParameterBuffer<float> right = Drawn<float>(Single, 1);
        Assert.True(left.BitwiseEquals(left));
        Assert.True(left.BitwiseEquals(right));
        Assert.False(left.BitwiseEquals(Drawn<float>(Single, 2)));

        left.CopyFrom("layers.1.bias", [0, float.NaN, 1]);
        right.CopyFrom("layers.1.bias", [-0.0f, float.NaN, 1]);
        Assert.False(left.BitwiseEquals(right));
        right.CopyFrom("layers.1.bias", [0, BitConverter.UInt32BitsToSingle(0x7FC00001), 1]);
        Assert.False(left.BitwiseEquals(right));
        right.CopyFrom("layers.1.bias", [0, float.NaN, 1]);
        Assert.True(left.BitwiseEquals(right));
    }

    [Fact]
    public void Buffers_of_other_sizes_are_not_equal()
    {
        Assert.False(new ParameterBuffer<float>(Single).BitwiseEquals(new(new([5, 70, 3], new Activation[2]))));
        Assert.False(new ParameterBuffer<float>(new([2, 6], new Activation[1])).BitwiseEquals(new(new([6, 2], new Activation[1]))));
        NetworkTopology sameSizes = new([5, 70, 3, 9], [Activation.Tanh, Activation.ReLU, Activation.GELU]);
        Assert.True(new ParameterBuffer<float>(Single).BitwiseEquals(new(sameSizes)));
        Assert.Throws<ArgumentNullException>("other", () => new ParameterBuffer<float>(Single).BitwiseEquals(null!));
    }

    [Fact]
    public void Norms_of_a_few_values_are_exact()
    {
        var buffer = new ParameterBuffer<float>(new NetworkTopology([2, 2], [Activation.Identity]));
        Assert.Equal(0, buffer.Norm());
        buffer.CopyFrom([1, -2, 4, 2, 3, 4]);
        Assert.Equal(5, buffer.Norm("layers.0.weight"));
        Assert.Equal(5, buffer.Norm("layers.0.bias"));
        Assert.Equal(MathF.Sqrt(50), buffer.Norm());
        buffer.CopyFrom([1, -2, 4, float.NaN, 3, 4]);
        Assert.Equal(float.NaN, buffer.Norm());
        Assert.Equal(float.NaN, buffer.Norm("layers.0.weight"));
        Assert.Equal(5, buffer.Norm("layers.0.bias"));
    }

    /// <summary>A sum of n squares in lanes and a tree is off by less than n roundings, the root by half of that; most cancel.</summary>
    [Fact]
    public void Norms_are_those_of_a_plain_loop()
    {
        Check(Drawn<float>(Single, 3), 1e-6);
        Check(Drawn<double>(Double, 3), 2e-15);

        static void Check<T>(ParameterBuffer<T> buffer, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double all = 0;
            foreach (ParameterBlock block in buffer.Topology.ParameterBlocks)
            {
                var values = new T[block.Count];
                buffer.CopyTo(block.Name, values);
                double squares = values.Sum(value => double.CreateChecked(value) * double.CreateChecked(value));
                Assert.Equal(1, double.CreateChecked(buffer.Norm(block.Name)) / Math.Sqrt(squares), tolerance);
                all += squares;
            }

            Assert.Equal(1, double.CreateChecked(buffer.Norm()) / Math.Sqrt(all), tolerance);
        }
    }

    [Fact]
    public void AddScaled_rounds_each_value_once()
    {
        Check(Drawn<float>(Single, 4), Drawn<float>(Single, 5), 0.3f);
        Check(Drawn<double>(Double, 4), Drawn<double>(Double, 5), -1e-3);

        static void Check<T>(ParameterBuffer<T> sum, ParameterBuffer<T> source, T factor)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] before = All(sum);
            T[] added = All(source);
            sum.AddScaled(source, factor);
            EqualityAssert.SameBits<T>([.. before.Select((value, i) => T.FusedMultiplyAdd(factor, added[i], value))], All(sum), "sum");
            EqualityAssert.SameBits<T>(added, All(source), "what was added");
        }
    }

    /// <summary>0 times infinity is NaN: padding is only safe because a factor that is not finite is refused.</summary>
    [Fact]
    public void AddScaled_refuses_what_would_spoil_the_padding()
    {
        ParameterBuffer<float> sum = Drawn<float>(Single, 6);
        ParameterBuffer<float> source = Drawn<float>(Single, 7);
        byte[] before = MemoryMarshal.AsBytes(sum.Packed).ToArray();
        foreach (float factor in new[] { 1f / 0f, float.NegativeInfinity, float.NaN })
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>("factor", () => sum.AddScaled(source, factor));
            Assert.Equal(factor, exception.ActualValue);
        }

        Assert.Throws<ArgumentNullException>("source", () => sum.AddScaled(null!, 1));
        Assert.Throws<ArgumentException>("source", () => sum.AddScaled(new ParameterBuffer<float>(new([5, 70], new Activation[1])), 1));
        Assert.Equal(before, MemoryMarshal.AsBytes(sum.Packed).ToArray());
    }

    [Fact]
    public void Padding_stays_zero_whatever_values_are_set_and_added()
    {
        var sum = new ParameterBuffer<float>(Single);
        var source = new ParameterBuffer<float>(Single);
        int values = (int)Single.ParameterCount;
        Assert.True(sum.Packed.Length > values);
        foreach (float value in new[] { 1, float.MaxValue, float.PositiveInfinity, float.NaN, -1 })
        {
            source.CopyFrom([.. Enumerable.Repeat(value, values)]);
            foreach (float factor in new[] { 1, float.MaxValue, -float.Epsilon })
            {
                sum.AddScaled(source, factor);
            }

            // The values may be anything; what is left once they are zero is the padding.
            sum.CopyFrom(new float[values]);
            Assert.Equal(-1, MemoryMarshal.AsBytes(sum.Packed).IndexOfAnyExcept((byte)0));
        }
    }

    [Fact]
    public void A_copy_takes_all_values_and_no_other_sizes()
    {
        ParameterBuffer<float> source = Drawn<float>(Single, 8);
        var copy = new ParameterBuffer<float>(Single);
        copy.CopyFrom(source);
        Assert.True(copy.BitwiseEquals(source));
        copy.Clear();
        Assert.Equal(0, copy.Norm());
        Assert.False(copy.BitwiseEquals(source));
        Assert.Throws<ArgumentException>("source", () => copy.CopyFrom(new ParameterBuffer<float>(new([5, 70], new Activation[1]))));
        Assert.Throws<ArgumentNullException>("source", () => copy.CopyFrom((ParameterBuffer<float>)null!));
    }

    private static T[] All<T>(ParameterBuffer<T> buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[buffer.Topology.ParameterCount];
        buffer.CopyTo(values);
        return values;
    }

    private static ParameterBuffer<T> Drawn<T>(NetworkTopology topology, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var buffer = new ParameterBuffer<T>(topology);
        buffer.CopyFrom([.. Enumerable.Range(0, (int)topology.ParameterCount).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))]);
        return buffer;
    }
}
