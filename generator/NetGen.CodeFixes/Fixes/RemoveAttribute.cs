using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Takes an attribute away that declares a network once more, or a layer without effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAttribute)), Shared]
public sealed class RemoveAttribute()
    : NetworkFixProvider(Rules.TwoAttributes.Id, Rules.DeclaredTwice.Id, Rules.ArgumentWithoutEffect.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Attribute is AttributeSyntax attribute && attribute.Span == context.Diagnostic.Location.SourceSpan)
        {
            yield return new Fix($"Remove the attribute {attribute}", "Attribute", Removal.OfAttribute(attribute, context.Text));
        }
    }
}
