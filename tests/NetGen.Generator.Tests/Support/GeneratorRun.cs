using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>The generator run on right declarations, with everything checked that holds for every run.</summary>
internal sealed class GeneratorRun
{
    private static readonly string[] Steps =
        [
            NetworkGenerator.ModelsStep, NetworkGenerator.ParseStep, NetworkGenerator.ClashesStep, NetworkGenerator.NameStep,
            NetworkGenerator.PlanStep, NetworkGenerator.EmitStep, NetworkGenerator.ErrorsStep,
        ];

    private GeneratorRun(Compilation output, ImmutableArray<GeneratedSourceResult> files, IReadOnlyList<NetworkSpec> specs)
    {
        Output = output;
        Files = files;
        Specs = specs;
    }

    /// <summary>The compilation with the generated files.</summary>
    public Compilation Output { get; }

    /// <summary>The generated files.</summary>
    public ImmutableArray<GeneratedSourceResult> Files { get; }

    /// <summary>The specs of the networks, in the order of the pipeline.</summary>
    public IReadOnlyList<NetworkSpec> Specs { get; }

    /// <summary>The spec of the only network.</summary>
    public NetworkSpec Spec => Assert.Single(Specs);

    /// <summary>
    /// Runs the generator under a hostile culture, checks that it caches and keeps nothing of the compilation, and compiles the result
    /// with every warning on; the long checks do so again with nullable off, checked, and in the newest version of the language.
    /// </summary>
    public static Task<GeneratorRun> CheckAsync(params string[] sources) => CheckWithAliasesAsync([], sources);

    /// <summary>The same with a reference to the library that has aliases.</summary>
    public static async Task<GeneratorRun> CheckWithAliasesAsync(ImmutableArray<string> aliases, params string[] sources)
    {
        CSharpCompilation plain = TestCompilation.WithAliases(
            TestCompilation.Create(sources, nullable: true, isChecked: false), aliases);
        GeneratorRun run = Run(plain, sources[0]);
        Assert.NotEmpty(run.Specs);
        await AssertCleanAsync(run.Output);
        if (!LongChecks.AreWanted)
        {
            return run;
        }

        const LanguageVersion Newest = LanguageVersion.Preview;
        CSharpCompilation strict = TestCompilation.WithAliases(
            TestCompilation.Create(sources, nullable: false, isChecked: true, Newest), aliases);
        await AssertCleanAsync(RunOnce(strict, TestCompilation.CreateDriver(Newest), out _));
        return run;
    }

    private static GeneratorRun Run(CSharpCompilation compilation, string firstSource)
    {
        GeneratorDriver driver = TestCompilation.CreateDriver();
        Compilation output = RunOnce(compilation, driver, out driver);
        GeneratorRunResult result = ResultOf(driver);
        AssertFreeOfCompilation(result);

        _ = RunOnce(compilation, driver, out GeneratorDriver same);
        AssertReasons(ResultOf(same), IncrementalStepRunReason.Cached);

        CSharpCompilation extended = compilation.AddSyntaxTrees(TestCompilation.Parse("// Nothing.\ninternal enum Unrelated { A, B }",
            "More.cs"));
        _ = RunOnce(extended, driver, out GeneratorDriver afterFile);
        AssertReasons(ResultOf(afterFile), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);

        // A line above the network moves every location in its file.
        SyntaxTree first = compilation.SyntaxTrees[0];
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(
            first, TestCompilation.Parse("// A comment.\n" + firstSource + "\n// Another.\n", first.FilePath));
        _ = RunOnce(edited, driver, out GeneratorDriver afterEdit);
        AssertReasons(ResultOf(afterEdit), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);

        IReadOnlyList<NetworkSpec> specs =
            [.. StepsOf(result, NetworkGenerator.NameStep).SelectMany(step => step.Outputs)
                .Select(value => value.Value).Cast<NetworkSpec>()];
        return new GeneratorRun(output, result.GeneratedSources, specs);
    }

    /// <summary>
    /// Checks of a driver that has run on a compilation, with whatever declarations, that its models keep nothing of the compilation and
    /// that an unrelated file changes no output.
    /// </summary>
    public static void AssertQuiet(GeneratorDriver driver, Compilation compilation, LanguageVersion language)
    {
        AssertFreeOfCompilation(ResultOf(driver));
        Compilation extended = compilation.AddSyntaxTrees(TestCompilation.Parse("internal enum Unrelated { A, B }", "More.cs", language));
        GeneratorRunResult after = ResultOf(driver.RunGenerators(extended, TestContext.Current.CancellationToken));
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in after.TrackedOutputSteps)
        {
            AssertReasons(name, steps, [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]);
        }
    }

    private static void AssertFreeOfCompilation(GeneratorRunResult result)
    {
        foreach (IncrementalGeneratorRunStep step in Steps.SelectMany(name => StepsOf(result, name)))
        {
            foreach ((object value, _) in step.Outputs)
            {
                ModelWalk.AssertFreeOfCompilation(value);
            }
        }
    }

    private static Compilation RunOnce(CSharpCompilation compilation, GeneratorDriver driver, out GeneratorDriver after)
    {
        Compilation output;
        ImmutableArray<Diagnostic> diagnostics;
        using (new HostileCulture())
        {
            after = driver.RunGeneratorsAndUpdateCompilation(
                compilation, out output, out diagnostics, TestContext.Current.CancellationToken);
        }

        Assert.Empty(diagnostics);
        Assert.Null(ResultOf(after).Exception);
        return output;
    }

    private static GeneratorRunResult ResultOf(GeneratorDriver driver) => Assert.Single(driver.GetRunResult().Results);

    private static ImmutableArray<IncrementalGeneratorRunStep> StepsOf(GeneratorRunResult result, string name) =>
        result.TrackedSteps.GetValueOrDefault(name, []);

    private static void AssertReasons(GeneratorRunResult result, params IncrementalStepRunReason[] allowed)
    {
        foreach (string name in Steps)
        {
            ImmutableArray<IncrementalGeneratorRunStep> steps = StepsOf(result, name);
            Assert.NotEmpty(steps);
            AssertReasons(name, steps, allowed);
        }

        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in result.TrackedOutputSteps)
        {
            AssertReasons(name, steps, allowed);
        }
    }

    private static void AssertReasons(
        string name, ImmutableArray<IncrementalGeneratorRunStep> steps, IncrementalStepRunReason[] allowed)
    {
        foreach ((_, IncrementalStepRunReason reason) in steps.SelectMany(step => step.Outputs))
        {
            Assert.True(allowed.Contains(reason), $"An output of step {name} is {reason}; expected {string.Join(" or ", allowed)}.");
        }
    }

    // Generated code must give no diagnostic at all, not even a hidden one; the test's own code no warning, but need not be documented.
    private static async Task AssertCleanAsync(Compilation output)
    {
        using var image = new MemoryStream();
        bool emitted = output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success;
        IEnumerable<Diagnostic> found = output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => IsGenerated(diagnostic)
                || (diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not "CS1591"));
        string text = string.Join("\n", found.Select(diagnostic => diagnostic.ToString()));
        Assert.True(text.Length == 0, text);
        Assert.True(emitted);

        Assert.Empty(await TestCompilation.AnalyzeAsync(output));
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.Contains(nameof(NetworkGenerator), StringComparison.Ordinal) == true;
}
