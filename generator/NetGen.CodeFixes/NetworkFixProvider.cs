using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>
/// What all code fixes have in common. Those of a file that are fixed together are found in the same text and made at once, the same
/// change once; so they cannot undo each other, as separately made versions of a file could.
/// </summary>
public abstract class NetworkFixProvider : CodeFixProvider
{
    private readonly ImmutableArray<string> _ids;

    private protected NetworkFixProvider(params string[] ids) => _ids = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => _ids;

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        (context, document, diagnostics) =>
            MendAllAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (Fix fix in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, token => ChangeAsync(context.Document, fix.Changes, token), KeyOf(fix)), diagnostic);
            }
        }
    }

    /// <summary>The ways to fix a diagnostic, the likeliest first; none where each would be wrong.</summary>
    private protected abstract IEnumerable<Fix> Find(FixContext context);

    private string KeyOf(Fix fix) => GetType().Name + "." + fix.Key;

    private async Task<IReadOnlyList<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is SyntaxNode root
        && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is SemanticModel model
        && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? [.. Find(new FixContext(
                diagnostic, root, await document.GetTextAsync(cancellationToken).ConfigureAwait(false), model, cancellationToken))]
            : [];

    private async Task<Document?> MendAllAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        var changes = new List<TextChange>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            IReadOnlyList<Fix> fixes = await FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
            if (fixes.FirstOrDefault(fix => KeyOf(fix) == key) is not Fix fix)
            {
                continue;
            }

            // What is already changed in another way is left for the next time.
            List<TextChange> added = [.. fix.Changes.Where(change => !changes.Contains(change))];
            if (!added.Exists(change => changes.Exists(other => Overlap(change.Span, other.Span))))
            {
                changes.AddRange(added);
            }
        }

        return await ChangeAsync(document, changes, cancellationToken).ConfigureAwait(false);
    }

    private static bool Overlap(TextSpan first, TextSpan second) =>
        first == second || first.OverlapsWith(second) || (first.IsEmpty && second.Start < first.Start && first.Start < second.End)
        || (second.IsEmpty && first.Start < second.Start && second.Start < first.End);

    private static async Task<Document> ChangeAsync(
        Document document, IReadOnlyList<TextChange> changes, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(changes.OrderBy(change => change.Span.Start)));
    }
}
