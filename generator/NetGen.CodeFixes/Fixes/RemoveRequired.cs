using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Takes the modifier required away from the members of a network class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveRequired)), Shared]
public sealed class RemoveRequired() : NetworkFixProvider(Rules.NotConstructible.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        // The members of base classes belong to others too.
        if (Names.NetworkOf(context) is not INamedTypeSymbol type || type.BaseType is { SpecialType: not SpecialType.System_Object })
        {
            yield break;
        }

        TextChange[] removals =
        [
            .. type.DeclaringSyntaxReferences
                .Where(part => part.SyntaxTree == context.Root.SyntaxTree)
                .SelectMany(part => ((TypeDeclarationSyntax)part.GetSyntax(context.CancellationToken)).Members)
                .SelectMany(member => member.Modifiers)
                .Where(modifier => modifier.IsKind(SyntaxKind.RequiredKeyword))
                .Select(Removal.OfModifier),
        ];
        if (removals.Length > 0)
        {
            yield return new Fix("Remove the modifier 'required'", "Required", removals);
        }
    }
}
