using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetGen.Generator.Tests;

/// <summary>Compiles sources in memory against .NET 10 and the runtime library, as strictly as the compiler can.</summary>
internal static class TestCompilation
{
    private static readonly MetadataReference Library =
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "NetGen.dll"));

    private static readonly ImmutableArray<MetadataReference> References = [.. Net100.References.All, Library];

    /// <summary>Parse options that also check documentation comments.</summary>
    public static CSharpParseOptions ParseOptions(LanguageVersion language = LanguageVersion.CSharp13) =>
        new(language, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(
        IReadOnlyList<string> sources,
        bool nullable = true,
        bool isChecked = false,
        LanguageVersion language = LanguageVersion.CSharp13,
        OptimizationLevel optimization = OptimizationLevel.Release) =>
        CSharpCompilation.Create(
            "Networks",
            sources.Select((source, i) => Parse(source, $"Source{i}.cs", language)),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: optimization,
                warningLevel: 9999,
                checkOverflow: isChecked,
                allowUnsafe: false,
                deterministic: true,
                nullableContextOptions: nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable));

    /// <summary>A compilation in which the library has only these names, in place of that of the global namespace.</summary>
    public static CSharpCompilation WithAliases(CSharpCompilation compilation, params ImmutableArray<string> aliases) =>
        compilation.ReplaceReference(Library, Library.WithAliases(aliases));

    public static SyntaxTree Parse(string source, string path, LanguageVersion language = LanguageVersion.CSharp13) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions(language), path, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A driver that keeps account of its steps.</summary>
    public static GeneratorDriver CreateDriver(LanguageVersion language = LanguageVersion.CSharp13) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        TestModels.All,
        parseOptions: ParseOptions(language),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>What the analyzer reports, after suppression, in the order of the source; fails if it throws.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(
        Compilation compilation, AnalyzerConfigOptionsProvider? config = null, ImmutableArray<AdditionalText>? models = null)
    {
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(models ?? TestModels.Of(compilation), config ?? new EmptyConfig()),
            (exception, _, _) => thrown = exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false,
            analyzerExceptionFilter: null);
        ImmutableArray<Diagnostic> found = await compilation
            .WithAnalyzers([new NetworkAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Null(thrown);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return
        [
            .. found
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }

    private sealed class EmptyConfig : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new NoOptions();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class NoOptions : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }
    }
}
