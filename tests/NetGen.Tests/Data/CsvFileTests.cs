using System.Globalization;
using System.Text;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

public sealed class CsvFileTests : IDisposable
{
    private const string NotNeeded = " If the column is not needed, set CsvOptions.IgnoredColumns = [0].";
    private const string Missing1 =
        " If it stands for a missing value, set CsvOptions.MissingTexts = [.. CsvOptions.DefaultMissingTexts, \"";
    private const string Missing2 = "\"].";

    private static readonly CsvOptions _labelsLast = new() { LabelColumn = ^1 };
    private static readonly CsvOptions _twoClassesLast = _labelsLast with { ClassCount = 2 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2,0\n3,4,1\n")]
    [InlineData("1,2,0\n3,4,1")]
    [InlineData("1,2,0\r\n3,4,1\r\n\r\n\n")]
    [InlineData("\uFEFF1,2,0\n3,4,1")]
    [InlineData(" 1 ,+2.0, 0\n3e0,.4E1, 1 \n")]
    [InlineData("\t1 \t,2.,\t+0\n3,\t4,1\t\n")]
    [InlineData("\n\n1,2,0\n3,4,1\n")]
    [InlineData("1,2,0\n\n \t\n3,4,1\n\n")]
    [InlineData("sep=;\n1;2;0\n3;4;1\n")]
    [InlineData("\"1\",\"2\",\"0\"\n 3 , \"4\" ,\t\"1\"\n")]
    [InlineData("1;2;0\n3;4;1\n")]
    [InlineData("1\t2\t0\n3\t4\t1\n")]
    [InlineData("1|2|0\n3|4|1\n")]
    [InlineData("1 2 0\n3 4 1\n")]
    [InlineData("  1.0   2.0 \t 0  \n  3.0   4.0   1\n")]
    [InlineData("\"1\"  2 0\n3 \"4\"   \"1\" \n")]
    public void Columns_are_features_and_a_label(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        AssertRead(CsvFile.ReadDataSet<float>(_folder.Write("a.csv", content), _labelsLast));
        AssertRead(CsvFile.ReadDataSet<float>(_folder.Write("compressed.csv", TemporaryFolder.Compress(content)), _labelsLast));
        AssertRead(CsvFile.ReadDataSet<float>(new OneWayStream(content), "stream", _labelsLast));
        AssertRead(CsvFile.ReadDataSet<float>(new OneWayStream(TemporaryFolder.Compress(content)), "stream", _labelsLast));
        AssertRead(CsvFile.ReadDataSet<float>(new StringReader(text.TrimStart('\uFEFF')), "text", _labelsLast));
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.TrimStart('\uFEFF'))];
        AssertRead(CsvFile.ReadDataSet<float>(_folder.Write("utf16.csv", utf16), _labelsLast));

