using NetGen.Numerics;

namespace NetGen.Tests.Initialization;

/// <summary>The expected numbers come from a separate implementation in another language, with exact integers.</summary>
public class SeededRandomTests
{
    [Fact]
    public void SplitMix64_gives_its_published_sequence()
    {
        ulong state = 1234567;
        ulong[] actual = [.. Enumerable.Range(0, 5).Select(_ => SplitMix64.Next(ref state))];
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], actual);
    }

    [Fact]
    public void Xoshiro256_gives_its_published_sequence()
    {
        var random = new SeededRandom(1, 2, 3, 4);
        ulong[] actual = [.. Enumerable.Range(0, 10).Select(_ => random.NextUInt64())];
        Assert.Equal(
            [
                11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
                8476171486693032832, 10595114339597558777, 2904607092377533576,
            ],
            actual);
    }

    [Theory]
    [InlineData(0, 0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C)]
    [InlineData(1, 0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514, 0x642E1C7BC266A3A7)]
    [InlineData(-1, 0x8F5520D52A7EAD08, 0xC476A018CAA1802D, 0x81DE31C0D260469E, 0xBF658D7E065F3C2F)]
    public void The_sequence_of_a_seed_is_pinned(long seed, ulong first, ulong second, ulong third, ulong fourth)
    {
        var random = new SeededRandom(seed);
        ulong[] actual = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        Assert.Equal([first, second, third, fourth], actual);
    }

    [Fact]
    public void Doubles_are_pinned()
    {
        var random = new SeededRandom(1);
        ulong[] actual = [.. Enumerable.Range(0, 3).Select(_ => BitConverter.DoubleToUInt64Bits(random.NextDouble()))];
        Assert.Equal([0x3FE67E55EDA1F8E2, 0x3FE0A76AB2C8E6C9, 0x3FE25F12EAC10548], actual);
    }

    [Theory]
    [InlineData(1, new ulong[] {
        0x3FFE267C87AC62EB, 0x3FC84ABD879D0E18, 0x3FF4D55C9633557C, 0xBFFE8D0B0399EE9C,
        0x3FDC0D732AE4B3DD, 0xBFE95ABEA9281847, 0xBFE5088DF52FD8FD, 0xBFC74DD6DB1B5E79 })]
    [InlineData(42, new ulong[] {
        0xBFE73D2FEB0FB377, 0xBFCB088028693F9C, 0x3FCC5E21F7812A4C, 0x3FE0BA8BB0C5FA51,
        0x3FDDB514BFAC5B4E, 0x3FE7B6195D5A3E23, 0x3FF79EB7C13CFCCD, 0x3FDE20EADC1ACF5B })]
    public void Normal_deviates_are_pinned(long seed, ulong[] expected)
    {
        var random = new SeededRandom(seed);
        ulong[] actual = [.. expected.Select(_ => BitConverter.DoubleToUInt64Bits(random.NextNormal()))];
        Assert.Equal(expected.Select(bits => $"{bits:X16}"), actual.Select(bits => $"{bits:X16}"));
    }

    [Fact]
    public void Normal_deviates_have_the_moments_of_the_normal_distribution()
    {
        const int Count = 200_000;
        var random = new SeededRandom(3);
        double[] sums = new double[5];
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextNormal();
            for (int power = 1; power <= 4; power++)
            {
                sums[power] += Math.Pow(value, power);
            }
        }

        // Five standard errors of each moment: the variances of x, x², x³, x⁴ are 1, 2, 15, 96.
        Assert.Equal(0, sums[1] / Count, 5 * Math.Sqrt(1.0 / Count));
        Assert.Equal(1, sums[2] / Count, 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0, sums[3] / Count, 5 * Math.Sqrt(15.0 / Count));
        Assert.Equal(3, sums[4] / Count, 5 * Math.Sqrt(96.0 / Count));
    }

    [Fact]
    public void Bounded_integers_are_pinned()
    {
        var random = new SeededRandom(7);
        int[] actual = [.. new[] { 1, 2, 3, 10, 1000, int.MaxValue }.Select(random.NextInt32)];
        Assert.Equal([0, 0, 2, 9, 990, 1874267760], actual);
    }

    [Fact]
    public void Bounded_integers_skip_the_numbers_that_would_favor_some()
    {
        // With this bound nearly half of all numbers are skipped.
        var random = new SeededRandom(1);
        ulong[] actual = [.. Enumerable.Range(0, 4).Select(_ => random.NextBelow((1UL << 63) + 1))];
        Assert.Equal([4800180567299270261, 5295190459760845450, 3609369285294772691, 3515805966490203214], actual);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_bound_below_one_is_refused(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>("bound", () => new SeededRandom(1).NextInt32(value));

    [Theory]
    [InlineData(1, new[] { 3, 6, 1, 5, 0, 9, 2, 8, 4, 7 })]
    [InlineData(2, new[] { 3, 8, 0, 2, 7, 4, 5, 9, 6, 1 })]
    public void Shuffles_are_pinned(long seed, int[] expected)
    {
        int[] values = [.. Enumerable.Range(0, 10)];
        new SeededRandom(seed).Shuffle(values.AsSpan());
        Assert.Equal(expected, values);
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        const int Shuffles = 24_000;
        var random = new SeededRandom(5);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < Shuffles; i++)
        {
            char[] values = ['a', 'b', 'c', 'd'];
            random.Shuffle(values.AsSpan());
            string order = new(values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // 1,000 of each are expected; 49.7 is the 0.1 % point of the χ² distribution with 23 degrees of freedom.
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 49.7);
    }

    [Fact]
    public void Shuffling_nothing_or_one_takes_no_random_number()
    {
        var random = new SeededRandom(1);
        random.Shuffle(Span<int>.Empty);
        random.Shuffle<int>([1]);
        Assert.Equal(0xB3F2AF6D0FC710C5, random.NextUInt64());
    }
}
