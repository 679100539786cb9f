using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes softmax, which was said to be the activation of the hidden layers, that of the output layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseForOutput)), Shared]
public sealed class UseForOutput() : NetworkFixProvider(Rules.OnlyForOutput.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.NamedArgument is { NameEquals.Name: { Identifier.ValueText: "Hidden" } hidden }
            && Names.ArgumentsOf(context) is { Output: null, Activations: null, Sizes: [.., > 1] })
        {
            yield return new Fix("Use it for the output layer", "Output", new TextChange(hidden.Span, "Output"));
        }
    }
}
