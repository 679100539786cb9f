using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Takes a modifier away that a network class, or a type around one, cannot have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveModifier)), Shared]
public sealed class RemoveModifier() : NetworkFixProvider(Rules.UnsupportedKind.Id, Rules.UnsupportedContainingType.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.TypeDeclaration is not TypeDeclarationSyntax type || (type is not ClassDeclarationSyntax && IsNetwork(context)))
        {
            yield break;
        }

        // Only one of them can be what is wrong: the compiler forbids the others together.
        SyntaxToken modifier = type.Modifiers.FirstOrDefault(token => token.IsKind(SyntaxKind.FileKeyword)
            || (IsNetwork(context) && token.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword));
        bool isGeneric = type.TypeParameterList is not null;
        bool hasAbstractMembers = modifier.IsKind(SyntaxKind.AbstractKeyword)
            && type.Members.Any(member => member.Has(SyntaxKind.AbstractKeyword));
        if (!modifier.IsKind(SyntaxKind.None) && !isGeneric && !hasAbstractMembers)
        {
            yield return new Fix($"Remove the modifier '{modifier.Text}'", "Modifier", Removal.OfModifier(modifier));
        }
    }

    private static bool IsNetwork(FixContext context) => context.Diagnostic.Id == Rules.UnsupportedKind.Id;
}
