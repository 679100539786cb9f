using NetGen.Data;

namespace NetGen.Tests.Data;

public class CsvLabelTests
{
    [Theory]
    [InlineData("1,b\n2,a\n3,b\n4,C", new[] { 2, 1, 2, 0 }, new[] { "C", "a", "b" })]
    [InlineData("b,1\na,2\nb,3\nC,4", new[] { 2, 1, 2, 0 }, new[] { "C", "a", "b" })]
    [InlineData("x,label,z\n2,3,0\n3,1,0\n4,2,0", new[] { 2, 0, 1 }, new[] { "1", "2", "3" })]
    [InlineData("Y,x\n-1,5\n1,6\n+1,7", new[] { 0, 1, 1 }, new[] { "-1", "1" })]
    [InlineData("y,x\n1.0,5\n2.0,6\n2,7\n1e0,8", new[] { 0, 1, 1, 0 }, new[] { "1", "2" })]
    [InlineData("y,x\n10,5\n9,6\n100,7", new[] { 1, 0, 2 }, new[] { "9", "10", "100" })]
    [InlineData("y,x\n0,5\n1,6\n3,7", new[] { 0, 1, 2 }, new[] { "0", "1", "3" })]
    [InlineData("y,x\n1,5\n2,6\nother,7", new[] { 0, 1, 2 }, new[] { "1", "2", "other" })]
    [InlineData("y,x\n1.0,5\n0.0,6\n2.0,7", new[] { 1, 0, 2 }, null)]
    [InlineData("y,x\n1,5\n0,6\n2,7", new[] { 1, 0, 2 }, null)]
    public void Labels_become_classes_in_their_order(string text, int[] labels, string[]? names)
    {
        DataSet<float> data = Read(text);
        Assert.Equal(labels, data.Labels());
        Assert.Equal(names, data.ClassNames);
        Assert.Equal(labels.Max() + 1, data.TargetSize);
    }

    [Fact]
    public void Names_that_are_given_are_the_classes_of_every_file()
    {
        var options = new CsvOptions { ClassNames = ["b", "a", "c"], LabelColumn = ^1 };
        DataSet<float> data = Read("1,a\n2,a", options);
        Assert.Equal([1, 1], data.Labels());
        Assert.Equal(["b", "a", "c"], data.ClassNames!);
        Assert.Equal(3, data.TargetSize);
        Assert.Equal([1, 0], Read("5,1.0\n6,-1", options with { ClassNames = ["-1", "1"] }).Labels());
        AssertRefused("1,a\n2,B", options, "line 2, column 2: expected one of the labels 'b', 'a', 'c'; found 'B'.");
        AssertRefused("1,1\n2,0", options with { ClassNames = ["1", "2"] }, "line 2, column 2: expected one of the labels '1', '2'; found '0'.");
    }

    [Fact]
    public void A_file_that_does_not_show_its_labels_is_refused()
    {
        const string Message = "neither names nor texts show which column has the labels. Set CsvOptions.LabelColumn: a name, 0 for the first "
            + "column, ^1 for the last. Numbers to be learned are CsvOptions.TargetColumns.";
        AssertRefused("1,0,0\n2,1,1", null, "line 1: " + Message);
        AssertRefused("a,b,c\n1,0,0\n2,1,1", null, "line 2: " + Message);
        AssertRefused("label,b,target\n1,0,0\n2,1,1", null, "line 2: " + Message);
        AssertRefused("1,x,0\n2,y,1", null, "line 1: " + Message);
        AssertRefused("p,1,x\nq,2,y", null, "line 1: " + Message);
        AssertRefused(
            "1\n2",
            null,
            "line 1: expected two or more columns; found one, where the separator is ','. Set CsvOptions.Separator, or read features alone "
            + "with ReadInputs.");
    }

    [Fact]
    public void The_last_pixel_is_not_taken_for_the_label()
    {
        // As files of digits are: the label first, and a last pixel that is always 0.
        const string Rows = "5,0,10,0\n3,0,20,0\n5,7,0,0\n";
        DataSet<float> data = Read("label,pixel0,pixel1,pixel2\n" + Rows);
        Assert.Equal([1, 0, 1], data.Labels());
        Assert.Equal(["pixel0", "pixel1", "pixel2"], data.FeatureNames!);
        Assert.Throws<InvalidDataException>(() => Read(Rows));
        AssertRefused(
            Rows,
            new CsvOptions { LabelColumn = ^1 },
            "line 1: column 4: all 3 samples have the label '0', so there is nothing to tell apart. If this is not the column of the labels, "
            + "set CsvOptions.LabelColumn; if it is, say which classes there are by CsvOptions.ClassNames or ClassCount.");
        Assert.Equal([0, 0, 0], Read(Rows, new CsvOptions { LabelColumn = ^1, ClassCount = 2 }).Labels());
    }

