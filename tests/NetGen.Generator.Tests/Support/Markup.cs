using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator.Tests;

/// <summary>A source with the places of expected diagnostics marked, as in <c>class {|NETGEN0001:Net|};</c>. Marks can be nested.</summary>
internal static class Markup
{
    // Errors after which the compiler runs no analyzers: a missing modifier partial, an attribute that is there twice.
    private static readonly string[] Early = ["CS0260", "CS0579"];

    /// <summary>
    /// Checks that the analyzer reports exactly the marked diagnostics, with these messages in the order of the source, that the
    /// generator adds a network only if none of them is an error, that neither throws, and that an unrelated file changes nothing.
    /// </summary>
    public static async Task CheckAsync(string marked, params string[] messages)
    {
        IReadOnlyList<Diagnostic> found = await CheckAsync(marked, LanguageVersion.CSharp13);
        Assert.Equal(messages, found.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public static async Task<IReadOnlyList<Diagnostic>> CheckAsync(string marked, LanguageVersion language)
    {
        (string source, IReadOnlyList<(string Id, TextSpan Span)> expected) = Read(marked);
        // Without optimization the kernels are the library's, and little is generated.
        CSharpCompilation compilation = TestCompilation.Create([source], language: language, optimization: OptimizationLevel.Debug);
        GeneratorDriver driver = TestCompilation.CreateDriver(language).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        GeneratorRun.AssertQuiet(driver, compilation, language);

        IReadOnlyList<Diagnostic> found;
        using (new HostileCulture())
        {
            found = await TestCompilation.AnalyzeAsync(output);
        }

        // What the generator reports itself, because the compiler stops at an error of its own, is what the analyzer reports too.
        string[] reported = [.. found.Select(diagnostic => diagnostic.ToString())];
        string[] early = [.. result.Diagnostics.Select(diagnostic => diagnostic.ToString())];
        Assert.Subset(reported.ToHashSet(), early.ToHashSet());
        Assert.Equal(
            ErrorsOf(output).Any(error => Early.Any(id => error.Contains(id, StringComparison.Ordinal)))
                && reported.Any(line => line.Contains(": error NETGEN", StringComparison.Ordinal)),
            early.Length > 0);

        // Right declarations get a network. Wrong ones get a shell at most, which adds no error to those of the compiler.
        IReadOnlyList<string> before = ErrorsOf(compilation);
        if (found.Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error))
        {
            Assert.Empty(result.TrackedSteps.GetValueOrDefault(NetworkGenerator.EmitStep, []).SelectMany(step => step.Outputs));
            Assert.All(ErrorsOf(output).Except(before), error => Assert.Contains("error CS0260", error, StringComparison.Ordinal));
        }
        else if (before.Count == 0)
        {
            Assert.NotEmpty(result.GeneratedSources);
        }

        Assert.Equal(
            expected.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Id, StringComparer.Ordinal)
                .Select(mark => $"{mark.Id} at '{source.Substring(mark.Span.Start, mark.Span.Length)}' {mark.Span}"),
            found.Select(diagnostic => $"{diagnostic.Id} at '{TextOf(diagnostic)}' {diagnostic.Location.SourceSpan}"));
        return found;
    }

    private static IReadOnlyList<string> ErrorsOf(Compilation compilation) =>
    [
        .. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString()),
    ];

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan) ?? "";

    private static (string Source, IReadOnlyList<(string Id, TextSpan Span)> Marks) Read(string marked)
    {
        var source = new StringBuilder();
        var marks = new List<(string, TextSpan)>();
        var open = new Stack<(string Id, int Start)>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked.AsSpan(i).StartsWith("{|NETGEN"))
            {
                int colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (open.Count > 0 && marked.AsSpan(i).StartsWith("|}"))
            {
                (string id, int start) = open.Pop();
                marks.Add((id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else
            {
                _ = source.Append(marked[i]);
            }
        }

        return (source.ToString(), marks);
    }
}
