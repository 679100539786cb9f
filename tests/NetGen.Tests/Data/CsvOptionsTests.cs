using System.Globalization;
using NetGen.Data;

namespace NetGen.Tests.Data;

public class CsvOptionsTests
{
    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        foreach (char separator in "1e.+-\"\n\0\v\uD83D")
        {
            Assert.Throws<ArgumentOutOfRangeException>("Separator", () => new CsvOptions { Separator = separator });
        }

        Assert.Throws<ArgumentOutOfRangeException>("HeaderLines", () => new CsvOptions { HeaderLines = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("ClassCount", () => new CsvOptions { ClassCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MissingValues", () => new CsvOptions { MissingValues = (MissingValues)3 });
        Assert.Throws<ArgumentException>("TargetColumns", () => new CsvOptions { TargetColumns = [] });
        Assert.Throws<ArgumentException>("FeatureColumns", () => new CsvOptions { FeatureColumns = [] });
        Assert.Throws<ArgumentException>("ClassNames", () => new CsvOptions { ClassNames = [] });
        Assert.Throws<ArgumentException>("ClassNames", () => new CsvOptions { ClassNames = ["a", "a"] });
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new CsvOptions { LabelColumn = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new CsvOptions { LabelColumn = ^0 });
        Assert.Throws<ArgumentException>("name", () => new CsvOptions { LabelColumn = "" });
        Assert.Throws<ArgumentException>("values", () => new CsvCategories("a"));
        Assert.Throws<ArgumentException>("values", () => new CsvCategories("a", "b", "b"));
        Assert.Throws<ArgumentException>("values", () => new CsvCategories("a", "b", null!));
        foreach (double scale in new[] { double.NaN, double.PositiveInfinity, 0, -0.0, 1e-310 })
        {
            Assert.Throws<ArgumentOutOfRangeException>("FeatureScale", () => new CsvOptions { FeatureScale = scale });
        }
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        foreach (CsvOptions options in new[]
        {
            new CsvOptions { TargetColumns = [1], LabelColumn = 0 }, new CsvOptions { TargetColumns = [1], ClassCount = 2 },
            new CsvOptions { TargetColumns = [1], ClassNames = ["a", "b"] }, new CsvOptions { ClassCount = 2, ClassNames = ["a", "b"] },
        })
        {
            Assert.Throws<ArgumentException>("options", () => CsvFile.ReadDataSet<float>(new StringReader("1,0"), "text", options));
        }
    }

    [Theory]
    [InlineData(1e-50, "small")]
    [InlineData(-1e-40, "small")]
    [InlineData(1e39, "large")]
    public void A_scale_that_is_none_in_float_is_refused_and_one_in_double(double scale, string size)
    {
        var options = new CsvOptions { FeatureScale = scale, LabelColumn = 1, ClassCount = 2 };
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => CsvFile.ReadDataSet<float>(new StringReader("2,0"), "some file", options));
        Assert.Contains($"The options' FeatureScale is too {size} for Single.", exception.Message, StringComparison.Ordinal);
        Assert.Equal([[2 * scale]], CsvFile.ReadDataSet<double>(new StringReader("2,0"), "some file", options).Inputs());
    }

    [Fact]
    public void Options_are_equal_by_their_values()
    {
        CsvOptions[] all =
        [
            new(), new() { Separator = ',' }, new() { DecimalComma = true }, new() { HeaderLines = 0 }, new() { LabelColumn = 0 },
            new() { LabelColumn = ^1 }, new() { LabelColumn = "0" }, new() { ClassCount = 2 }, new() { ClassNames = ["a", "b"] },
            new() { ClassNames = ["b", "a"] }, new() { TargetColumns = [0] }, new() { TargetColumns = [0, 1] },
            new() { FeatureColumns = ["a"] }, new() { IgnoredColumns = ["a"] }, new() { AllowRowNumbers = true },
            new() { OneHot = [new("a", "x", "y")] }, new() { OneHot = [new("a", "x", "z")] },
            new() { MissingValues = MissingValues.SkipRows }, new() { MissingTexts = ["-"] }, new() { FeatureScale = 2 },
        ];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                // Copies, with lists of their own.
                CsvOptions copy = all[j] with
                {
                    ClassNames = all[j].ClassNames?.ToArray(),
                    TargetColumns = all[j].TargetColumns?.ToArray(),
                    FeatureColumns = all[j].FeatureColumns?.ToArray(),
                    IgnoredColumns = [.. all[j].IgnoredColumns],
                    OneHot = [.. all[j].OneHot.Select(one => new CsvCategories(one.Column, one.Values))],
                    MissingTexts = [.. all[j].MissingTexts],
                };
                Assert.Equal(i == j, all[i].Equals(copy));
                Assert.Equal(i == j, all[i].ToString() == copy.ToString());
                Assert.True(i != j || all[i].GetHashCode() == copy.GetHashCode());
            }
        }
    }

    [Fact]
    public void Options_read_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var options = new CsvOptions
            {
                Separator = '\t', LabelColumn = ^1, ClassNames = ["a"], IgnoredColumns = ["id", 3], OneHot = [new("c", "x", "y")],
                MissingTexts = ["", "-"], FeatureScale = 0.5,
            };
            Assert.Equal(
                "CsvOptions { Separator = <U+0009>, DecimalComma = False, HeaderLines = , LabelColumn = ^1, ClassCount = , ClassNames = "
                + "['a'], TargetColumns = , FeatureColumns = , IgnoredColumns = ['id', 3], OneHot = ['c': 'x', 'y'], AllowRowNumbers = "
                + "False, MissingValues = Refuse, MissingTexts = ['', '-'], FeatureScale = 0.5 }",
                options.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
