using System.Collections.Immutable;
using System.Globalization;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Tests;

/// <summary>
/// The folders of the library depend on each other in one direction: a file uses only what is declared in its folder or an earlier one.
/// </summary>
public sealed class LibraryFoldersTests
{
    /// <summary>First to last.</summary>
    private static readonly ImmutableArray<string> Order =
    [
        "Declaration", "Topology", "Layout", "Machine", "Numerics", "Parameters", "Initialization", "Optimization", "Threading", "Networks",
        "Layers", "Heads", "Reference", "CompilerServices", "Serialization", "Data", "Models", "Metrics", "Training", "Runtime", "Search",
    ];

    // What the SDK adds to every file.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<ImmutableArray<Use>> Uses = new(FindUses);

    [Fact]
    public void Every_folder_has_its_place() => Assert.Equal(
        Order.Order(StringComparer.Ordinal), Files().Select(FolderOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_folder_uses_a_later_one()
    {
        string[] wrong =
        [
            .. Uses.Value
                .Where(use => Order.IndexOf(use.From) < Order.IndexOf(use.To))
                .GroupBy(use => (use.From, use.To))
                .Select(uses => $"{uses.Key.From} uses {uses.Key.To}: {string.Join("; ", uses.Select(use => use.Place).Distinct())}"),
        ];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    /// <summary>What the reference is to prove right, or wrong, must not come from it.</summary>
    [Theory]
    [InlineData("CompilerServices")]
    [InlineData("Layers")]
    [InlineData("Heads")]
    public void Kernels_do_not_use_the_reference(string folder) =>
        Assert.DoesNotContain(Uses.Value, use => use.From == folder && use.To == "Reference");

    [Theory]
    [InlineData("CompilerServices")]
    [InlineData("Layers")]
    [InlineData("Heads")]
    public void The_reference_does_not_use_kernels(string folder) =>
        Assert.DoesNotContain(Uses.Value, use => use.From == "Reference" && use.To == folder);

    /// <summary>The search finds uses of types, of members and of extension methods, or it would find no wrong ones either.</summary>
    [Fact]
    public void Known_uses_are_found()
    {
        Assert.Contains(Uses.Value, use => (use.From, use.To) == ("Topology", "Declaration") && use.Name == "Activation");
        Assert.Contains(Uses.Value, use => (use.From, use.To) == ("Parameters", "Layout") && use.Name == "NetworkLayout");
        Assert.Contains(Uses.Value, use => (use.From, use.To) == ("Reference", "Numerics") && use.Name == "Elementary");
        Assert.Contains(Uses.Value, use => (use.From, use.To) == ("CompilerServices", "Layers") && use.Name == "WideLayerErrors");
    }

    private static IEnumerable<string> Files() => Directory
        .EnumerateFiles(RepositoryFiles.Library, "*.cs", SearchOption.AllDirectories)
        .Where(path => FolderOf(path) is not ("obj" or "bin"));

    // The first folder below that of the library.
    private static string FolderOf(string path) =>
        Path.GetRelativePath(RepositoryFiles.Library, path).Split(Path.DirectorySeparatorChar)[0];

    private static ImmutableArray<Use> FindUses()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "NetGen",
            Files().Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))
                .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options)),
            Net100.References.All,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).SelectMany(tree => UsesOf(tree, compilation))];
    }

    private static IEnumerable<Use> UsesOf(SyntaxTree tree, CSharpCompilation compilation)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        string from = FolderOf(tree.FilePath);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            foreach (string path in PathsOf(model.GetSymbolInfo(name).Symbol))
            {
                if (FolderOf(path) is string to && to != from)
                {
                    int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                    FormattableString place = $"{name.Identifier.Text} in {Path.GetFileName(tree.FilePath)}:{line}";
                    yield return new Use(from, to, name.Identifier.Text, place.ToString(CultureInfo.InvariantCulture));
                }
            }
        }
    }

    // Where a type or a member of one is declared; of a partial one, all places, of which the first counts: others add to it.
    private static IEnumerable<string> PathsOf(ISymbol? symbol)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: IMethodSymbol extension } ? extension : symbol;
        return symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol
            ? symbol.OriginalDefinition.DeclaringSyntaxReferences
                .Select(reference => reference.SyntaxTree.FilePath)
                .OrderBy(path => Order.IndexOf(FolderOf(path)))
                .Take(1)
            : [];
    }

    private sealed record Use(string From, string To, string Name, string Place);
}
