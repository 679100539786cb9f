using NetGen.Reporting.Terminal;

namespace NetGen.Reporting.Tests;

/// <summary>Curves in one line.</summary>
public class SparklineTests
{
    [Theory]
    [InlineData("▁▂▃▄▅▆▇█", 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)]
    [InlineData("█▁", 5.0, -5.0)]
    [InlineData("▁▁", 3.0, 3.0)]
    [InlineData("▁ █", 0.0, double.NaN, 1.0)]
    [InlineData(" ", double.PositiveInfinity)]
    public void The_least_number_is_the_lowest_character(string expected, params double[] values) =>
        Assert.Equal(expected, Sparkline.Of(values, 10));

    [Fact]
    public void Many_numbers_become_means()
    {
        double[] values = [0, 0, 10, 10, 20, 20, 70, 70];
        Assert.Equal("▁▂▃█", Sparkline.Of(values, 4));
        Assert.Equal(36, Sparkline.Of([.. Enumerable.Range(0, 100_000).Select(i => (double)i)], 36).Length);
    }
}
