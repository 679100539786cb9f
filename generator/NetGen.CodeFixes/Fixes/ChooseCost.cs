using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Chooses a cost that goes with the output activation, the default first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChooseCost)), Shared]
public sealed class ChooseCost() : NetworkFixProvider(Rules.UnknownCost.Id, Rules.CostNeedsActivation.Id)
{
    /// <summary>The key of the default of an output activation, which differs between networks that are fixed together.</summary>
    public const string Default = "Default";

    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.NamedArgument is not { NameEquals.Name.Identifier.ValueText: "Cost" } argument
            || Names.OutputOf(context) is not Activation output)
        {
            yield break;
        }

        CostFunction first = CostTraits.DefaultFor(output);
        IEnumerable<CostFunction> others = Enum.GetValues(typeof(CostFunction)).Cast<CostFunction>()
            .Where(cost => cost != first && CostTraits.IsValid(cost, output));
        foreach (CostFunction cost in others.Prepend(first))
        {
            yield return new Fix(
                $"Use the cost {cost}",
                cost == first ? Default : cost.ToString(),
                new TextChange(argument.Expression.Span, Names.Of(context, nameof(CostFunction), cost.ToString())));
        }
    }
}
