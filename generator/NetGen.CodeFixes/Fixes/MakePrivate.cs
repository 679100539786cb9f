using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes a constructor of a network class private; takes a primary constructor without parameters away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePrivate)), Shared]
public sealed class MakePrivate() : NetworkFixProvider(Rules.CallableConstructor.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.Node is ConstructorDeclarationSyntax constructor)
        {
            SyntaxToken[] modifiers =
            [
                .. constructor.Modifiers.Where(token =>
                    token.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword),
            ];
            if (modifiers.Length > 0)
            {
                yield return new Fix(
                    "Make the constructor private",
                    "Private",
                    [new TextChange(modifiers[0].Span, "private"), .. modifiers.Skip(1).Select(Removal.OfModifier)]);
            }
        }
        else if (context.Node is ClassDeclarationSyntax { ParameterList: { Parameters.Count: 0 } parameters } type
            && type.BaseList?.Types.Any(other => other is PrimaryConstructorBaseTypeSyntax) != true)
        {
            yield return new Fix("Remove the primary constructor", "Private", new TextChange(parameters.Span, ""));
        }
    }
}
