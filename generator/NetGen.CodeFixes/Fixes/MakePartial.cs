using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes a network class and all types around it partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartial)), Shared]
public sealed class MakePartial() : NetworkFixProvider(Rules.NotPartial.Id, Rules.ContainingTypeNotPartial.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        // The marked class, or those in the marked type.
        TypeDeclarationSyntax[] types =
        [
            .. context.Node.DescendantNodesAndSelf().OfType<ClassDeclarationSyntax>()
                .Where(type => context.Model.GetDeclaredSymbol(type, context.CancellationToken) is INamedTypeSymbol symbol
                    && NetworkAttributes.Of(symbol).Count > 0)
                .SelectMany(network => network.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
                .Where(type => !type.Has(SyntaxKind.PartialKeyword))
                .Distinct()
                .OrderBy(type => type.SpanStart),
        ];
        if (types.Length > 0)
        {
            string names = string.Join(" and ", types.Select(type => $"'{type.Identifier.ValueText}'"));
            yield return new Fix(
                $"Make {names} partial",
                "All",
                [.. types.Select(type => new TextChange(new TextSpan(type.Keyword.SpanStart, 0), "partial "))]);
        }
    }
}
