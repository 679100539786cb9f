using NetGen.Reporting.Html;

namespace NetGen.Reporting.Tests;

/// <summary>Round numbers along an axis.</summary>
public class TicksTests
{
    [Fact]
    public void Ticks_are_round_and_enclose_the_values()
    {
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.5], Ticks.Of([0.0110, 0.4187]));
        Assert.Equal([-20, -10, 0, 10, 20, 30, 40], Ticks.Of([-11, 39, double.NaN]));
        Assert.Equal([0, 0.5e9, 1e9, 1.5e9, 2e9, 2.5e9], Ticks.Of([1, 2.5e9]));
    }

    [Theory]
    [InlineData(0.0, 1e-14)]
    [InlineData(1.0, 1.0000000000000002)]
    [InlineData(-3e300, 5e300)]
    public void Ticks_differ_however_close_the_values_are(double least, double largest)
    {
        IReadOnlyList<double> ticks = Ticks.Of([least, largest]);
        Assert.True(ticks.Count >= 2 && ticks[0] <= least && ticks[^1] >= largest);
        Assert.Equal(ticks.Count, ticks.Distinct().Count());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-2.5)]
    [InlineData(1e-9)]
    [InlineData(double.NaN)]
    public void One_value_has_an_axis_too(double value)
    {
        IReadOnlyList<double> ticks = Ticks.Of([value]);
        Assert.True(ticks.Count >= 2 && ticks[0] < ticks[^1]);
        Assert.True(double.IsNaN(value) || (ticks[0] <= value && value <= ticks[^1]));
    }
}
