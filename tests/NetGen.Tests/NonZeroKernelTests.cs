using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Machine;
using NetGen.Tests.Support;

namespace NetGen.Tests;

/// <summary>
/// The kernels that take only inputs that are not zero, called directly: whether they do where these are few, and the bits of all inputs.
/// </summary>
public sealed class NonZeroKernelTests
{
    // Lanes of one vector of 128 bits, and of all numbers of wider ones; inputs that make up no pairs, vectors and words.
    private static readonly (int Inputs, int Units)[] Sizes =
        [(64, 3), (65, 6), (131, 13), (67, 45), (270, 67), (129, 80), (35, 2), (2, 9), (1, 20), (150, 32)];

    private static readonly int[] BatchRows = [1, 2, 3, 7, 10, 33, 64, 130];

    private static readonly int[] BlockRows = [1, 2, 5, 6, 7, 10, 32, 33, 64, 65, 100, 128];

    [Fact]
    public void Sums_of_float_have_the_bits_of_all_inputs() => SameSums<float>();

    [Fact]
    public void Sums_of_double_have_the_bits_of_all_inputs() => SameSums<double>();

    [Fact]
    public void Gradients_of_float_have_the_bits_of_all_samples() => SameGradients<float>();

    [Fact]
    public void Gradients_of_double_have_the_bits_of_all_samples() => SameGradients<double>();

    [Fact]
    public void Spans_of_float_may_end_where_memory_ends() => AssertInBounds<float>();

    [Fact]
    public void Spans_of_double_may_end_where_memory_ends() => AssertInBounds<double>();

    /// <summary>32 samples are examined together.</summary>
    [Fact]
    public void Sums_end_at_the_first_samples_with_many_inputs()
    {
        var random = new Random(1);
        foreach ((int first, int expected) in new[] { (0, 0), (2, 0), (32, 32), (40, 32), (64, 64), (70, 64) })
        {
            float[] x =
            [
                .. SparseSamples.Draw<float>(first * 90, 0.1, inRuns: false, random),
                .. SparseSamples.Draw<float>((130 - first) * 90, 0.9, inRuns: false, random),
            ];
            var layer = new SparseLayer<float>(90, 45, x, random);
            var z = new float[layer.Rows * layer.LaneStride];
            Assert.Equal(expected, layer.SumNonZero(z));
            EqualityAssert.SameBits<float>(layer.SumAll(expected, new float[z.Length]), z, $"{first} sparse samples");
        }
    }

    /// <summary>In each sample half of these inputs.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(80)]
    public void Two_samples_are_summed_up_to_the_limit_of_their_inputs(int units)
    {
        nuint bytes = UnitBytes<float>(units);
        int most = (int)MachineModel.MaxNonZeroOfPair(64, bytes, NonZeroInputs.VectorBits(bytes));
        foreach (int count in new[] { most, most + 1 })
        {
            float[] x = new float[2 * 64];
            for (int i = 0; i < count; i++)
            {
                x[((i % 2) * 64) + 63 - i] = 1;
            }

            var layer = new SparseLayer<float>(64, units, x, new Random(1));
            Assert.Equal(count == most ? 2 : 0, layer.SumNonZero(new float[2 * layer.LaneStride]));
        }
    }

    /// <summary>The lists of two pairs are as long as they may get.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void As_many_inputs_as_may_be_listed_are_summed(int units)
    {
        int inputs = MachineModel.MaxSkippedInputs;
        float[] x = [.. Enumerable.Range(0, 8 * inputs).Select(i => i % 8 is 1 or 6 ? 1f : 0)];
        var layer = new SparseLayer<float>(inputs, units, x, new Random(1));
        var z = new float[8 * layer.LaneStride];
        Assert.Equal(8, layer.SumNonZero(z));
        EqualityAssert.SameBits<float>(layer.SumAll(8, new float[z.Length]), z, "sums");

        // Of the first pair all inputs after the first are listed, before the second one decides.
        x.AsSpan(32, inputs - 32).Fill(1);
        Assert.Equal(0, new SparseLayer<float>(inputs, units, x, new Random(1)).SumNonZero(z));
    }

