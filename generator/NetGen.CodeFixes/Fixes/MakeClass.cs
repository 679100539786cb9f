using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes a class of a struct or a record that is to be a network.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeClass)), Shared]
public sealed class MakeClass() : NetworkFixProvider(Rules.UnsupportedKind.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        // What a primary constructor declares has no place in a network class.
        if (context.TypeDeclaration is not (StructDeclarationSyntax or RecordDeclarationSyntax)
            || context.TypeDeclaration is not TypeDeclarationSyntax { ParameterList: null, TypeParameterList: null } type
            || Names.NetworkOf(context)?.DeclaringSyntaxReferences.Length != 1)
        {
            yield break;
        }

        SyntaxToken last = type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.None)
            ? record.ClassOrStructKeyword
            : type.Keyword;
        string partial = type.Has(SyntaxKind.PartialKeyword) ? "" : "partial ";
        IEnumerable<TextChange> removals = type.Modifiers
            .Where(modifier => modifier.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.RefKeyword)
            .Select(Removal.OfModifier);
        yield return new Fix(
            $"Make '{type.Identifier.ValueText}' a partial class",
            "Class",
            [.. removals, new TextChange(TextSpan.FromBounds(type.Keyword.SpanStart, last.Span.End), partial + "class")]);
    }
}
