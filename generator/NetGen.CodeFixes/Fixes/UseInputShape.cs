using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Gives the number of inputs in the place of the sizes, where attributes declare the layers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseInputShape)), Shared]
public sealed class UseInputShape() : NetworkFixProvider(Rules.LayersAndSizes.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        AttributeArgumentSyntax[] sizes =
            [.. context.Attribute?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null) ?? []];
        if (sizes.Length == 0 || context.Attribute!.Named("InputShape") is not null)
        {
            yield break;
        }

        ExpressionSyntax first = sizes[0].Expression;
        if (sizes.Length == 1 && Names.ElementsOf(first) is IReadOnlyList<ExpressionSyntax> elements)
        {
            if (elements.Count == 0)
            {
                yield break;
            }

            first = elements[0];
        }

        // Collection expressions came after the first version of the language that networks compile in.
        bool isNew = ((CSharpParseOptions)context.Root.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp12;
        yield return new Fix(
            "Use InputShape in the place of the sizes",
            "InputShape",
            new TextChange(
                TextSpan.FromBounds(sizes[0].SpanStart, sizes[sizes.Length - 1].Span.End),
                isNew ? $"InputShape = [{first}]" : $"InputShape = new[] {{ {first} }}"));
    }
}