    [Fact]
    public void Names_of_columns_are_not_taken_for_a_sample()
    {
        // Names that count the columns are names; others among numbers are refused.
        DataSet<float> counted = Read("0,1,target\n5,6,1\n7,8,0\n");
        Assert.Equal(["0", "1"], counted.FeatureNames!);
        Assert.Equal([1, 0], counted.Labels());
        AssertRefused(
            "2019,2021,label\n5,6,1\n7,8,0\n",
            null,
            "line 1, column 3: expected a number as in the lines after it; found 'label'. If this line names the columns, set "
            + "CsvOptions.HeaderLines = 1.");
    }

    [Theory]
    [InlineData("a,b,y\n1,2,0\n3,4,1", 2)]
    [InlineData("\"\",\"b\",\"y\"\n\"1\",2,0\n\"2\",4,1", 2)]
    [InlineData("1,2,x\n3,4,z", 2)]
    [InlineData("3,x\n?,z", 2)]
    public void A_header_is_found(string text, int count) =>
        Assert.Equal(count, Read(text, new CsvOptions { MissingValues = MissingValues.FillWithMean }).Count);

    [Fact]
    public void Several_lines_may_stand_before_the_samples()
    {
        DataSet<float> data = Read("made in 2024, by hand\n\nx,y\n5,0\n6,1\n", new CsvOptions { HeaderLines = 3 });
        Assert.Equal(["x"], data.FeatureNames!);
        Assert.Equal([0, 1], data.Labels());
        data = Read("178,13,class_0,class_1\n5,0\n6,1\n", new CsvOptions { HeaderLines = 1, LabelColumn = ^1 });
        Assert.Null(data.FeatureNames);
        Assert.Equal([[5], [6]], data.Inputs());
    }

    [Theory]
    [InlineData("1,0.5\n2,1", "line 1, column 2: expected a label, a text or a whole number; found '0.5'. Numbers to be learned are targets: "
        + "set CsvOptions.TargetColumns.")]
    [InlineData("1,0\n2,3000000000", "line 2, column 2: expected a label, a text or a whole number; found '3000000000'. Numbers to be learned "
        + "are targets: set CsvOptions.TargetColumns.")]
    [InlineData("1,0\n2,", "line 2, column 2: expected a label; found ''. It stands for a missing one (CsvOptions.MissingTexts). To leave out "
        + "such lines, set CsvOptions.MissingValues = SkipRows.")]
    public void Labels_that_are_none_are_refused(string text, string message) =>
        AssertRefused(text, new CsvOptions { LabelColumn = ^1 }, message);

    [Fact]
    public void Features_alone_are_read_with_the_options_of_the_training()
    {
        var options = new CsvOptions { LabelColumn = "kind", OneHot = [new("size", "S", "L")], FeatureScale = 2 };
        float[][] inputs = [[2, 1, 0], [4, 0, 1]];
        Assert.Equal(inputs, Read("x,size,kind\n1,S,a\n2,L,b\n", options).Inputs());
        foreach (string text in new[] { "x,size\n1,S\n2,L\n", "x,kind,size\n1,,S\n2,?,L\n" })
        {
            DataSet<float> data = CsvFile.ReadInputs<float>(new StringReader(text), "text", options);
            Assert.Equal((2, 3, 0), (data.Count, data.InputSize, data.TargetSize));
            Assert.False(data.HasLabels);
            Assert.Equal(inputs, data.Inputs());
            Assert.Equal(["x", "size=S", "size=L"], data.FeatureNames!);
        }

        // What ReadDataSet would take for the label by itself is left out as well.
        Assert.Equal([[1], [2]], CsvFile.ReadInputs<float>(new StringReader("x,y\n1,5\n2,6\n"), "text").Inputs());
        Assert.Equal([[1], [2]], CsvFile.ReadInputs<float>(new StringReader("1,a\n2,b\n"), "text").Inputs());
        Assert.Equal([[1, 5], [2, 6]], CsvFile.ReadInputs<float>(new StringReader("1,5\n2,6\n"), "text").Inputs());
        Assert.Equal([[1], [2]], CsvFile.ReadInputs<float>(new StringReader("1\n2\n"), "text").Inputs());
        Assert.Equal(
            [[1], [2]],
            CsvFile.ReadInputs<float>(new StringReader("t,x\n5,1\n6,2\n"), "text", new CsvOptions { TargetColumns = ["t", "u"] }).Inputs());
        foreach (CsvOptions indexed in new[] { new CsvOptions { LabelColumn = ^1 }, new CsvOptions { TargetColumns = ["t", 0] } })
        {
            var exception = Assert.Throws<ArgumentException>(
                "options", () => CsvFile.ReadInputs<float>(new StringReader("1,2"), "text", indexed));
            Assert.Contains("by its index", exception.Message, StringComparison.Ordinal);
        }
    }

    private static DataSet<float> Read(string text, CsvOptions? options = null) =>
        CsvFile.ReadDataSet<float>(new StringReader(text), "text", options);

    private static void AssertRefused(string text, CsvOptions? options, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", options));
        Assert.Equal($"some file, {message}", exception.Message);
    }
}
