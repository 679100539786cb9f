using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.CodeFixes;

namespace NetGen.Generator.Tests;

/// <summary>A code fix run as an editor runs it: on a project, after the generator and the analyzer.</summary>
internal sealed class FixRun
{
    private readonly CodeFixProvider _provider;
    private readonly LanguageVersion _language;
    private readonly Dictionary<Compilation, Task<IReadOnlyList<Diagnostic>>> _found = [];
    private Solution _solution;

    public FixRun(CodeFixProvider provider, LanguageVersion language, params string[] sources)
    {
        _provider = provider;
        _language = language;
        _solution = new AdhocWorkspace().CurrentSolution;
        // Without optimization the kernels are the library's, and little is generated.
        CSharpCompilation sample = TestCompilation.Create([""], optimization: OptimizationLevel.Debug);
        for (int project = 0; project < sources.Length; project += 2)
        {
            // Two files to a project.
            var id = ProjectId.CreateNewId();
            string name = "Project" + project.ToString(CultureInfo.InvariantCulture);
            _solution = _solution
                .AddProject(ProjectInfo.Create(id, VersionStamp.Default, name, name, LanguageNames.CSharp))
                .WithProjectCompilationOptions(id, sample.Options)
                .WithProjectParseOptions(id, TestCompilation.ParseOptions(language))
                .WithProjectMetadataReferences(id, sample.References);
            foreach (string source in sources.Skip(project).Take(2))
            {
                var document = DocumentId.CreateNewId(id);
                _solution = _solution.AddDocument(document, $"{document.Id}.cs", source, filePath: $"{document.Id}.cs");
            }
        }
    }

    /// <summary>All code fixes.</summary>
    public static IReadOnlyList<CodeFixProvider> Providers { get; } =
    [
        .. typeof(NetworkFixProvider).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The texts of all files.</summary>
    public IReadOnlyList<string> Sources =>
        [.. _solution.Projects.SelectMany(project => project.Documents).Select(document => document.GetTextAsync().Result.ToString())];

    private Document First => _solution.Projects.First().Documents.First();

    /// <summary>The titles of what is offered for the first diagnostic that can be fixed; none if there is none.</summary>
    public async Task<IReadOnlyList<string>> OffersAsync() =>
        [.. (await FindActionsAsync()).Select(action => action.Title)];

    /// <summary>Does one of the things that are offered for the first diagnostic.</summary>
    public async Task MendAsync(int index)
    {
        CodeAction action = (await FindActionsAsync())[index];
        await ApplyAsync(action);
    }

    /// <summary>Does one of the things that are offered for the first diagnostic, everywhere in a scope.</summary>
    public async Task MendAllAsync(int index, FixAllScope scope)
    {
        CodeAction first = (await FindActionsAsync())[index];
        FixAllProvider provider = _provider.GetFixAllProvider()!;
        Assert.Contains(scope, provider.GetSupportedFixAllScopes());
        var context = new FixAllContext(
            First, _provider, scope, first.EquivalenceKey!, _provider.FixableDiagnosticIds, new Diagnostics(this),
            TestContext.Current.CancellationToken);
        await ApplyAsync((await provider.GetFixAsync(context))!);
    }

    /// <summary>The ids of all that is wrong now, in all projects, but for hidden diagnostics.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        var problems = new List<string>();
        foreach (Project project in _solution.Projects)
        {
            problems.AddRange((await FindAsync(project))
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591")
                .Select(diagnostic => diagnostic.Id));
        }

        return problems;
    }

    private async Task ApplyAsync(CodeAction action)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        CodeActionOperation operation = Assert.Single(await action.GetOperationsAsync(cancellation));
        _solution = Assert.IsType<ApplyChangesOperation>(operation).ChangedSolution;
    }

    private async Task<IReadOnlyList<CodeAction>> FindActionsAsync()
    {
        var actions = new List<CodeAction>();
        foreach (Diagnostic diagnostic in await FindAsync(First.Project))
        {
            if (actions.Count == 0 && _provider.FixableDiagnosticIds.Contains(diagnostic.Id)
                && First.Project.GetDocument(diagnostic.Location.SourceTree) is Document document)
            {
                await _provider.RegisterCodeFixesAsync(new CodeFixContext(
                    document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
            }
        }

        return actions;
    }

    private async Task<IReadOnlyList<Diagnostic>> FindAsync(Project project)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Compilation compilation = (await project.GetCompilationAsync(cancellation))!;
        if (!_found.TryGetValue(compilation, out Task<IReadOnlyList<Diagnostic>>? found))
        {
            found = FindAsync(compilation);
            _found.Add(compilation, found);
        }

        return await found;
    }

    private async Task<IReadOnlyList<Diagnostic>> FindAsync(Compilation compilation)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _ = TestCompilation.CreateDriver(_language).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, cancellation);
        return [.. await TestCompilation.AnalyzeAsync(output), .. output.GetDiagnostics(cancellation)];
    }

    private sealed class Diagnostics(FixRun run) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await run.FindAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await run.FindAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