    /// <summary>Of every fourth group of inputs, the samples are counted.</summary>
    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 9)]
    [InlineData(6, 9)]
    [InlineData(7, 9)]
    [InlineData(8, 9)]
    [InlineData(128, 9)]
    [InlineData(1, 30)]
    [InlineData(6, 30)]
    [InlineData(7, 30)]
    [InlineData(23, 30)]
    [InlineData(24, 30)]
    [InlineData(128, 30)]
    public void The_gradient_is_summed_up_to_the_limit_of_its_samples(int rows, int units)
    {
        const int Inputs = 66;
        nuint bytes = UnitBytes<float>(units);
        int bits = NonZeroInputs.VectorBits(bytes);
        int group = (int)MachineModel.SkippingGroup(bytes, bits);
        int groups = Inputs / group;
        int counted = (groups + 3) / 4;
        int most = (int)MachineModel.MaxNonZeroSamples((nuint)groups, (nuint)group, (nuint)rows) / 4;
        foreach (int count in new[] { most, most + 1 })
        {
            // From the last on, so that the first inputs of the first sample do not decide; of each group one input or two.
            float[] x = new float[rows * Inputs];
            for (int i = 0; i < count; i++)
            {
                int at = ((rows - 1 - (i / counted)) * Inputs) + (4 * group * (counted - 1 - (i % counted)));
                x[at + (i % group)] = 1;
                x[at] = i % 3 == 0 ? -1 : x[at];
            }

            var layer = new SparseLayer<float>(Inputs, units, x, new Random(1));
            bool isLarge = rows >= (int)MachineModel.MinSkippingRows(bytes, bits);
            Assert.Equal(
                count == most && isLarge, layer.TryAddNonZero(layer.Weights, 6, default(BlockUpdate<GradientSum<float>, float>), 0, 1));

            // Descent leaves weights alone whose inputs are zero in all samples, so that few samples gain too.
            Assert.Equal(count == most, layer.TryAddNonZero(layer.Weights, 6, UpdateStep.Descent(-0.5f).Weights, 0, 1));
        }
    }

    [Theory]
    [InlineData(128, 512)]
    [InlineData(192, 512)]
    [InlineData(32, 256)]
    [InlineData(16, 128)]
    public void Limits_grow_with_samples_and_leave_some_out(int unitBytes, int bits)
    {
        nuint bytes = (nuint)unitBytes;
        nuint group = MachineModel.SkippingGroup(bytes, bits);
        nuint before = 0;
        for (nuint rows = 1; rows <= MachineModel.MaxBlockRows; rows++)
        {
            nuint most = MachineModel.MaxNonZeroSamples(90, group, rows);
            Assert.InRange(most, before, (90 * rows) - 1);
            Assert.NotEqual(0u, most);
            before = most;
        }

        Assert.Equal(0u, MachineModel.MaxNonZeroSamples(0, group, 1));
        for (nuint inputs = 0; inputs <= MachineModel.MaxSkippedInputs; inputs++)
        {
            Assert.True(MachineModel.MaxNonZero(inputs, bits) <= inputs);
            Assert.True(MachineModel.MaxNonZeroOfPair(inputs, bytes, bits) <= inputs);
            Assert.True(MachineModel.MaxNonZeroOfHead(inputs, bytes, bits) <= MachineModel.MaxNonZeroOfPair(inputs, bytes, bits));
        }
    }

    /// <summary>The kernels examine 2048 inputs of 128 samples at a time.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void The_first_of_many_inputs_decide_for_all(int units)
    {
        var random = new Random(2);
        float[] x = SparseSamples.Draw<float>(128 * 2061, 0.02, inRuns: false, random);
        for (int row = 0; row < 128; row++)
        {
            x.AsSpan((row * 2061) + 2048, 13).Fill(row);
        }

        var layer = new SparseLayer<float>(2061, units, x, random);
        Assert.True(CompareSum(layer, tile: 6, workers: 1, "a last range without zeros") == 1);
        float[] dense = SparseSamples.Draw<float>(128 * 2061, 0.02, inRuns: false, random);
        for (int row = 0; row < 128; row++)
        {
            dense.AsSpan((row * 2061) + 40, 2008).Fill(row + 1);
        }

        Assert.True(
            CompareSum(new SparseLayer<float>(2061, units, dense, random), tile: 6, workers: 1, "a first range without zeros") == 0);
    }

    /// <summary>Times a zero input they are NaN.</summary>
    [Fact]
    public void Errors_that_are_not_finite_take_all_inputs()
    {
        foreach (float special in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach ((int row, int unit) in new[] { (0, 0), (9, 44), (4, 17), (9, 0), (0, 44) })
            {
                var layer = new SparseLayer<float>(90, 45, new float[10 * 90], new Random(3));
                ref float error = ref layer.Errors[(row * layer.LaneStride) + unit];
                float finite = error;
                error = special;
                float[] before = [.. layer.Weights];
                var descent = UpdateStep.Descent(-0.1f).Weights;
                Assert.False(layer.TryAddNonZero(layer.Weights, 6, default(BlockUpdate<GradientSum<float>, float>), 0, 1));
                Assert.False(layer.TryAddNonZero(layer.Weights, 6, in descent, 0, 1));
                EqualityAssert.SameBits<float>(before, layer.Weights, $"{special} in sample {row}, unit {unit}");
                error = finite;
                Assert.True(layer.TryAddNonZero(layer.Weights, 6, in descent, 0, 1));
            }
        }
    }

    private static nuint UnitBytes<T>(int units)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layer = new SparseLayer<T>(1, units, new T[1], new Random(1));
        return (nuint)(layer.Lanes * Unsafe.SizeOf<T>());
    }

    private static void SameSums<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(7);
        int turn = 0;
        foreach (double density in SparseSamples.Densities)
        {
            foreach ((int inputs, int units) in Sizes)
            {
                bool inRuns = turn % 2 == 0;
                int rows = BatchRows[turn++ % BatchRows.Length];
                T[] x = SparseSamples.Draw<T>(rows * inputs, density, inRuns, random);
                string what = $"{inputs} inputs, {units} units, {rows} samples, {density} in runs {inRuns}";
                int? expected = density == 0 ? rows / 2 * 2 : density == 1 ? 0 : null;
                CompareSums(new SparseLayer<T>(inputs, units, x, random), expected, what);
                SparseSamples.PutSpecial<T>(x, turn, random);
                CompareSums(new SparseLayer<T>(inputs, units, x, random), null, what + " with a special one");
            }
        }

        // Sparse samples are not few.
        foreach (int rows in BatchRows)
        {
            T[] x = SparseSamples.Draw<T>(rows * 150, 0.2, inRuns: false, random);
            CompareSums(new SparseLayer<T>(150, 45, x, random), rows / 2 * 2, $"{rows} samples");
            x = SparseSamples.Draw<T>(rows * 150, 0.75, inRuns: false, random);
            CompareSums(new SparseLayer<T>(150, 45, x, random), 0, $"{rows} dense samples");

            // Of one vector to four, in groups of samples whose lists do not come out even.
            foreach (int units in new[] { 7, 13, 30, 40, 64 })
            {
                var another = new Random(units);
                x = SparseSamples.Draw<T>(rows * 197, 0.08, inRuns: false, another);
                CompareSums(new SparseLayer<T>(197, units, x, another), rows / 2 * 2, $"{rows} samples, {units} units");
                SparseSamples.PutSpecial<T>(x, rows + units, another);
                CompareSums(new SparseLayer<T>(197, units, x, another), null, $"{rows} samples, {units} units, with a special one");
            }
        }
    }

    private static void CompareSums<T>(SparseLayer<T> layer, int? expected, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var z = new T[layer.Rows * layer.LaneStride];
        z.AsSpan().Fill(T.CreateChecked(7));
        T[] before = [.. z];
        int done = layer.SumNonZero(z);
        Assert.True(expected is null || done == expected, $"{what}: {done} samples were summed; expected {expected}.");
        Assert.Equal(0, done % 2);
        EqualityAssert.SameBits<T>(layer.SumAll(done, before), z, what);
    }

    private static void SameGradients<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(8);
        int turn = 0;
        var summed = new Dictionary<double, int>();
        foreach (double density in SparseSamples.Densities)
        {
            foreach (int rows in BlockRows)
            {
                (int inputs, int units) = Sizes[turn % Sizes.Length];
                int workers = new[] { 1, 2, 3, 7 }[turn / 2 % 4];
                int tile = 4 + (turn % 5);
                bool inRuns = turn % 3 == 0;
                T[] x = SparseSamples.Draw<T>(rows * inputs, density, inRuns, random);
                if (turn++ % 4 == 1)
                {
                    SparseSamples.PutSpecial<T>(x, turn / 4, random);
                }

                string what = $"{inputs} inputs, {units} units, {rows} samples, {density}, tiles of {tile}, {workers} workers";
                int shares = CompareSum(new SparseLayer<T>(inputs, units, x, random), tile, workers, what);
                shares += CompareDescent(new SparseLayer<T>(inputs, units, x, random), tile, workers, what);
                shares += CompareKeeping(new SparseLayer<T>(inputs, units, x, random), tile, workers, what);
                summed[density] = summed.GetValueOrDefault(density) + shares;
            }
        }

        // Else what falls back would not show.
        Assert.All(summed.Where(of => of.Key <= 0.2), of => Assert.True(of.Value > 30, $"{of}"));
        Assert.All(summed.Where(of => of.Key == 1), of => Assert.Equal(0, of.Value));
    }

    private static int CompareSum<T>(SparseLayer<T> layer, int tile, int workers, string what)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CompareGradient(
            layer, default(BlockUpdate<GradientSum<T>, T>), starts: false, (T _, T sum, ref T _, ref T _) => sum, tile, workers, what);

    // Descent uphill and by nothing too: it may change the sign of zeros.
    private static int CompareDescent<T>(SparseLayer<T> layer, int tile, int workers, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int shares = 0;
        foreach (T step in new[] { T.CreateChecked(-0.3), T.CreateChecked(0.3), T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon })
        {
            shares += CompareGradient(
                layer,
                UpdateStep.Descent(step).Weights,
                starts: true,
                (T weight, T sum, ref T _, ref T _) => T.FusedMultiplyAdd(step, sum, weight),
                tile,
                workers,
                $"{what}, a step of {step}");
        }

        return shares;
    }

    private static int CompareKeeping<T>(SparseLayer<T> layer, int tile, int workers, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NumericType numbers = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        var topology = new NetworkTopology([270, 80], new Activation[1], numericType: numbers);
        var parameters = new ParameterBuffer<T>(topology);
        var first = new ParameterBuffer<T>(topology);
        var second = new ParameterBuffer<T>(topology);
        layer.Weights.CopyTo(parameters.Packed);
        T[] expected = [.. layer.Weights];
        T[] expectedFirst = new T[expected.Length];
        T[] expectedSecond = new T[expected.Length];
        var update = new BlockUpdate<KeepingRule<T>, T>(default, parameters, first, second, null);
        Span<T> weights = parameters.Packed[..expected.Length];
        int shares = AddShares(layer, in update, true, Keep, tile, workers, weights, expected, expectedFirst, expectedSecond);
        EqualityAssert.SameBits<T>(expected, weights, what + ", with state");
        EqualityAssert.SameBits<T>(expectedFirst, first.Packed[..expected.Length], what + ", first state");
        EqualityAssert.SameBits<T>(expectedSecond, second.Packed[..expected.Length], what + ", second state");
        return shares;

        static T Keep(T weight, T sum, ref T first, ref T second)
        {
            first += sum;
            second += first;
            return weight + second;
        }
    }

    private static int CompareGradient<TRule, T>(
        SparseLayer<T> layer, BlockUpdate<TRule, T> update, bool starts, SparseLayer<T>.Rule rule, int tile, int workers, string what)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] weights = [.. layer.Weights];
        T[] expected = [.. layer.Weights];
        var none = new T[expected.Length];
        int shares = AddShares(layer, in update, starts, rule, tile, workers, weights, expected, none, none);
        EqualityAssert.SameBits<T>(expected, weights, what);
        return shares;
    }

    // Workers divide whole tiles, and the last one takes what is left over. Of a share that was not summed nothing changes.
    private static int AddShares<TRule, T>(
        SparseLayer<T> layer,
        in BlockUpdate<TRule, T> update,
        bool starts,
        SparseLayer<T>.Rule rule,
        int tile,
        int workers,
        Span<T> weights,
        T[] expected,
        T[] first,
        T[] second)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int shares = 0;
        int tiles = layer.Inputs / tile;
        for (int worker = 0; worker < workers; worker++)
        {
            int begin = worker * tiles / workers * tile;
            int end = worker + 1 == workers ? layer.Inputs : (worker + 1) * tiles / workers * tile;
            if (layer.TryAddNonZero(weights, tile, in update, worker, workers))
            {
                layer.AddAll(begin, end, starts, rule, expected, first, second);
                shares++;
            }
        }

        return shares;
    }

    private static void AssertInBounds<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Pages that nobody may touch are made by system calls of Linux.");
        var random = new Random(9);
        foreach ((int inputs, int units) in Sizes)
        {
            foreach (int rows in new[] { 1, 2, 7, 34, 128 })
            {
                T[] x = SparseSamples.Draw<T>(rows * inputs, 0.03, inRuns: false, random);
                var layer = new SparseLayer<T>(inputs, units, x, random);
                using var memory = new GuardedMemory();
                Span<T> guardedX = memory.Copy<T>(layer.X);
                Span<T> biases = memory.Copy<T>(layer.Biases);
                Span<T> weights = memory.Copy<T>(layer.Weights);
                Span<T> errors = memory.Copy<T>(layer.Errors);
                Span<T> z = memory.Copy<T>(new T[((rows - 1) * layer.LaneStride) + layer.Lanes]);
                nuint done = DenseLayer.SumNonZeroRows<T>(
                    biases, weights, guardedX, inputs, layer.InputStride, z, layer.LaneStride, units, (nuint)rows);
                EqualityAssert.SameBits<T>(layer.SumAll((int)done, new T[z.Length]), z, $"{inputs} inputs, {units} units, {rows} samples");
                DenseLayer.TryAddNonZeroGradient(
                    weights, inputs, 6, units, guardedX, layer.InputStride, errors, layer.LaneStride, (nuint)rows,
                    default(BlockUpdate<GradientSum<T>, T>), 0, 1);
                DenseLayer.TrySumNonZero(biases, weights, guardedX[^inputs..], z[^layer.Lanes..], units);
            }
        }
    }
}
