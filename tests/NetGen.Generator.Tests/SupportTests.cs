using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace NetGen.Generator.Tests;

/// <summary>The checks that the other tests rely on do fail where they should.</summary>
public sealed class SupportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_walk_finds_what_keeps_a_compilation_alive()
    {
        var compilation = TestCompilation.Create(["class A;"]);
        Assert.Throws<FalseException>(() => ModelWalk.AssertFreeOfCompilation(compilation));
        Assert.Throws<FalseException>(() => ModelWalk.AssertFreeOfCompilation(new EquatableArray<object>([1, compilation.SyntaxTrees[0]])));
        Assert.Throws<FalseException>(() => ModelWalk.AssertFreeOfCompilation(("a", new Lazy<Location>(Location.None))));
        ModelWalk.AssertFreeOfCompilation(new EquatableArray<object>([1, "a", new ContainingTypeSpec("class", "A")]));
    }

    [Fact]
    public void A_missing_snapshot_fails_and_leaves_the_received_file()
    {
        string failures = Check("a\nb\n");
        Assert.Contains("There is no T.M#Net.g.verified.cs", failures, StringComparison.Ordinal);
        Assert.Equal("a\nb\n", Read("T.M#Net.g.received.cs"));
    }

    [Fact]
    public void A_difference_is_shown_by_lines()
    {
        Write("T.M#Net.g.verified.cs", "1\n2\n3\n4\n5\n6\n");
        string failures = Check("1\n2\n3\n4\nfive\n6\n");
        Assert.Contains("...\n 2\n 3\n 4\n-5\n+five\n 6\n", failures.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain(" 1\n", failures.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("1\n2\n3\n4\nfive\n6\n", Read("T.M#Net.g.received.cs"));
    }

    [Fact]
    public void Line_ends_count()
    {
        Write("T.M#Net.g.verified.cs", "1\n2\n");
        Assert.NotEmpty(Check("1\r\n2\r\n"));
    }

    [Fact]
    public void An_equal_snapshot_passes_and_removes_the_received_file()
    {
        Write("T.M#Net.g.verified.cs", "1\n");
        Write("T.M#Net.g.received.cs", "2\n");
        Assert.Empty(Check("1\n"));
        Assert.False(File.Exists(Path.Combine(_folder, "T.M#Net.g.received.cs")));
    }

    [Fact]
    public void A_snapshot_of_nothing_fails()
    {
        Write("T.M#Old.g.verified.cs", "1\n");
        Write("T.M#Net.g.verified.cs", "1\n");
        Write("T.Other#Old.g.verified.cs", "1\n");
        Assert.Equal("T.M#Old.g.verified.cs is not generated any more.", Check("1\n").TrimEnd());
    }

    [Fact]
    public void Accepting_writes_and_removes()
    {
        Write("T.M#Old.g.verified.cs", "1\n");
        Write("T.M#Net.g.received.cs", "2\n");
        Assert.Empty(Check("2\n", accept: true));
        Assert.Equal("T.M#Net.g.verified.cs", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
        Assert.Equal("2\n", Read("T.M#Net.g.verified.cs"));
    }

    private string Check(string text, bool accept = false) =>
        Snapshot.Check(_folder, "T.M", new Dictionary<string, string> { ["Net.g.cs"] = text }, accept);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));
}
