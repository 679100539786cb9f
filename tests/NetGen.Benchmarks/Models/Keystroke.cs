using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.Benchmarks.Models;

/// <summary>What the generator takes after a keystroke, in a project with one network.</summary>
internal static class Keystroke
{
    private const int Edits = 200;

    /// <summary>The median of milliseconds.</summary>
    /// <param name="declaration">The network.</param>
    /// <param name="description">The description of its model; null if it has none.</param>
    public static double Measure(string declaration, string? description)
    {
        CSharpParseOptions language = new(LanguageVersion.CSharp13);
        SyntaxTree network = CSharpSyntaxTree.ParseText("using NetGen;\n" + declaration, language);
        SyntaxTree program = Program(0, language);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Typing",
            [network, program],
            [
                .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                    .Where(path => !Path.GetFileName(path).StartsWith("NetGen.Generator", StringComparison.Ordinal))
                    .Select(path => MetadataReference.CreateFromFile(path)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        ImmutableArray<AdditionalText> texts = description is null ? [] : [new Text(description)];
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new NetworkGenerator().AsSourceGenerator()], texts, language)
            .RunGenerators(compilation);
        if (driver.GetRunResult().GeneratedTrees.Length == 0)
        {
            throw new InvalidOperationException($"Nothing was generated for: {declaration}");
        }

        var times = new List<double>();
        for (int edit = 1; edit <= Edits; edit++)
        {
            SyntaxTree edited = Program(edit, language);
            compilation = compilation.ReplaceSyntaxTree(program, edited);
            program = edited;
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static SyntaxTree Program(int edit, CSharpParseOptions language) =>
        CSharpSyntaxTree.ParseText($"internal static class Typed {{ public static int Value => {edit}; }}", language, "Typed.cs");

    private sealed class Text(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }
}