        static void AssertRead(DataSet<float> data)
        {
            Assert.Equal((2, 2, 2), (data.Count, data.InputSize, data.TargetSize));
            Assert.Equal([[1, 2], [3, 4]], data.Inputs());
            Assert.Equal([0, 1], data.Labels());
            Assert.Null(data.ClassNames);
            Assert.Null(data.FeatureNames);
            Assert.False(data.HasMissing);
        }
    }

    [Fact]
    public void Separator_header_label_column_classes_and_scale_can_be_chosen()
    {
        var options = new CsvOptions { Separator = ';', HeaderLines = 1, LabelColumn = 0, ClassCount = 7, FeatureScale = 0.5 };
        DataSet<double> data = Read<double>("label;a;b\n4;-1;2.5\n", options);
        Assert.Equal((1, 2, 7), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([[-0.5, 1.25]], data.Inputs());
        Assert.Equal([4], data.Labels());
        Assert.Equal(["a", "b"], data.FeatureNames!);
    }

    [Theory]
    [InlineData("a,b;c|d\n1,5;2\n", ',')]
    [InlineData("a\tb c\n1\t2 3\n", ' ')]
    public void A_separator_that_is_set_is_the_only_one(string text, char separator)
    {
        var options = new CsvOptions { Separator = separator, HeaderLines = 1, TargetColumns = [0] };
        if (separator == ' ')
        {
            Assert.Equal([[2, 3]], Read<float>(text, options).Inputs());
        }
        else
        {
            AssertRefused(
                text,
                options,
                "line 2, column 2 ('b;c|d'): expected a finite number; found '5;2'. If ';' separates columns, set "
                + "CsvOptions.Separator = ';'.");
        }
    }

    [Theory]
    [InlineData("1,5;2,25;0\n-1,5e2;3;1\n", null)]
    [InlineData("\"1,5\",\"2,25\",0\n\"-1,5e2\",3,1\n", ',')]
    [InlineData("1,5 2,25 0\n-1,5e2 3 1\n", null)]
    public void Decimals_may_follow_a_comma(string text, char? separator)
    {
        CsvOptions options = _labelsLast with { DecimalComma = true, Separator = separator };
        Assert.Equal([[1.5, 2.25], [-150, 3]], Read<double>(text, options).Inputs());
    }

    [Fact]
    public void Quotation_marks_hold_separators_ends_of_lines_and_each_other()
    {
        DataSet<float> data = Read<float>(
            "\"a,\nb\",\"the \"\"label\"\"\"\n1,\"x,\"\"y\"\"\"\r\n2, \"two\nlines\" \n3,5\" pipe\n4,\"\"\"\"",
            new CsvOptions { LabelColumn = "the \"label\"" });
        Assert.Equal(["a,\nb"], data.FeatureNames!);
        Assert.Equal(["\"", "5\" pipe", "two\nlines", "x,\"y\""], data.ClassNames!);
        Assert.Equal([3, 2, 1, 0], data.Labels());
        Assert.Equal([[1], [2], [3], [4]], data.Inputs());
    }

    [Theory]
    [InlineData(new[] { 3 }, new float[] { 3, 4, 5 }, new float[] { 12 })]
    [InlineData(new[] { 2, 3 }, new float[] { 3, 4 }, new float[] { 10, 12 })]
    [InlineData(new[] { 0, 2 }, new float[] { 4, 6 }, new float[] { 6, 10 })]
    public void Columns_may_be_target_vectors(int[] columns, float[] input, float[] target)
    {
        const string Text = "a;b;c;d\n1;1;1;-0.25\n6;8;10;12\n";
        var options = new CsvOptions { TargetColumns = [.. columns.Select(column => (CsvColumn)column)], FeatureScale = 0.5 };
        AssertRead(options);
        AssertRead(options with { TargetColumns = [.. columns.Select(column => (CsvColumn)new Index(4 - column, fromEnd: true))] });
        AssertRead(options with { TargetColumns = [.. columns.Select(column => (CsvColumn)"abcd"[column].ToString())] });

        // Features are scaled, targets are not.
        void AssertRead(CsvOptions options)
        {
            DataSet<float> data = Read<float>(Text, options);
            Assert.Equal((2, input.Length, target.Length), (data.Count, data.InputSize, data.TargetSize));
            Assert.False(data.HasLabels);
            Assert.Equal(input, data.Inputs()[1]);
            var targets = new float[target.Length];
            data.CopyTarget(1, targets);
            Assert.Equal(target, targets);
        }
    }

    [Theory]
    [InlineData("", "line 1: expected at least one sample; the file ends here.")]
    [InlineData("1,2\n", "line 1: expected at least one column of features beside labels, targets and ignored columns; found 2 columns, "
        + "where the separator is ','.")]
    [InlineData("1,2,4\n1,2\n",
        "line 2: expected 3 columns, as in line 1; found 2. If line 1 is not a sample, set CsvOptions.HeaderLines.")]
    [InlineData("1,2,4\n1,2,x\n", "line 2, column 3: expected a finite number; found 'x'."
        + " If it stands for a missing value, set CsvOptions.MissingTexts = [.. CsvOptions.DefaultMissingTexts, \"x\"].")]
    [InlineData("1,1e39,3\n", "line 1, column 2: expected a finite number; found '1e39'.")]
    [InlineData(
        "1,2,3\0\n",
        "line 1, column 3: expected a finite number; found '3<U+0000>'. If these are classes, set CsvOptions.LabelColumn = 2 "
        + "in place of CsvOptions.TargetColumns.")]
    [InlineData("p,q,r\n1,2,3\n4,5,a long text\n", "line 3, column 3 ('r'): expected a finite number; found 'a long text'."
        + " If it stands for a missing value, set CsvOptions.MissingTexts = [.. CsvOptions.DefaultMissingTexts, \"a long text\"].")]
    [InlineData("p,q,r\n1,2,ant\n4,5,bee\n", "line 2, column 3 ('r'): expected a finite number; found 'ant'. If these are classes, set "
        + "CsvOptions.LabelColumn = \"r\" in place of CsvOptions.TargetColumns.")]
    public void Target_vectors_that_are_none_are_refused_with_line_and_column(string text, string message) =>
        AssertRefused(text, new CsvOptions { TargetColumns = [^2, ^1] }, message);

    [Fact]
    public void Numbers_are_rounded_once_to_the_type() =>
        Assert.Equal([[0.1f, 16777216f, 1e-45f]], Read<float>("0.1,16777217,1e-45,0", _twoClassesLast).Inputs());

    [Fact]
    public void Numbers_mean_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var hostile = (CultureInfo)new CultureInfo("de-DE").Clone();
            hostile.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal([[-1.5f]], Read<float>("-1.5,0", _twoClassesLast).Inputs());
            AssertRefused(
                "1,-1", _twoClassesLast, "line 1, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '-1'.");
            Assert.Equal(["-1", "1"], Read<float>("1,-1\n1,1", _labelsLast).ClassNames!);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("", "line 1: expected at least one sample; the file ends here.")]
    [InlineData("\n\n", "line 3: expected at least one sample; the file ends here.")]
    [InlineData("1\n", "line 1: expected at least one column of features beside labels, targets and ignored columns; found one column, "
        + "where the separator is ','. If this line is not a sample, set CsvOptions.HeaderLines.")]
    [InlineData("1,0\n1,0\n1,2,0\n", "line 3: expected 2 columns, as in line 1; found 3.")]
    [InlineData("1,2,0\n1,2,0\n1,0\n", "line 3: expected 3 columns, as in line 1; found 2.")]
    [InlineData("1,2,0\n1,2,0\n1,2,0,\n", "line 3: expected 3 columns, as in line 1; found 4.")]
    [InlineData("1,0\na,0\n", "line 2, column 1: expected a finite number; found 'a'." + Missing1 + "a" + Missing2 + NotNeeded)]
    [InlineData("1,0\nInfinity,0\n",
        "line 2, column 1: expected a finite number; found 'Infinity'." + Missing1 + "Infinity" + Missing2 + NotNeeded)]
    [InlineData("1,0\n1,-Infinity\n", "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '-Infinity'.")]
    [InlineData("1,0\n1e39,0\n", "line 2, column 1: expected a finite number; found '1e39'." + NotNeeded)]
    [InlineData("1,0\n0x10,0\n", "line 2, column 1: expected a finite number; found '0x10'." + NotNeeded)]
    [InlineData("1,0\n(1),0\n", "line 2, column 1: expected a finite number; found '(1)'." + NotNeeded)]
    [InlineData("1,0\n2,-1\n", "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '-1'.")]
    [InlineData("1,0\n2,2\n", "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '2'.")]
    [InlineData("1,0\n1,0.5\n", "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '0.5'.")]
    [InlineData("1,0\n1,2147483648\n",
        "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '2147483648'.")]
    [InlineData("1,0\n1\0,0\n", "line 2, column 1: expected a finite number; found '1<U+0000>'." + NotNeeded)]
    [InlineData("1,0\n1,\01\n", "line 2, column 2: expected a label from 0 to 1, as CsvOptions.ClassCount says; found '<U+0000>1'.")]
    [InlineData("1,0\n1\v,0\n", "line 2, column 1: expected a finite number; found '1<U+000B>'." + NotNeeded)]
    [InlineData("1,0\n1\0 ,0\n", "line 2, column 1: expected a finite number; found '1<U+0000>'." + NotNeeded)]
    [InlineData("1,0\n\u00A01,0\n", "line 2, column 1: expected a finite number; found '<U+00A0>1'." + NotNeeded)]
    [InlineData("1,0\n\u200B1,0\n", "line 2, column 1: expected a finite number; found '<U+200B>1'." + NotNeeded)]
    [InlineData("1,0\n1\uFE0F,0\n", "line 2, column 1: expected a finite number; found '1<U+FE0F>'." + NotNeeded)]
    [InlineData("1,0\n1\u3164,0\n", "line 2, column 1: expected a finite number; found '1<U+3164>'." + NotNeeded)]
    [InlineData("1,0\n\U0001F6001,0\n", "line 2, column 1: expected a finite number; found '\U0001F6001'." + NotNeeded)]
    [InlineData("1,0\n1\U000E0100,0\n", "line 2, column 1: expected a finite number; found '1<U+E0100>'." + NotNeeded)]
    [InlineData("1,0\n-,0\n", "line 2, column 1: expected a finite number; found '-'." + Missing1 + "-" + Missing2 + NotNeeded)]
    [InlineData("1,0\n1e,0\n", "line 2, column 1: expected a finite number; found '1e'." + NotNeeded)]
    [InlineData("1,0\n1-,0\n", "line 2, column 1: expected a finite number; found '1-'." + NotNeeded)]
    [InlineData("1,0\n1 2,0\n",
        "line 2, column 1: expected a finite number; found '1 2'. If ' ' separates columns, set CsvOptions.Separator = ' '.")]
    [InlineData("1,0\n\"1,2\",0\n",
        "line 2, column 1: expected a finite number; found '1,2'. If the comma stands before decimals, set CsvOptions.DecimalComma.")]
    [InlineData("1,0\n\"1\"2,0\n",
        "line 2: column 1: expected a separator, ',', or the end of the line after the closing quotation mark; found '2'.")]
    [InlineData("1,0\n\"1,0\n2,0\n",
        "line 2: expected a quotation mark at the end of the column that begins with one; found the end of the file.")]
    [InlineData(
        "1,0\n1234567890123456789012345678901234567890x,0\n",
        "line 2, column 1: expected a finite number; found '1234567890123456789012345678901234567890…'." + NotNeeded)]
    [InlineData("1,5;2;0\n1,5;3;1\n",
        "line 1, column 1: expected a finite number; found '1,5'. If the comma stands before decimals, set CsvOptions.DecimalComma.")]
    public void What_is_no_table_of_numbers_is_refused_with_line_and_column(string text, string message) =>
        AssertRefused(text, _twoClassesLast, message);

    [Fact]
    public void A_text_in_the_first_sample_brings_a_remedy()
    {
        // The first line may name things; a column may have categories, or not be needed.
        AssertRefused(
            "150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n",
            _labelsLast,
            "line 1, column 3: expected a finite number; found 'setosa'. If line 1 is not a sample, set CsvOptions.HeaderLines."
            + Missing1 + "setosa" + Missing2 + NotNeeded.Replace("[0]", "[2]", StringComparison.Ordinal));
        AssertRefused(
            "x,island,species\n1,Dream,a\n2,Biscoe,b\n3,Dream,a\n",
            _labelsLast,
            "line 2, column 2 ('island'): expected a finite number; found 'Dream'. If the column has categories, set "
            + "CsvOptions.OneHot = [new(\"island\", \"Biscoe\", \"Dream\")]. If the column is not needed, set "
            + "CsvOptions.IgnoredColumns = [\"island\"].");
        string ids = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},id{i},{i % 2}\n"));
        AssertRefused(
            ids,
            _labelsLast,
            "line 1, column 2: expected a finite number; found 'id0'. If the column is not needed, set CsvOptions.IgnoredColumns = [1].");
    }

    [Fact]
    public void Texts_of_several_columns_bring_one_remedy()
    {
        const string Start =
            "line 2, column 1 ('island'): expected a finite number; found 'Dream'. Texts are in column 1 ('island'), column 3 ('sex')";
        const string Some = "island,x,sex,species\nDream,1,f,a\nBiscoe,2,m,b\nDream,3,m,a\nDream,4,?,b\n";
        AssertRefused(
            Some,
            _labelsLast,
            Start + ". If they are categories, set CsvOptions.OneHot = [new(\"island\", \"Biscoe\", \"Dream\"), "
            + "new(\"sex\", \"f\", \"m\")]; set CsvOptions.IgnoredColumns = [\"island\", \"sex\"] for what is not needed.");
        AssertRefused(
            Some,
            _labelsLast with { FeatureColumns = ["sex", "x", "island"] },
            "line 2, column 3 ('sex'): expected a finite number; found 'f'. Texts are in column 1 ('island'), column 3 ('sex'). If they "
            + "are "
            + "categories, set CsvOptions.OneHot = [new(\"island\", \"Biscoe\", \"Dream\"), new(\"sex\", \"f\", \"m\")]; leave out of "
            + "CsvOptions.FeatureColumns what is not needed.");
        string ids = string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i % 2 == 0 ? "Dream" : "Biscoe")},{i * i},f,id{i},a\n"));
        AssertRefused(
            "island,x,sex,id,species\n" + ids,
            _labelsLast,
            Start + ", column 4 ('id'). If they are categories, set CsvOptions.OneHot = [new(\"island\", \"Biscoe\", \"Dream\"), "
            + "new(\"sex\", \"f\")]; set CsvOptions.IgnoredColumns = [\"id\"] for what is not needed.");
        AssertRefused(
            "color,shape,kind\nred,round,a\nblue,round,b\n",
            _labelsLast,
            "line 1, column 1: expected a finite number; found 'color'. If line 1 names the columns, set CsvOptions.HeaderLines = 1. Texts "
            + "are in column 1, column 2. If they are categories, set CsvOptions.OneHot = [new(0, \"blue\", \"color\", \"red\"), new(1, "
            + "\"round\", \"shape\")]; set CsvOptions.IgnoredColumns = [0, 1] for what is not needed.");
    }

    [Theory]
    [InlineData("inf", false, Missing1 + "inf" + Missing2 + NotNeeded)]
    [InlineData("missing", false, Missing1 + "missing" + Missing2 + NotNeeded)]
    [InlineData("A/5 21171", false, NotNeeded)]
    [InlineData("1,234.5", false, " If ',' groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("-1,234,567", false, " If ',' groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("1.234,5", false, " If '.' groups thousands, write the numbers without it, and set CsvOptions.DecimalComma." + NotNeeded)]
    [InlineData("1.234,5", true, " If '.' groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("1 234", false, " If ' ' groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("12\u00A0345.5", false, " If <U+00A0> groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("1'234", false, " If ''' groups thousands, write the numbers without it." + NotNeeded)]
    [InlineData("1 2", false, NotNeeded)]
    [InlineData("1.2.3", false, NotNeeded)]
    public void A_text_among_numbers_brings_a_remedy(string text, bool decimalComma, string remedy)
    {
        string found = CsvTextShown(text);
        AssertRefused(
            $"5;0\n\"{text}\";1\n",
            _twoClassesLast with { DecimalComma = decimalComma },
            $"line 2, column 1: expected a finite number; found '{found}'.{remedy}");

        static string CsvTextShown(string text) => text.Replace("\u00A0", "<U+00A0>", StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_for_missing_values_are_added_to_those_that_are_set()
    {
        AssertRefused(
            "5;0\n-;1\n",
            _twoClassesLast with { MissingTexts = ["", "."] },
            "line 2, column 1: expected a finite number; found '-'. If it stands for a missing value, set CsvOptions.MissingTexts = [\"\", "
            + "\".\", \"-\"]." + NotNeeded);
        var options = _twoClassesLast with
        {
            MissingTexts = [.. CsvOptions.DefaultMissingTexts, "-"], MissingValues = MissingValues.FillWithMean,
        };
        Assert.Equal([[5], [float.NaN], [float.NaN]], Read<float>("5;0\n-;1\nNA;1\n", options).Inputs());
    }

    [Theory]
    [InlineData("a,b,label\n1,2,x\n3,4,y\n,,\n , ,\n\n,,,,\n", 2)]
    [InlineData("a,b,label\n1,2,x\n,,\n3,4,y", 1)]
    [InlineData("a;b;label\n1;2;x\n3;4;y\n;;\n", 2)]
    public void Lines_of_separators_alone_at_the_end_do_not_count(string text, int countBefore)
    {
        var options = new CsvOptions { MissingValues = MissingValues.SkipRows };
        DataSet<float> data = Read<float>(text, options);
        Assert.Equal((2, 2 - countBefore), (data.Count, data.SkippedRows));

        // Where the line is among others, it stays one of the lines to predict from.
        options = options with { MissingValues = MissingValues.FillWithMean };
        Assert.Equal(4 - countBefore, CsvFile.ReadInputs<float>(new StringReader(text), "text", options).Count);
    }

    [Fact]
    public void A_byte_order_mark_in_a_text_is_no_part_of_a_name() =>
        Assert.Equal([1, 0], Read<float>("\uFEFFlabel,x\n1,5\n0,6\n", new CsvOptions { LabelColumn = "label" }).Labels());

    [Fact]
    public void Numbers_that_no_array_holds_are_refused_with_the_line()
    {
        const string End = ", as an array holds no more; found more. Split the file, or read it by DataSet.FromSource.";
        AssertTooMany("1,2,0\n3,4,1\n5,6,0\n", _labelsLast, 5, $"line 3: expected at most 5 numbers in all features{End}");
        AssertTooMany(
            "1,2\n3,4\n5,6\n", new CsvOptions { TargetColumns = [1] }, 2, $"line 3: expected at most 2 numbers in all features{End}");
        AssertTooMany(
            "1,2,3\n4,5,6\n",
            new CsvOptions { TargetColumns = [1, 2] },
            3,
            $"line 2: expected at most 3 numbers in all targets{End}");
        Assert.Equal(3, new CsvParser<float>(new StringReader("1,2,0\n3,4,1\n5,6,0\n"), "some file", _labelsLast, true, 6).Read().Count);

        static void AssertTooMany(string text, CsvOptions options, int most, string message) => Assert.Equal(
            $"some file, {message}",
            Assert.Throws<InvalidDataException>(
                () => new CsvParser<float>(new StringReader(text), "some file", options, true, most).Read()).Message);
    }

    [Fact]
    public void Lines_are_counted_with_the_header_and_within_quotation_marks()
    {
        string ofColumn = Missing1 + "x" + Missing2 + " If the column is not needed, set CsvOptions.IgnoredColumns = ";
        AssertRefused(
            "a,b\n1,0\nx,0", _twoClassesLast, "line 3, column 1 ('a'): expected a finite number; found 'x'." + ofColumn + "[\"a\"].");
        AssertRefused(
            "\"a\n\n\",b\n1,0\nx,0",
            _twoClassesLast,
            "line 5, column 1 ('a<U+000A><U+000A>'): expected a finite number; found 'x'." + ofColumn + "[\"a\\u000A\\u000A\"].");
        AssertRefused("a,b\n", _twoClassesLast, "line 2: expected at least one sample; the file ends here.");
    }

    [Fact]
    public void Options_that_do_not_fit_the_file_are_refused()
    {
        AssertRefused(
            "10,3", _labelsLast with { LabelColumn = 2 }, "line 1: expected the column 2 of CsvOptions.LabelColumn; found 2 columns.");
        AssertRefused(
            "10,3", _labelsLast with { LabelColumn = ^3 }, "line 1: expected the column ^3 of CsvOptions.LabelColumn; found 2 columns.");
        AssertRefused(
            "10,3",
            _labelsLast with { LabelColumn = "kind" },
            "line 1: expected the column 'kind' of CsvOptions.LabelColumn; found no names of columns. Set CsvOptions.HeaderLines if there "
            + "are any, or give the column's index.");
        AssertRefused(
            "a,b\n10,3",
            _labelsLast with { LabelColumn = "kind" },
            "line 2: expected the column 'kind' of CsvOptions.LabelColumn; found 'a', 'b'.");
        AssertRefused(
            "a,b,B\n10,3,4",
            _labelsLast with { LabelColumn = "A", IgnoredColumns = [0] },
            "line 2: column 1 ('a') is named twice by the options.");
        AssertRefused(
            "a,b,b\n10,3,4",
            _labelsLast with { LabelColumn = "b" },
            "line 2: expected one column 'b'; found 2. Give the index of the one that is meant.");
        AssertRefused(
            "10,1",
            _twoClassesLast with { FeatureScale = 1e38 },
            "line 1, column 1: expected a number that stays finite when scaled; found '10'.");
    }

    [Fact]
    public void Columns_can_be_left_out_and_categories_become_features()
    {
        var options = new CsvOptions
        {
            LabelColumn = "kind", IgnoredColumns = ["Id", ^1], OneHot = [new("color", "red", "green", "blue")], FeatureScale = 10,
        };
        DataSet<float> data = Read<float>("id,color,size,kind,note\nA7,green,0.5,1,hm\nA8,blue,2,0,\n", options);
        Assert.Equal(["color=red", "color=green", "color=blue", "size"], data.FeatureNames!);
        Assert.Equal([[0, 1, 0, 5], [0, 0, 1, 20]], data.Inputs());
        Assert.Equal([1, 0], data.Labels());
        AssertRefused(
            "id,color,size,kind,note\nA7,Red,0.5,1,hm\n",
            options,
            "line 2, column 2 ('color'): expected one of the categories 'red', 'green', 'blue'; found 'Red'.");
    }

    [Fact]
    public void Text_that_is_not_utf_8_is_refused() => AssertRefused(
        () => CsvFile.ReadDataSet<float>(_folder.Write("latin1.csv", [.. "1,a\n2,b\n3,"u8, 0xE9]), _labelsLast),
        "latin1.csv, line 3: ",
        "expected text in UTF-8; found the byte 0xE9. Save the file as UTF-8, or read it by a StreamReader of its encoding, such as "
        + "Encoding.Latin1.");

    [Fact]
    public void Files_of_other_kinds_are_told_apart()
    {
        AssertOther([.. "PK"u8, 3, 4, 20, 0], "a ZIP archive, such as an .xlsx file. Save the sheet as CSV.");
        AssertOther([0x93, .. "NUMPY"u8, 1, 0], "a file of NumPy. Read it by NpyFile.");
        AssertOther(Encoding.Unicode.GetBytes("1,2,0\n3,4,1\n"), "what may be UTF-16 without a byte order mark. Save the file as UTF-8.");

        void AssertOther(byte[] content, string found) => AssertRefused(
            () => CsvFile.ReadDataSet<float>(_folder.Write("other.csv", content), _labelsLast),
            "other.csv, byte 0: expected text; found ",
            found);
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
        CsvFile.ReadDataSet<float>(stream, "stream", _twoClassesLast);
        Assert.True(stream.CanRead);
        using var reader = new StringReader("1,0");
        CsvFile.ReadDataSet<float>(reader, "reader", _twoClassesLast);
        Assert.Equal(-1, reader.Read());
    }

    private static DataSet<T> Read<T>(string text, CsvOptions options)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        CsvFile.ReadDataSet<T>(new StringReader(text), "text", options);

    private static void AssertRefused(string text, CsvOptions options, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", options));
        Assert.Equal($"some file, {message}", exception.Message);
    }

    private static void AssertRefused(Action read, string part, string end)
    {
        var exception = Assert.Throws<InvalidDataException>(read);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, exception.Message, StringComparison.Ordinal);
    }
}
