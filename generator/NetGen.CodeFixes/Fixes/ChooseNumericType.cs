using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes a network one of float or double.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChooseNumericType)), Shared]
public sealed class ChooseNumericType() : NetworkFixProvider(Rules.UnsupportedNumericType.Id)
{
    private static readonly string[] Types = ["float", "double"];

    private protected override IEnumerable<Fix> Find(FixContext context) =>
        context.InnermostNode.FirstAncestorOrSelf<TypeSyntax>(type => type.Parent is TypeArgumentListSyntax) is TypeSyntax type
            && type.Span == context.Diagnostic.Location.SourceSpan
                ? Types.Select(name => new Fix($"Use {name}", name, new TextChange(type.Span, name)))
                : [];
}
