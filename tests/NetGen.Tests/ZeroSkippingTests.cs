using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Layout;
using NetGen.Machine;

namespace NetGen.Tests;

/// <summary>Layers that leave out zero inputs of one sample or of many give the bits of all inputs.</summary>
public sealed class ZeroSkippingTests
{
    // Numbers that make up no tiles, and more than go through the layers in one block. In a child process, where the reference may be
    // slow, only the widths differ.
    private static readonly int[] Counts = InstructionSets.IsChild ? [1, 3, 10, 33] : [1, 2, 3, 7, 10, 33, 64, 130];

    [Fact]
    public void A_float_network_gives_the_bits_of_the_reference() => SameBits<SparseNet, float>();

    [Fact]
    public void A_double_network_gives_the_bits_of_the_reference() => SameBits<SparseDoubleNet, double>();

    [Fact]
    public void Hidden_layers_after_rectified_units_give_the_bits_of_the_reference() => SameBits<RectifiedNet, float>();

    [Fact]
    public void A_single_layer_gives_the_bits_of_the_reference() => SameBits<SparseSoftmaxNet, float>();

    [Fact]
    public void A_layer_narrower_than_a_panel_gives_the_bits_of_the_reference() => SameBits<NarrowSparseNet, float>();

    [Fact]
    public void The_book_s_network_gives_the_bits_of_the_reference() => SameBits<DigitNet, float>();

    /// <summary>Else the tests above would compare the way of all inputs with itself.</summary>
    [Fact]
    public void Few_inputs_are_summed_alone_and_many_are_not()
    {
        Assert.All(new[] { 0, 0.01, 0.05, 0.2, 0.3 }, density => Assert.True(Sums(784, 30, density), $"{density}"));
        Assert.Equal(NonZeroInputs.VectorBits(128) == 512, Sums(784, 30, 0.5));
        Assert.All(new[] { 0.75, 1 }, density => Assert.False(Sums(784, 30, density), $"{density}"));

        // As dense samples are: their first inputs tell, whatever follows.
        float[] x = new float[784];
        x.AsSpan(0, MachineModel.SkippingHead).Fill(1);
        Assert.False(Sums(x, 30));
        x.AsSpan(0, MachineModel.SkippingHead).Clear();
        x.AsSpan(MachineModel.SkippingHead).Fill(1);
        Assert.False(Sums(x, 30));

        // Zeros at the start, and few in the rest of the first segment.
        x.AsSpan(196).Clear();
        Assert.False(Sums(x, 30));

        // A first segment of zeros, and few in the others.
        x.AsSpan(0, 196).Clear();
        x.AsSpan(196).Fill(1);
        Assert.False(Sums(x, 30));
    }

    /// <summary>Of four sums that each round to −0.</summary>
    [Fact]
    public void A_sum_is_never_negative_zero()
    {
        float[] x = new float[80];
        foreach (int input in new[] { 3, 23, 43, 63 })
        {
            x[input] = float.Epsilon;
        }

        foreach ((int units, int lanes) in new[] { (5, 8), (64, 64) })
        {
            float[] z = new float[lanes];
            float[] biases = [.. Enumerable.Repeat(-0f, lanes)];
            float[] weights = [.. Enumerable.Repeat(-0.1f, lanes * x.Length)];
            Assert.True(DenseLayer.TrySumNonZero<float>(biases, weights, x, z, units));
            Assert.All(z, value => Assert.Equal(0, BitConverter.SingleToInt32Bits(value)));
        }
    }

    /// <summary>The list of them is as long as it may get.</summary>
    [Fact]
    public void As_many_inputs_as_may_be_listed_are_summed()
    {
        float[] x = [.. Enumerable.Range(0, MachineModel.MaxSkippedInputs).Select(input => input % 8 >= 5 ? 1f : 0)];
        float[] z = new float[8];
        float[] weights = [.. Enumerable.Repeat(1f, 8 * x.Length)];
        Assert.True(DenseLayer.TrySumNonZero<float>(new float[8], weights, x, z, 5));
        Assert.All(z, value => Assert.Equal(x.Length * 3 / 8, value));
        Assert.True(MachineModel.MaxSkippedInputs <= ushort.MaxValue + 1);
    }

    [Theory]
    [InlineData(784, 30, true)]
    [InlineData(64, 128, true)]
    [InlineData(63, 512, false)]
    [InlineData(64, 32, false)]
    [InlineData(8192, 16, true)]
    [InlineData(8193, 16, false)]
    [InlineData(8192, 4, false)]
    public void Large_layers_in_output_lane_form_look_for_zeros(int inputs, int outputs, bool expected) =>
        Assert.Equal(expected, MachineModel.SkipsZeros(DenseLayout.Create(inputs, outputs, NumericType.Single, 0)));

