using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Every rule has a page and a row in the release notes, and the examples of the pages do what they say.</summary>
public sealed partial class DiagnosticPagesTests
{
    public static TheoryData<string> Ids => [.. Descriptors.Select(descriptor => descriptor.Id)];

    private static DiagnosticDescriptor[] Descriptors { get; } =
    [
        .. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>(),
    ];

    // What the compiler says of the same mistake; nothing of all others.
    private static readonly Dictionary<string, string[]> CompilerErrors = new(StringComparer.Ordinal)
    {
        ["NETGEN0001"] = ["CS0260"],
        ["NETGEN0002"] = ["CS0260"],
        ["NETGEN0036"] = ["CS0579"],
    };

    [Fact]
    public void The_analyzer_supports_every_rule()
    {
        Assert.Equal(
            Descriptors.OrderBy(descriptor => descriptor.Id),
            new NetworkAnalyzer().SupportedDiagnostics.OrderBy(descriptor => descriptor.Id));
        Assert.Equal(Enumerable.Range(1, Descriptors.Length).Select(i => $"NETGEN{i:0000}"),
            Descriptors.Select(descriptor => descriptor.Id));
    }

    [Fact]
    public void There_are_no_other_pages_and_rows()
    {
        Assert.Equal(
            Ids.Select(row => row.Data),
            Directory.GetFiles(RepositoryFiles.DiagnosticPages, "NETGEN*.md")
                .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!);
        Assert.Equal(Ids.Select(row => row.Data), ReleaseRows().Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_documented(string id)
    {
        DiagnosticDescriptor descriptor = Find(id);
        Assert.Equal("", descriptor.HelpLinkUri);
        Assert.Equal($"https://host/docs/diagnostics/{id}.md", Rules.HelpLinkOf(id, "https://host/docs"));
        Assert.Equal($"https://host/docs/diagnostics/{id}.md", Rules.HelpLinkOf(id, "https://host/docs/"));
        Assert.Equal("NetGen", descriptor.Category);
        Assert.True(descriptor.IsEnabledByDefault);

        string title = descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string severity = descriptor.DefaultSeverity.ToString();
        string page = ReadPage(id);
        Assert.StartsWith($"# {id}: {title}\n\nSeverity: {severity.ToLowerInvariant()}\n\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Example\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Fix\n", page, StringComparison.Ordinal);
        Assert.Equal([id, "NetGen", severity, title], Assert.Single(ReleaseRows(), row => row[0] == id));

        string index = File.ReadAllText(Path.Combine(RepositoryFiles.DiagnosticPages, "README.md"));
        Match row = Regex.Match(
            index, $@"^\| \[{id}\]\({id}\.md\) \| {severity.ToLowerInvariant()} \| {Regex.Escape(title)} \|( .+)? \|$",
            RegexOptions.Multiline);
        Assert.True(row.Success);
        bool isFixed = FixRun.Providers.Any(provider => provider.FixableDiagnosticIds.Contains(id));
        Assert.Equal(isFixed, row.Groups[1].Success);
        Assert.Equal(isFixed, page.Contains("There is a code fix: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_wrong_examples_trigger_the_rule_and_nothing_else(string id)
    {
        List<Example> examples = ExamplesOf(id, "wrong");
        Assert.NotEmpty(examples);
        foreach (Example example in examples)
        {
            (Compilation output, IReadOnlyList<Diagnostic> found) = await RunAsync(example);
            Assert.Equal([id], found.Select(diagnostic => diagnostic.Id).Distinct());
            Assert.Equal(
                CompilerErrors.GetValueOrDefault(id, []),
                output.GetDiagnostics(TestContext.Current.CancellationToken)
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_right_examples_trigger_nothing(string id)
    {
        List<Example> examples = ExamplesOf(id, "right");
        Assert.NotEmpty(examples);
        foreach (Example example in examples)
        {
            (Compilation output, IReadOnlyList<Diagnostic> found) = await RunAsync(example);
            Assert.Empty(found);
            AssertNoErrors(output);
            Assert.True(output.SyntaxTrees.Count() > 1);
        }
    }

    // Without kernels, which would have to be compiled for every example.
    private static async Task<(Compilation Output, IReadOnlyList<Diagnostic> Found)> RunAsync(Example example)
    {
        _ = TestCompilation.CreateDriver(example.Language).RunGeneratorsAndUpdateCompilation(
            TestCompilation.Create(
                [example.IsGenerated ? "" : example.Source], language: example.Language, optimization: OptimizationLevel.Debug),
            out Compilation output,
            out _,
            TestContext.Current.CancellationToken);
        if (example.IsGenerated)
        {
            output = output.AddSyntaxTrees(TestCompilation.Parse(example.Source, "Other/Other.Generator/Example.g.cs", example.Language));
        }

        return (output, await TestCompilation.AnalyzeAsync(output));
    }

    private static void AssertNoErrors(Compilation output) => Assert.DoesNotContain(
        output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Find(string id) => Descriptors.Single(descriptor => descriptor.Id == id);

    private static string ReadPage(string id) => File.ReadAllText(Path.Combine(RepositoryFiles.DiagnosticPages, id + ".md"));

    private static List<Example> ExamplesOf(string id, string mark)
    {
        var examples = new List<Example>();
        foreach (Match match in CodeBlock().Matches(ReadPage(id)))
        {
            LanguageVersion language = LanguageVersion.CSharp13;
            if (match.Groups["version"].Success)
            {
                Assert.True(LanguageVersionFacts.TryParse(match.Groups["version"].Value, out language));
            }

            if (match.Groups["mark"].Value == mark)
            {
                examples.Add(new Example(match.Groups["code"].Value, language, match.Groups["generated"].Success));
            }
        }

        return examples;
    }

    private static string[][] ReleaseRows() =>
    [
        .. new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(name => File.ReadAllLines(Path.Combine(RepositoryFiles.Generator, name)))
            .Where(line => line.StartsWith("NETGEN", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")),
    ];

    [GeneratedRegex(
        @"^```csharp (?<mark>\w+)(?: LangVersion=(?<version>\S+))?(?<generated> generated)?\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // What is marked as generated stands for the output of another generator.
    private sealed record Example(string Source, LanguageVersion Language, bool IsGenerated);
}
