using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

/// <summary>The expected hashes come from a separate implementation in another language, with exact integers.</summary>
public sealed class DropoutHashTests
{
    // Beyond which a sum of independent draws does not come: six standard deviations.
    private const double MaxDeviations = 6;

    private const int Inputs = 512;

    [Theory]
    [InlineData(0, 0, 0, 0, 0, -682325315)]
    [InlineData(1, 2, 3, 4, 5, 1909597151)]
    [InlineData(-1, 7, 1000, 1, 511, 477326094)]
    [InlineData(123456789012345, 99999999999, 2, 3, 1, 277509832)]
    public void The_hash_is_fixed(long seed, long step, ulong sample, int layer, uint input, int expected)
    {
        ulong key = DropoutHash.SampleKey(DropoutHash.StepKey(seed, step), sample, layer);
        Assert.Equal(expected, DropoutHash.Of(unchecked((uint)key + (input * DropoutHash.InputFactor)), (uint)(key >> 32)));
    }

    [Theory]
    [InlineData(5, 0, 0, "0111100010010111101111110111110101111111")]
    [InlineData(5, 0, 1, "1011011111111111010100011111111111111111")]
    [InlineData(5, 1, 0, "1111001111110000000011111111011010011100")]
    public void Of_a_quarter_these_are_dropped(long seed, long step, ulong sample, string expected)
    {
        bool[] dropped = Dropped(seed, step, sample, layer: 1, rate: 0.25, count: expected.Length);
        Assert.Equal(expected, string.Concat(dropped.Select(drops => drops ? '0' : '1')));
    }

    [Theory]
    [InlineData(0.0, int.MinValue)]
    [InlineData(0.25, -(1 << 30))]
    [InlineData(0.5, 0)]
    [InlineData(1 - 1e-12, int.MaxValue)]
    public void The_threshold_is_the_part_of_all_hashes_that_is_dropped(double rate, int expected) =>
        Assert.Equal(expected, DropoutHash.Threshold(rate));

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void As_many_are_dropped_as_the_rate_says(double rate)
    {
        const int Samples = 2000;
        int[] counts = new int[Inputs];
        for (int sample = 0; sample < Samples; sample++)
        {
            bool[] dropped = Dropped(3, sample, (ulong)sample % 7, 1, rate, Inputs);
            for (int i = 0; i < Inputs; i++)
            {
                counts[i] += dropped[i] ? 1 : 0;
            }
        }

        AssertNear(counts.Sum(), Samples * Inputs, rate, "of all");
        Assert.All(counts, count => AssertNear(count, Samples, rate, "of one input"));
    }

    /// <summary>What is dropped of one says nothing of a neighbor: as many pairs are equal as differ.</summary>
    [Theory]
    [InlineData("input")]
    [InlineData("sample")]
    [InlineData("step")]
    [InlineData("layer")]
    [InlineData("seed")]
    public void Neighbors_are_independent(string what)
    {
        int equal = 0;
        int count = 0;
        for (int step = 0; step < 16; step++)
        {
            for (ulong sample = 0; sample < 16; sample++)
            {
                bool[] one = Dropped(9, step, sample, 1, 0.5, Inputs);
                bool[] other = what switch
                {
                    "input" => [.. one.Skip(1)],
                    "sample" => Dropped(9, step, sample + 1, 1, 0.5, Inputs),
                    "step" => Dropped(9, step + 1, sample, 1, 0.5, Inputs),
                    "layer" => Dropped(9, step, sample, 2, 0.5, Inputs),
                    _ => Dropped(10, step, sample, 1, 0.5, Inputs),
                };
                equal += one.Zip(other).Count(pair => pair.First == pair.Second);
                count += other.Length;
            }
        }

        AssertNear(equal, count, 0.5, $"pairs of a {what} and the next");
    }

    private static bool[] Dropped(long seed, long step, ulong sample, int layer, double rate, int count)
    {
        ulong key = DropoutHash.SampleKey(DropoutHash.StepKey(seed, step), sample, layer);
        int threshold = DropoutHash.Threshold(rate);
        return [.. Enumerable.Range(0, count).Select(input => DropoutHash.Drops(key, (uint)input, threshold))];
    }

    private static void AssertNear(int count, int draws, double rate, string what)
    {
        double deviations = (count - (draws * rate)) / Math.Sqrt(draws * rate * (1 - rate));
        Assert.True(Math.Abs(deviations) < MaxDeviations, $"{count} of {draws} {what}, {deviations:F1} deviations from {rate}.");
    }
}