    private static bool Sums(int inputs, int units, double density)
    {
        var random = new Random(4);
        return Sums([.. Enumerable.Range(0, inputs).Select(i => random.NextDouble() < density ? 1f : 0)], units);
    }

    private static bool Sums(float[] x, int units)
    {
        int lanes = LayoutRules.PaddedOutputs(units, LayerLayout.LaneCountOf(NumericType.Single));
        return DenseLayer.TrySumNonZero<float>(new float[lanes], new float[lanes * x.Length], x, new float[lanes], units);
    }

    private static void SameBits<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(5);
        ITrainableNetwork<T>[] networks = SparseSamples.NetworksOf<TNetwork, T>(SparseSamples.Kernels);
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(networks[0]);
        int turn = 0;
        foreach (double density in SparseSamples.Densities)
        {
            CompareBatches(reference, networks, density, turn++, random);
            foreach (bool inRuns in new[] { false, true })
            {
                string what = $"{density} in runs {inRuns}";
                for (int i = 0; i < 3; i++)
                {
                    T[] x = SparseSamples.Draw<T>(reference.Topology.InputSize, density, inRuns, random);
                    Compare(reference, networks, x, what);
                    foreach (T special in new[] { T.NaN, T.PositiveInfinity, T.NegativeInfinity })
                    {
                        ref T value = ref x[random.Next(x.Length)];
                        T before = value;
                        value = special;
                        Compare(reference, networks, x, $"{density} with {special}");
                        value = before;
                    }
                }
            }
        }

        CompareMixedBatches(reference, networks, random);
    }

    // Of each density half of the numbers of samples are in runs, and half have other numbers among them: with the next they change.
    private static void CompareBatches<T>(
        ReferenceNetwork<T> reference, ITrainableNetwork<T>[] networks, double density, int turn, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int count in Counts)
        {
            bool inRuns = turn % 2 == 0;
            bool hasSpecials = turn / 2 % 2 == 0;
            turn++;
            T[] inputs = SparseSamples.Draw<T>(count * reference.Topology.InputSize, density, inRuns, random);
            for (int i = 0; hasSpecials && i < 1 + (count / 10); i++)
            {
                SparseSamples.PutSpecial<T>(inputs, turn + i, random);
            }

            CompareBatch(reference, networks, inputs, $"{density} in runs {inRuns}, with special ones {hasSpecials}");
        }
    }

    // Samples with few inputs that are not zero before others, and the other way round.
    private static void CompareMixedBatches<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T>[] networks, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = reference.Topology.InputSize;
        (int First, double Before, double After)[] mixtures =
        [
            (1, 0.05, 1), (2, 0.05, 1), (33, 0.05, 0.75), (45, 0.2, 1), (64, 0.05, 1), (3, 1, 0.05), (32, 0.2, 0.6), (69, 0.75, 0),
        ];
        foreach ((int first, double before, double after) in mixtures)
        {
            T[] inputs =
            [
                .. SparseSamples.Draw<T>(first * size, before, inRuns: false, random),
                .. SparseSamples.Draw<T>((70 - first) * size, after, inRuns: false, random),
            ];
            CompareBatch(reference, networks, inputs, $"{first} of {before} before others of {after}");
        }
    }

    private static void CompareBatch<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T>[] networks, T[] inputs, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = inputs.Length / reference.Topology.InputSize;
        var expected = new T[count * reference.Topology.OutputSize];
        var actual = new T[expected.Length];
        reference.FeedForwardBatch(inputs, expected);
        foreach ((KernelSet kernels, ITrainableNetwork<T> network) in SparseSamples.Kernels.Zip(networks))
        {
            network.FeedForwardBatch(inputs, actual);
            EqualityAssert.SameBits<T>(expected, actual, $"{network.Topology}, {kernels}, {count} samples, {what}");
        }
    }

    private static void Compare<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T>[] networks, T[] x, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var expected = new T[reference.Topology.OutputSize];
        var actual = new T[expected.Length];
        reference.FeedForward(x, expected);
        foreach ((KernelSet kernels, ITrainableNetwork<T> network) in SparseSamples.Kernels.Zip(networks))
        {
            network.FeedForward(x, actual);
            EqualityAssert.SameBits<T>(expected, actual, $"{network.Topology}, {kernels}, {what}");
            Assert.Equal(reference.Classify(x), network.Classify(x));
        }
    }
}
