using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Tests;

public class MethodLengthTests
{
    private const int MaxLines = 60;

    [Theory]
    [InlineData("src")]
    [InlineData("generator")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void No_body_of_a_method_is_longer_than_a_screen(string folder)
    {
        string root = Path.Combine(RepositoryFiles.Root, folder);
        var files = RepositoryFiles.Sources(folder).Where(file => !file.EndsWith(".verified.cs", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => LongMethods(File.ReadAllText(file))
            .Select(method => string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetRelativePath(root, file)}: {method.Name}, {method.Lines} lines"))));
    }

    [Fact]
    public void Lines_between_the_braces_count()
    {
        string longest = string.Concat(Enumerable.Repeat("x++;\n", MaxLines));
        string source = $"class C {{ void M(int x)\n{{\n{longest}}}\n void N(int x)\n{{\nx++;\n{longest}}}\n }}";
        Assert.Equal([("N", MaxLines + 1)], LongMethods(source));
    }

    private static IEnumerable<(string Name, int Lines)> LongMethods(string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        return
            from body in tree.GetRoot().DescendantNodes().OfType<BlockSyntax>()
            where body.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
            let span = tree.GetLineSpan(body.Span)
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line - 1
            where lines > MaxLines
            select (body.Parent is MethodDeclarationSyntax method ? method.Identifier.Text : body.Parent!.Kind().ToString(), lines);
    }
}
