using System.Globalization;
using System.Text;
using NetGen.Data;

namespace NetGen.Tests.Training;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2,0\n3,4,2\n")]
    [InlineData("1,2,0\n3,4,2")]
    [InlineData("1,2,0\r\n3,4,2\r\n\r\n\n")]
    [InlineData("\uFEFF1,2,0\n3,4,2")]
    [InlineData(" 1 ,+2.0, 0\n3e0,.4E1, 2 \n")]
    [InlineData("\t1 \t,2.,\t+0\n3,\t4,2\t\n")]
    public void Columns_are_features_and_the_last_a_label(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        AssertRead(CsvFile.ReadDataSet<float>(_folder.Write("a.csv", content)));
        AssertRead(CsvFile.ReadDataSet<float>(_folder.Write("compressed.csv", TemporaryFolder.Compress(content))));
        AssertRead(CsvFile.ReadDataSet<float>(new OneWayStream(content), "stream", null));
        AssertRead(CsvFile.ReadDataSet<float>(new OneWayStream(TemporaryFolder.Compress(content)), "stream", null));
        AssertRead(CsvFile.ReadDataSet<float>(new StringReader(text.TrimStart('\uFEFF')), "text", null));

        static void AssertRead(DataSet<float> data)
        {
            Assert.Equal((2, 2, 3), (data.Count, data.InputSize, data.TargetSize));
            Assert.Equal([[1, 2], [3, 4]], Inputs(data));
            Assert.Equal([0, 2], [data.GetLabel(0), data.GetLabel(1)]);
        }
    }

    [Fact]
    public void Separator_header_label_column_classes_and_scale_can_be_chosen()
    {
        var options = new CsvOptions { Separator = ';', HasHeader = true, LabelColumn = 0, ClassCount = 7, FeatureScale = 0.5 };
        DataSet<double> data = CsvFile.ReadDataSet<double>(new StringReader("label;a;b\n4;-1;2.5\n"), "text", options);
        Assert.Equal((1, 2, 7), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([[-0.5, 1.25]], Inputs(data));
        Assert.Equal(4, data.GetLabel(0));
    }

    [Fact]
    public void A_label_may_stand_in_the_middle_and_spaces_or_tabs_between_columns()
    {
        DataSet<float> tabs = CsvFile.ReadDataSet<float>(
            new StringReader("5\t1\t6"), "text", new CsvOptions { Separator = '\t', LabelColumn = 1 });
        Assert.Equal([[5, 6]], Inputs(tabs));
        Assert.Equal(1, tabs.GetLabel(0));
        DataSet<float> spaces = CsvFile.ReadDataSet<float>(new StringReader("5 6 1"), "text", new CsvOptions { Separator = ' ' });
        Assert.Equal([[5, 6]], Inputs(spaces));
    }

    [Theory]
    [InlineData(new float[] { 3, 4, 5 }, new float[] { 12 })]
    [InlineData(new float[] { 3, 4 }, new float[] { 10, 12 })]
    [InlineData(new float[] { 3 }, new float[] { 8, 10, 12 })]
    public void The_last_columns_may_be_target_vectors(float[] input, float[] target)
    {
        int targetCount = target.Length;
        var options = new CsvOptions { Separator = ';', HasHeader = true, TargetCount = targetCount, FeatureScale = 0.5 };
        DataSet<float> data = CsvFile.ReadDataSet<float>(new StringReader("a;b;c;d\n1;1;1;-0.25\n6;8;10;12\n"), "text", options);
        Assert.Equal((2, input.Length, targetCount), (data.Count, data.InputSize, data.TargetSize));

        // Features are scaled, targets are not.
        Assert.Equal(input, Inputs(data)[1]);
        var targets = new float[targetCount];
        data.CopyTarget(0, targets);
        Assert.Equal(-0.25f, targets[^1]);
        data.CopyTarget(1, targets);
        Assert.Equal(target, targets);
    }

    [Theory]
    [InlineData("", "line 1: expected at least one sample; the file ends here")]
    [InlineData("1,2\n", "line 1: expected 3 or more columns separated by ',', features and 2 targets; found 2")]
    [InlineData("1,2,3\n1,2\n", "line 2: expected 3 columns, as in line 1; found 2")]
    [InlineData("1,2,3\n1,2,x\n", "line 2, column 3: expected a finite number; found 'x'")]
    [InlineData("1,1e39,3\n", "line 1, column 2: expected a finite number; found '1e39'")]
    [InlineData("1,2,3\0\n", "line 1, column 3: expected a finite number; found '3<U+0000>'")]
    public void Target_vectors_that_are_none_are_refused_with_line_and_column(string text, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(
            () => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", new CsvOptions { TargetCount = 2 }));
        Assert.Equal($"some file, {message}.", exception.Message);
    }

    [Fact]
    public void Targets_and_labels_together_are_refused()
    {
        foreach (CsvOptions options in new[] { new CsvOptions { LabelColumn = 0 }, new CsvOptions { ClassCount = 2 } })
        {
            Assert.Throws<ArgumentException>(
                "options", () => CsvFile.ReadDataSet<float>(new StringReader("1,0"), "text", options with { TargetCount = 1 }));
        }
    }

    [Fact]
    public void Numbers_are_rounded_once_to_the_type()
    {
        DataSet<float> data = CsvFile.ReadDataSet<float>(new StringReader("0.1,16777217,1e-45,0"), "text", null);
        Assert.Equal([[0.1f, 16777216f, 1e-45f]], Inputs(data));
    }

    [Fact]
    public void Numbers_mean_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var hostile = (CultureInfo)new CultureInfo("de-DE").Clone();
            hostile.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal([[-1.5f]], Inputs(CsvFile.ReadDataSet<float>(new StringReader("-1.5,0"), "text", null)));
            var exception = Assert.Throws<InvalidDataException>(
                () => CsvFile.ReadDataSet<float>(new StringReader("1,-1"), "text", new CsvOptions { ClassCount = 2 }));
            Assert.Equal("text, line 1, column 2: expected a label from 0 to 1; found '-1'.", exception.Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("", "line 1: expected at least one sample; the file ends here")]
    [InlineData("\n\n", "line 3: expected at least one sample; the file ends here")]
    [InlineData("1\n", "line 1: expected two or more columns separated by ',', features and a label; found 1")]
    [InlineData("1,0\n1,2,0\n", "line 2: expected 2 columns, as in line 1; found 3")]
    [InlineData("1,2,0\n1,0\n", "line 2: expected 3 columns, as in line 1; found 2")]
    [InlineData("1,2,0\n1,2,0,\n", "line 2: expected 3 columns, as in line 1; found 4")]
    [InlineData("1,0\n\n1,0\n", "line 2: expected a sample or the end of the file; found an empty line, and a sample in line 3")]
    [InlineData("1,0\na,0\n", "line 2, column 1: expected a finite number; found 'a'")]
    [InlineData("1,,0\n", "line 1, column 2: expected a finite number; found ''")]
    [InlineData("1,\"2\",0\n", "line 1, column 2: expected a finite number; found '\"2\"'")]
    [InlineData("NaN,0\n", "line 1, column 1: expected a finite number; found 'NaN'")]
    [InlineData("1,-Infinity,0\n", "line 1, column 2: expected a finite number; found '-Infinity'")]
    [InlineData("1e39,0\n", "line 1, column 1: expected a finite number; found '1e39'")]
    [InlineData("0x10,0\n", "line 1, column 1: expected a finite number; found '0x10'")]
    [InlineData("(1),0\n", "line 1, column 1: expected a finite number; found '(1)'")]
    [InlineData("1,0\n2,-1\n", "line 2, column 2: expected a label, an integer from 0 on; found '-1'")]
    [InlineData("1,1.0\n", "line 1, column 2: expected a label, an integer from 0 on; found '1.0'")]
    [InlineData("1,2147483647\n", "line 1, column 2: expected a label, an integer from 0 on; found '2147483647'")]
    [InlineData("1\0,0\n", "line 1, column 1: expected a finite number; found '1<U+0000>'")]
    [InlineData("1,\01,0\n", "line 1, column 2: expected a finite number; found '<U+0000>1'")]
    [InlineData("1,0\0\0\n", "line 1, column 2: expected a label, an integer from 0 on; found '0<U+0000><U+0000>'")]
    [InlineData("1\v,0\n", "line 1, column 1: expected a finite number; found '1<U+000B>'")]
    [InlineData("1,\f0\n", "line 1, column 2: expected a label, an integer from 0 on; found '<U+000C>0'")]
    [InlineData("1\0 ,0\n", "line 1, column 1: expected a finite number; found '1<U+0000> '")]
    [InlineData("\u00A01,0\n", "line 1, column 1: expected a finite number; found '<U+00A0>1'")]
    [InlineData("1,\u200B0\n", "line 1, column 2: expected a label, an integer from 0 on; found '<U+200B>0'")]
    [InlineData("-,0\n", "line 1, column 1: expected a finite number; found '-'")]
    [InlineData("1e,0\n", "line 1, column 1: expected a finite number; found '1e'")]
    [InlineData("1-,0\n", "line 1, column 1: expected a finite number; found '1-'")]
    [InlineData(
        "1234567890123456789012345678901234567890x,0\n",
        "line 1, column 1: expected a finite number; found '1234567890123456789012345678901234567890…'")]
    public void What_is_no_table_of_numbers_is_refused_with_line_and_column(string text, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", null));
        Assert.Equal($"some file, {message}.", exception.Message);
    }

    [Fact]
    public void Lines_are_counted_with_the_header()
    {
        var options = new CsvOptions { HasHeader = true };
        var exception = Assert.Throws<InvalidDataException>(
            () => CsvFile.ReadDataSet<float>(new StringReader("a,b\n1,0\nx,0"), "some file", options));
        Assert.StartsWith("some file, line 3, column 1:", exception.Message, StringComparison.Ordinal);
        var empty = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader("a,b\n"), "some file", options));
        Assert.StartsWith("some file, line 2: expected at least one sample", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_fit_the_file_are_refused()
    {
        Assert.Equal(
            "some file, line 1: expected the label in the column of index 2; found columns 0 to 1 only.",
            Assert.Throws<InvalidDataException>(() => Read(new CsvOptions { LabelColumn = 2 })).Message);
        Assert.Equal(
            "some file, line 1, column 1: expected a number that stays finite when scaled; found '10'.",
            Assert.Throws<InvalidDataException>(() => Read(new CsvOptions { FeatureScale = 1e38 })).Message);
        Assert.Equal(
            "some file, line 1, column 2: expected a label from 0 to 2; found '3'.",
            Assert.Throws<InvalidDataException>(() => Read(new CsvOptions { ClassCount = 3 })).Message);

        static void Read(CsvOptions options) => CsvFile.ReadDataSet<float>(new StringReader("10,3"), "some file", options);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (char separator in "1e.+-\"\n\0\v\uD83D")
        {
            Assert.Throws<ArgumentOutOfRangeException>("Separator", () => new CsvOptions { Separator = separator });
        }

        Assert.Throws<ArgumentOutOfRangeException>("LabelColumn", () => new CsvOptions { LabelColumn = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("ClassCount", () => new CsvOptions { ClassCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("TargetCount", () => new CsvOptions { TargetCount = 0 });
        foreach (double scale in new[] { double.NaN, double.PositiveInfinity, 0, -0.0, 1e-310 })
        {
            Assert.Throws<ArgumentOutOfRangeException>("FeatureScale", () => new CsvOptions { FeatureScale = scale });
        }
    }

    [Theory]
    [InlineData(1e-50, "small")]
    [InlineData(-1e-40, "small")]
    [InlineData(1e39, "large")]
    public void A_scale_that_is_none_in_float_is_refused_and_one_in_double(double scale, string size)
    {
        var options = new CsvOptions { FeatureScale = scale };
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => CsvFile.ReadDataSet<float>(new StringReader("2,0"), "some file", options));
        Assert.Contains($"The options' FeatureScale is too {size} for Single.", exception.Message, StringComparison.Ordinal);
        Assert.Equal([[2 * scale]], Inputs(CsvFile.ReadDataSet<double>(new StringReader("2,0"), "some file", options)));
    }

    [Fact]
    public void Options_read_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(
                "CsvOptions { Separator = <U+0009>, HasHeader = False, LabelColumn = 2, ClassCount = , TargetCount = , "
                + "FeatureScale = 0.5 }",
                new CsvOptions { Separator = '\t', LabelColumn = 2, FeatureScale = 0.5 }.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_is_refused_by_name()
    {
        string text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i * 7919 % 10007},{i % 3}\n"));
        byte[] content = TemporaryFolder.Compress(Encoding.UTF8.GetBytes(text));
        foreach (int length in new[] { 2, 5, 20, content.Length / 2, content.Length - 9, content.Length - 8, content.Length - 1 })
        {
            string path = _folder.Write("cut.csv.gz", content[..length]);
            var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(path));
            Assert.Equal(
                $"{path}, byte {length}: expected compressed data that are whole up to here; found them damaged or cut off, "
                + "or something after them.",
                exception.Message);
        }
    }

    [Fact]
    public void A_stream_or_reader_stays_open()
    {
        using var stream = new MemoryStream("1,0"u8.ToArray());
        CsvFile.ReadDataSet<float>(stream, "stream", null);
        Assert.True(stream.CanRead);
        using var reader = new StringReader("1,0");
        CsvFile.ReadDataSet<float>(reader, "reader", null);
        Assert.Equal(-1, reader.Read());
    }

    private static T[][] Inputs<T>(DataSet<T> data)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, data.Count).Select(i =>
        {
            var input = new T[data.InputSize];
            data.CopyInput(i, input);
            return input;
        })];
}
