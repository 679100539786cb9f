namespace NetGen.Generator.Tests;

/// <summary>Templates of source, and the offsets in them.</summary>
public sealed class SourceWriterTests
{
    [Fact]
    public void A_template_is_indented_like_what_it_stands_in()
    {
        var source = new SourceWriter();
        using (source.Block("class A"))
        {
            source.Write($$"""
                void B()
                {
                    C({{1234}}, {{"d"}});

                    E();
                }
                """);
        }

        Assert.Equal("class A\n{\n    void B()\n    {\n        C(1234, d);\n\n        E();\n    }\n}\n", source.ToString());
    }

    [Fact]
    public void A_hole_that_writes_lines_is_indented_like_the_hole()
    {
        var source = new SourceWriter();
        source.Write($$"""
            {
                {{() => source.Write($"a;\nb;")}}
                {{new[] { "c;", "d;" }}}
            }
            """);
        Assert.Equal("{\n    a;\n    b;\n    c; d;\n}\n", source.ToString());
    }

    [Fact]
    public void A_hole_that_writes_nothing_leaves_no_line()
    {
        var source = new SourceWriter();
        source.Write($$"""
            a;
                {{Array.Empty<string>()}}
            {{() => { }}}
            b;
            """);
        Assert.Equal("a;\nb;\n", source.ToString());
    }

    [Fact]
    public void An_empty_text_leaves_an_empty_line()
    {
        var source = new SourceWriter();
        source.Write($"a;\n{""}\nb;");
        Assert.Equal("a;\n\nb;\n", source.ToString());
    }

    [Fact]
    public void A_hole_that_writes_lines_stands_alone()
    {
        var source = new SourceWriter();
        Assert.Throws<InvalidOperationException>(() => source.Write($"a; {() => source.Line("b;")}"));
    }

    [Fact]
    public void Statements_go_into_a_line_as_long_as_they_fit()
    {
        var source = new SourceWriter();
        source.Write($$"""
            {
                {{Enumerable.Repeat("Statement(0123456789);", 20)}}
            }
            """);
        string[] lines = source.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
        Assert.Equal(20, source.ToString().Split("Statement").Length - 1);
        Assert.True(lines[1].Length + " Statement(0123456789);".Length > 140);
    }

    [Fact]
    public void An_offset_leaves_out_what_is_zero()
    {
        var row = Offset.Of("row");
        var k = Offset.Of("k");
        Assert.Equal("(row * 32) + k + 64", ((row * 32) + k + 60 + 4).ToString());
        Assert.Equal("row", (row * 1).ToString());
        Assert.Equal("row + 5", (row + (k * 0) + 5).ToString());
        Assert.Equal("(k * 6) + 9", ((((k * 2) + 3) * 3) + 0).ToString());
        Assert.Equal("0", default(Offset).ToString());
        Assert.Equal("7", ((Offset)7).ToString());
        Assert.Equal([true, true, false, false], new[] { default, row * 0, row, (Offset)1 }.Select(offset => offset.IsZero));
    }
}
