using System.Globalization;
using NetGen.Data;

namespace NetGen.Tests.Data;

public class CsvOptionsTests
{
    /// <summary>No label is looked for among the columns that other options name.</summary>
    [Fact]
    public void A_feature_may_have_the_name_of_a_label()
    {
        DataSet<float> chosen = CsvFile.ReadInputs<float>(
            new StringReader("area,class\n82,3\n"), "t", new CsvOptions { FeatureColumns = ["area", "class"] });
        Assert.Equal([[82, 3]], chosen.Inputs());
        DataSet<float> categories = CsvFile.ReadInputs<float>(
            new StringReader("fare,class\n7,Third\n"), "t", new CsvOptions { OneHot = [new("class", "First", "Third")] });
        Assert.Equal([[7, 0, 1]], categories.Inputs());
        DataSet<float> labeled = CsvFile.ReadDataSet<float>(
            new StringReader("class,fare,lived\n1,7,no\n3,2,yes\n"), "t", new CsvOptions { FeatureColumns = ["class", "fare"] });
        Assert.Equal([[1, 7], [3, 2]], labeled.Inputs());
        Assert.Equal([0, 1], labeled.Labels());
    }

    /// <summary>Neither before the header nor after it, and not where the separator is looked for.</summary>
    [Theory]
    [InlineData("length,width,species\n\n5,3,lily\n6,1,rose\n")]
    [InlineData("\nlength,width,label\n5,3,lily\n6,1,rose\n")]
    [InlineData("length;width;label\n5;3;lily\n6;1;rose\n \n")]
    public void Empty_lines_do_not_count(string text)
    {
        DataSet<float> data = CsvFile.ReadDataSet<float>(new StringReader(text), "t");
        Assert.Equal(["length", "width"], data.FeatureNames!);
        Assert.Equal([[5, 3], [6, 1]], data.Inputs());
    }

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
