using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Takes an argument of an attribute away that has no effect, or whose default is right where it is wrong.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgument)), Shared]
public sealed class RemoveArgument()
    : NetworkFixProvider(
        Rules.ArgumentWithoutEffect.Id, Rules.WrongAlpha.Id, Rules.WrongLayerName.Id, Rules.WrongCostParameter.Id, Rules.ModelAndLayers.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        string id = context.Diagnostic.Id;

        // Where the whole attribute of a layer is marked, the rule says which argument is meant.
        AttributeArgumentSyntax? argument = context.NamedArgument
            ?? (id == Rules.WrongAlpha.Id ? context.Attribute?.Named("Alpha")
                : id == Rules.WrongLayerName.Id ? context.Attribute?.Named("Name")
                : null);
        if (argument is not null)
        {
            string name = argument.NameEquals!.Name.Identifier.ValueText;
            yield return new Fix($"Remove {name}", "Argument", Removal.OfArgument(argument));
        }
        else if (id == Rules.ModelAndLayers.Id && context.Attribute?.ArgumentList?.Arguments is { Count: > 1 } arguments
            && arguments.LastOrDefault(other => other.NameEquals is null) is AttributeArgumentSyntax last
            && arguments.IndexOf(last) is int index && index < arguments.SeparatorCount)
        {
            TextSpan sizes = TextSpan.FromBounds(
                arguments[0].SpanStart, arguments.GetSeparator(index).GetNextToken().SpanStart);
            yield return new Fix("Remove the sizes", "Argument", new TextChange(sizes, ""));
        }
    }
}
