using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Adds activations to a list until each layer has one, or takes those away that no layer has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectActivations)), Shared]
public sealed class CorrectActivations() : NetworkFixProvider(Rules.WrongActivationCount.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.NamedArgument is not { Expression: ExpressionSyntax list }
            || Names.ArgumentsOf(context) is not { Activations: IReadOnlyList<Activation> activations } arguments
            || Names.ElementsOf(list) is not IReadOnlyList<ExpressionSyntax> elements || elements.Count != activations.Count)
        {
            yield break;
        }

        int needed = arguments.Sizes.Count - 1;
        if (elements.Count == 0)
        {
            yield return Add(new TextSpan(list.GetLastToken().SpanStart, 0), "", Names.Of(context, nameof(Activation), "Sigmoid"), needed);
        }
        else if (elements.Count < needed)
        {
            yield return AddTo(context, elements, activations, needed - elements.Count);
        }
        else
        {
            yield return RemoveFrom(elements, activations, needed);
        }
    }

    // Only the output layer can have softmax: what is added then comes before it, and is like what else there is.
    private static Fix AddTo(
        FixContext context, IReadOnlyList<ExpressionSyntax> elements, IReadOnlyList<Activation> activations, int count)
    {
        ExpressionSyntax last = elements[elements.Count - 1];
        if (IsForAnyLayer(activations))
        {
            return Add(new TextSpan(last.Span.End, 0), ", ", last.ToString(), count);
        }

        return elements.Count > 1
            ? Add(new TextSpan(elements[elements.Count - 2].Span.End, 0), ", ", elements[elements.Count - 2].ToString(), count)
            : new Fix(
                TitleOf(count),
                "Count",
                new TextChange(
                    new TextSpan(last.SpanStart, 0), Repeat("", Names.Of(context, nameof(Activation), "Sigmoid"), count) + ", "));
    }

    private static Fix RemoveFrom(IReadOnlyList<ExpressionSyntax> elements, IReadOnlyList<Activation> activations, int needed)
    {
        int last = elements.Count - 1;
        TextSpan span = IsForAnyLayer(activations) ? TextSpan.FromBounds(elements[needed - 1].Span.End, elements[last].Span.End)
            : needed == 1 ? TextSpan.FromBounds(elements[0].SpanStart, elements[last].SpanStart)
            : TextSpan.FromBounds(elements[needed - 2].Span.End, elements[last - 1].Span.End);
        int count = elements.Count - needed;
        return new Fix($"Remove {count} activation{(count == 1 ? "" : "s")}", "Count", new TextChange(span, ""));
    }

    private static Fix Add(TextSpan place, string separator, string activation, int count) =>
        new(TitleOf(count), "Count", new TextChange(place, Repeat(separator, activation, count)));

    private static string Repeat(string separator, string activation, int count) =>
        separator + string.Join(", ", Enumerable.Repeat(activation, count));

    private static string TitleOf(int count) => $"Add {count} activation{(count == 1 ? "" : "s")}";

    private static bool IsForAnyLayer(IReadOnlyList<Activation> activations) =>
        ActivationTraits.IsElementwise(activations[activations.Count - 1]);
}
