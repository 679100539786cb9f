using NetGen.Data;

namespace NetGen.Tests.Data;

public class CsvLabelTests
{
    [Theory]
    [InlineData("1,b\n2,a\n3,b\n4,C", new[] { 2, 1, 2, 0 }, new[] { "C", "a", "b" })]
    [InlineData("b,1\na,2\nb,3\nC,4", new[] { 2, 1, 2, 0 }, new[] { "C", "a", "b" })]
    [InlineData("x,label,z\n2,3,0\n3,1,0\n4,2,0\n5,3,0", new[] { 2, 0, 1, 2 }, new[] { "1", "2", "3" })]
    [InlineData("Class,x\n-1,5\n1,6\n+1,7", new[] { 0, 1, 1 }, new[] { "-1", "1" })]
    [InlineData("target,x\n1.0,5\n2.0,6\n2,7\n1e0,8", new[] { 0, 1, 1, 0 }, new[] { "1", "2" })]
    [InlineData("class,x\n10,5\n9,6\n100,7\n9,8", new[] { 1, 0, 2, 0 }, new[] { "9", "10", "100" })]
    [InlineData("class,x\n0,5\n1,6\n3,7\n3,8", new[] { 0, 1, 2, 2 }, new[] { "0", "1", "3" })]
    [InlineData("class,x\n1.0,5\nfew,6\nmany,7\n1,8\nmany,9", new[] { 0, 1, 2, 0, 2 }, new[] { "1", "few", "many" })]
    [InlineData("class,x\n\"a \",5\nb,6\na\u00A0,7", new[] { 0, 1, 0 }, new[] { "a", "b" })]
    [InlineData("class,x\n1.0,5\n0.0,6\n2.0,7\n2,8", new[] { 1, 0, 2, 2 }, null)]
    [InlineData("class,x\n1,5\n0,6\n2,7\n2,8", new[] { 1, 0, 2, 2 }, null)]
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
        AssertRefused(
            "1,1\n2,0", options with { ClassNames = ["1", "2"] }, "line 2, column 2: expected one of the labels '1', '2'; found '0'.");
    }

    [Fact]
    public void A_file_that_does_not_show_its_labels_is_refused()
    {
        AssertNotShown("1,0,0\n2,1,1", 1, "all columns are numbers");
        AssertNotShown("a,b,c\n1,0,0\n2,1,1", 2, "all columns are numbers");
        AssertNotShown("x,y,z\n1,0,0\n2,1,1", 2, "all columns are numbers");
        AssertNotShown("label,b,target\n1,0,0\n2,1,1", 2, "all columns are numbers");
        AssertNotShown(
            "p,q,r\nx,y,z\nx,y,w",
            1,
            "texts that are not numbers are in column 1: 'p', column 2: 'q', column 3: 'r'",
            " If this line names the columns, set CsvOptions.HeaderLines = 1.");
        AssertNotShown("a,label,label\n1,0,x\n2,1,y", 2, "texts that are not numbers are in column 3 ('label'): 'x'");
        AssertNotShown("1,x,0\n2,y,1", 1, "texts that are not numbers are in column 2: 'x'");
        AssertNotShown("p,1,10%\nq,2,5%", 1, "texts that are not numbers are in column 1: 'p', column 3: '10%'");
        AssertNotShown(
            "a;b;c\n1,5;2;0\n2,5;3;1", 2, "all columns are numbers", " If a comma stands before decimals, set CsvOptions.DecimalComma.");

        static void AssertNotShown(string text, int line, string seen, string end = "") => AssertRefused(
            text,
            null,
            $"line {line}: the file does not show which of its 3 columns has the labels: {seen}. Set CsvOptions.LabelColumn: a name, 0 "
            + $"for the first column, ^1 for the last. Numbers to be learned are CsvOptions.TargetColumns.{end}");
    }

    [Fact]
    public void A_file_of_one_column_has_no_label()
    {
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
            "line 1: column 4: all 3 samples have the label '0', so there is nothing to tell apart. If this is not the column of the "
            + "labels, set CsvOptions.LabelColumn; if it is, say which classes there are by CsvOptions.ClassNames or ClassCount.");
        Assert.Equal([0, 0, 0], Read(Rows, new CsvOptions { LabelColumn = ^1, ClassCount = 2 }).Labels());

        // Counted from the wrong end, where the names show it: whatever the last pixels are.
        const string Named = "Label,pixel0,pixel1\n5,0,1\n3,0,2\n5,7,3\n";
        AssertRefused(
            Named,
            new CsvOptions { LabelColumn = ^1, ClassCount = 4 },
            "line 2: column 3 ('pixel1') is to be the label, and column 1 ('Label') would be a feature. If that is the label, set "
            + "CsvOptions.LabelColumn = \"Label\". If it is a feature, name both columns: CsvOptions.LabelColumn = \"pixel1\".");
        Assert.Equal(["Label", "pixel0"], Read(Named, new CsvOptions { LabelColumn = "pixel1" }).FeatureNames!);
        Assert.Equal(["pixel0"], Read(Named, new CsvOptions { LabelColumn = ^1, IgnoredColumns = ["label"] }).FeatureNames!);
        Assert.Equal(["Label"], Read(Named, new CsvOptions { LabelColumn = ^1, FeatureColumns = ["label"] }).FeatureNames!);
        Assert.Equal(["pixel0", "pixel1"], Read(Named, new CsvOptions { LabelColumn = 0 }).FeatureNames!);
    }

    [Fact]
    public void Names_of_columns_are_not_taken_for_a_sample()
    {
        // Names that count the columns are names; others among numbers are refused.
        DataSet<float> counted = Read("0,1,target\n5,6,1\n7,8,0\n");
        Assert.Equal(["0", "1"], counted.FeatureNames!);
        Assert.Equal([1, 0], counted.Labels());
        Assert.Equal(["2019", "2021"], Read("2019,2021,label\n5,6,1\n7,8,0\n").FeatureNames!);
        Assert.Equal(["0", "1"], Read("0,1,label\n0,1,a\n1,1,b\n").FeatureNames!);
        Assert.Equal(["400"], Read("400,kind\n0.5,a\n0.25,b\n", new CsvOptions { LabelColumn = "kind" }).FeatureNames!);
        const string Ambiguous = "line 1: this line could name the columns as well as be a sample; found '400, 410, 420, species'. Set "
            + "CsvOptions.HeaderLines, to 1 or to 0.";
        const string Spectra = "400,410,420,species\n0.5,1,2,oak\n0.25,1,2,ash\n0.5,2,3,oak\n";
        AssertRefused(Spectra, null, Ambiguous);
        AssertRefused(Spectra, new CsvOptions { LabelColumn = ^1 }, Ambiguous);
        Assert.Equal(["400", "410", "420"], Read(Spectra, new CsvOptions { HeaderLines = 1 }).FeatureNames!);
        Assert.Equal(4, Read(Spectra, new CsvOptions { HeaderLines = 0, LabelColumn = ^1 }).Count);
        AssertRefused(
            "400,species\n0.5,oak\n0.25,ash\n0.5,oak\n0.5,ash\n",
            null,
            "line 1, column 2: expected a label that other samples have as well, as all others do; found 'species'. If this line names the "
            + "columns, set CsvOptions.HeaderLines = 1; if it is a sample, CsvOptions.HeaderLines = 0.");
        AssertRefused(
            "400,species\n0.5,1\n0.25,2\n0.5,1\n",
            new CsvOptions { LabelColumn = 1 },
            "line 1, column 2: expected a whole number, as most labels are; found 'species'. If this line names the columns, set "
            + "CsvOptions.HeaderLines = 1.");
    }

    [Theory]
    [InlineData("label,size, cm,weight\n0,1,2\n1,3,4\n", "4 columns, and line 2 has 3", true)]
    [InlineData("label,size, cm,weight\n0,1\n1,3\n", "4 columns, and line 2 has 2", true)]
    [InlineData("length,width,label\n1,5,2,7,0\n2,5,3,5,1\n", "3 columns, and line 2 has 5", false)]
    [InlineData("target\n1,5,2\n2,5,3\n", "one column, and line 2 has 3", false)]
    public void Names_that_do_not_fit_the_columns_are_refused(string text, string counts, bool areMore)
    {
        string start = $"line 1: this line names {counts}";
        string remedy = areMore ? "Put names that contain the separator in quotation marks" : "Name every column";
        const string Read = ", or set CsvOptions.HeaderLines = 1 to read the file without names";
        const string Comma = ". If a comma stands before decimals, the file needs another separator, or quotation marks around its numbers";
        string comma = areMore ? "" : Comma;
        AssertRefused(text, null, $"{start}. {remedy}{Read}{comma}.");
        string of = text[..text.IndexOf('\n')].Split(',').First(name => name is "label" or "target");
        AssertRefused(text, new CsvOptions { LabelColumn = of }, $"{start}. {remedy}{comma}.");
        AssertRefused(
            text.Replace(',', ';').Replace("; ", ";", StringComparison.Ordinal),
            null,
            $"{start}. {remedy}{Read}.");

        // Where the index means another column than the name of the label, counting columns is no way out.
        foreach (int? headerLines in new int?[] { null, 1 })
        {
            AssertRefused(
                text,
                new CsvOptions { LabelColumn = 1, HeaderLines = headerLines },
                $"{start}, so column 1 may be another than '{of}'. {remedy}{comma}.");
        }
    }

    [Fact]
    public void Lines_that_are_not_names_may_be_left_out_by_number()
    {
        const string Text = "label,size, cm,weight\n0,1,2\n1,3,4\n";
        var options = new CsvOptions { HeaderLines = 1, LabelColumn = 0 };
        Assert.Equal([0, 1], Read(Text, options).Labels());
        Assert.Null(Read(Text, options).FeatureNames);
        Assert.Equal([1, 0], Read("x,y,z,p\n5,1\n6,0\n", options with { LabelColumn = ^1 }).Labels());
        Assert.Equal(
            [[0], [1]], Read(Text, new CsvOptions { HeaderLines = 1, LabelColumn = ^1, ClassCount = 5, FeatureColumns = [0] }).Inputs());
        AssertRefused(
            Text,
            options with { LabelColumn = "label" },
            "line 1: this line names 4 columns, and line 2 has 3. Put names that contain the separator in quotation marks.");

        // A separator at the end of the names alone.
        Assert.Equal(["a", "b"], Read("a,b,label,\n1,2,0\n3,4,1\n").FeatureNames!);
    }

    [Fact]
    public void Labels_with_a_decimal_comma_are_no_names()
    {
        const string Text = "x;label\n5;1,0\n6;2,0\n7;1,0\n";
        AssertRefused(
            Text,
            null,
            "line 2, column 2 ('label'): expected a label, a text or a whole number; found '1,0'. If the comma stands before decimals, set "
            + "CsvOptions.DecimalComma; if it is part of the names of classes, set CsvOptions.ClassNames.");
        Assert.Equal(["1", "2"], Read(Text, new CsvOptions { DecimalComma = true }).ClassNames!);
        Assert.Equal([0, 1, 0], Read(Text, new CsvOptions { ClassNames = ["1,0", "2,0"] }).Labels());
        Assert.Equal(["1,0", "a"], Read("x;label\n5;1,0\n6;a\n7;a\n").ClassNames!);
    }

    [Fact]
    public void Row_numbers_are_no_features()
    {
        // As pandas and R write them, with a name for them or without, and with one name less.
        const string Remedy = ", from which a network could learn the order of the file. Set CsvOptions.IgnoredColumns = [0], or "
            + "CsvOptions.AllowRowNumbers if it is a feature.";
        var ignored = new CsvOptions { IgnoredColumns = [0] };
        const string OneFewer =
            "text, line 2: line 1 has one name fewer than this line has columns. If a comma stands before decimals, the "
            + "file needs another separator, or quotation marks around its numbers. If column 1 numbers the rows, a network could learn "
            + "the "
            + "order of the file from it: Set CsvOptions.IgnoredColumns = [0], or CsvOptions.AllowRowNumbers if it is a feature.";
        foreach (string names in new[] { "\"\",\"x\",\"label\"", "Unnamed: 0,x,label", "x,label" })
        {
            string text = names + "\n0,5,a\n1,6,b\n";
            var exception = Assert.Throws<InvalidDataException>(() => Read(text));
            if (names == "x,label")
            {
                Assert.Equal(OneFewer, exception.Message);
            }
            else
            {
                Assert.Contains(" has no name, as row numbers have" + Remedy[..60], exception.Message, StringComparison.Ordinal);
            }

            Assert.Equal([[5], [6]], Read(text, ignored).Inputs());
            Assert.Equal([[0, 5], [1, 6]], Read(text, new CsvOptions { AllowRowNumbers = true }).Inputs());
        }

        foreach (int first in new[] { 0, 1 })
        {
            string rows = string.Concat(Enumerable.Range(first, 12).Select(i => $"{i},{i % 5},{(i < 6 ? "a" : "b")}\n"));
            AssertRefused(rows, null, $"line 1: column 1 counts the samples, from {first} on{Remedy}");
            Assert.Equal(12, Read(rows, ignored).Count);
            Assert.Equal(12, Read(rows, new CsvOptions { AllowRowNumbers = true }).Count);
            Assert.Equal(9, Read(string.Join('\n', rows.Split('\n').Take(9))).Count);

            // Lines that are left out have been counted.
            var skipping = new CsvOptions { MissingValues = MissingValues.SkipRows };
            foreach (int gap in new[] { 0, 4 })
            {
                string[] lines = rows.Split('\n');
                lines[gap] = lines[gap].Replace($",{(first + gap) % 5},", ",,", StringComparison.Ordinal);
                AssertRefused(string.Join('\n', lines), skipping, $"line 1: column 1 counts the samples, from {first} on{Remedy}");
            }
        }
    }

    [Fact]
    public void A_text_for_each_sample_is_no_label()
    {
        const string Remedy = " different labels here. If they are right, set CsvOptions.LabelColumn = \"name\". If not, name the column "
            + "of the labels, and this one in IgnoredColumns.";
        const string Text = "name,a,kind\nfoo,1,0\nbar,3,1\nbaz,5,0\n";
        AssertRefused(Text, null, "line 2: column 1 ('name'): 3 samples have 3" + Remedy);
        Assert.Equal(["bar", "baz", "foo"], Read(Text, new CsvOptions { LabelColumn = "name" }).ClassNames!);
        string many = "name,a\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"n{i % 13},{i * i}\n"));
        AssertRefused(many, null, "line 2: column 1 ('name'): 24 samples have 13" + Remedy);
    }

    [Fact]
    public void Few_texts_among_numbers_are_refused_as_labels()
    {
        const string Text = "x,class\n5,0\n6,1\n7,1O\n";
        AssertRefused(
            Text,
            null,
            "line 4, column 2 ('class'): expected a whole number, as most labels are; found '1O'. If it is right, set "
            + "CsvOptions.ClassNames.");
        Assert.Equal([0, 1, 2], Read(Text, new CsvOptions { ClassNames = ["0", "1", "1O"] }).Labels());
    }

    [Theory]
    [InlineData("a;label;\n1;x;\n2;y;\n")]
    [InlineData("a;label\n1;x;\n2;y;\n")]
    public void A_separator_may_end_each_line(string text)
    {
        Assert.Equal([[1], [2]], Read(text).Inputs());
        AssertRefused(
            text.Replace("y;", "y;7", StringComparison.Ordinal),
            null,
            "line 3, column 3: expected nothing after the last separator, as in the lines before; found '7'.");
    }

    [Fact]
    public void Features_may_be_chosen_and_put_in_order()
    {
        var options = new CsvOptions { FeatureColumns = ["c", "a"], LabelColumn = "label" };
        Assert.Equal([[3, 1], [6, 4]], Read("a,b,c,label\n1,2,3,x\n4,5,6,y\n", options).Inputs());
        DataSet<float> inputs = CsvFile.ReadInputs<float>(new StringReader("id,c,a\nq,3,1\n"), "text", options);
        Assert.Equal([[3, 1]], inputs.Inputs());
        Assert.Equal(["c", "a"], inputs.FeatureNames!);
        var oneHot = new CsvOptions { FeatureColumns = ["k", "a"], OneHot = [new("k", "p", "q")] };
        Assert.Equal([[0, 1, 1]], Read("a,k,label\n1,q,0\n", oneHot with { ClassCount = 2 }).Inputs());
        const string Text = "a,b,label\n1,2,x\n";
        AssertRefused(Text, options with { FeatureColumns = ["a", "A"] }, "line 2: column 1 ('a') is named twice by the options.");
        AssertRefused(Text, options with { FeatureColumns = ["label"] }, "line 2: column 3 ('label') is named twice by the options.");
        Assert.Throws<ArgumentException>("options", () => Read("a,b,label\n1,2,x\n", options with { IgnoredColumns = ["b"] }));
    }

    [Fact]
    public void Targets_are_in_the_order_of_the_options()
    {
        DataSet<float> data = Read("a,p,q\n1,10,20\n", new CsvOptions { TargetColumns = ["q", "p"] });
        var target = new float[2];
        data.CopyTarget(0, target);
        Assert.Equal([20, 10], target);
    }

    [Theory]
    [InlineData("a,b,label\n1,2,0\n3,4,1", 2)]
    [InlineData("Länge;Art\n5,1;Lilie\n6,2;Rose", 2)]
    [InlineData("1,2,x\n3,4,z", 2)]
    [InlineData("3,x\n?,z", 2)]
    public void A_header_is_found(string text, int count) =>
        Assert.Equal(
            count,
            Read(text, new CsvOptions { MissingValues = MissingValues.FillWithMean, DecimalComma = text.Contains(';') }).Count);

    [Fact]
    public void Several_lines_may_stand_before_the_samples()
    {
        DataSet<float> data = Read("made in 2024, by hand\n\nx,label\n5,0\n6,1\n", new CsvOptions { HeaderLines = 3 });
        Assert.Equal(["x"], data.FeatureNames!);
        Assert.Equal([0, 1], data.Labels());
        data = Read("178,13,class_0,class_1\n5,0\n6,1\n", new CsvOptions { HeaderLines = 1, LabelColumn = ^1 });
        Assert.Null(data.FeatureNames);
        Assert.Equal([[5], [6]], data.Inputs());
    }

    [Theory]
    [InlineData("1,0.5\n2,1",
        "line 1, column 2: expected a label, a text or a whole number; found '0.5'. Numbers to be learned are targets: "
        + "set CsvOptions.TargetColumns.")]
    [InlineData("1,0\n2,3000000000",
        "line 2, column 2: expected a label, a text or a whole number; found '3000000000'. Numbers to be learned "
        + "are targets: set CsvOptions.TargetColumns.")]
    [InlineData("1,0\n2,",
        "line 2, column 2: expected a label; found ''. It stands for a missing one (CsvOptions.MissingTexts). To leave out "
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
        Assert.Equal([[1], [2]], CsvFile.ReadInputs<float>(new StringReader("x,Label\n1,5\n2,6\n"), "text").Inputs());
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

    [Fact]
    public void A_file_to_predict_from_loses_no_line_and_mistakes_no_column()
    {
        var options = new CsvOptions { LabelColumn = "kind", IgnoredColumns = ["id"], MissingValues = MissingValues.SkipRows };
        Assert.Equal([[1]], Inputs("a\n1\n", options));
        Assert.Equal([[1]], Inputs("id,a\n7,1\n", options));
        AssertNotRead(
            "a,b\n1,2\n,3\n",
            options,
            "line 3, column 1 ('a'): expected a value; found ''. It stands for a missing one (CsvOptions.MissingTexts). To fill in the "
            + "mean of the training data, set CsvOptions.MissingValues = FillWithMean.");
        AssertNotRead(
            "id,a,b\n1,2,3\n",
            options with { IgnoredColumns = [1] },
            "line 2: this file lacks the column 'kind', so other columns may have other indices than in the file to train with. Give "
            + "names in all options.");
        Assert.Equal([[1, 3]], Inputs("a,id,b,kind\n1,2,3,\n", options with { IgnoredColumns = [1] }));
        AssertNotRead(
            "1,2,0\n",
            options,
            "line 1: expected names of columns, since CsvOptions.LabelColumn is 'kind'; found none. For a file that has only features, "
            + "leave "
            + "LabelColumn null.");
        AssertNotRead(
            "1,2,0\n",
            new CsvOptions { TargetColumns = ["p", "q"] },
            "line 1: expected names of columns, since CsvOptions.TargetColumns are 'p', 'q'; found none. For a file that has only "
            + "features, "
            + "leave TargetColumns null.");

        static float[][] Inputs(string text, CsvOptions options) =>
            CsvFile.ReadInputs<float>(new StringReader(text), "some file", options).Inputs();

        static void AssertNotRead(string text, CsvOptions options, string message) =>
            Assert.Equal($"some file, {message}", Assert.Throws<InvalidDataException>(() => Inputs(text, options)).Message);
    }

    private static DataSet<float> Read(string text, CsvOptions? options = null) =>
        CsvFile.ReadDataSet<float>(new StringReader(text), "text", options);

    private static void AssertRefused(string text, CsvOptions? options, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", options));
        Assert.Equal($"some file, {message}", exception.Message);
    }
}
