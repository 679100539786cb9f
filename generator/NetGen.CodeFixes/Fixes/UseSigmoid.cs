using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Makes a sigmoid of softmax over a single output.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSigmoid)), Shared]
public sealed class UseSigmoid() : NetworkFixProvider(Rules.SoftmaxOfOne.Id)
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        ExpressionSyntax? softmax = context.Node.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
            .Where(expression => context.Diagnostic.Location.SourceSpan.Contains(expression.Span))
            .LastOrDefault(expression => expression is MemberAccessExpressionSyntax or IdentifierNameSyntax
                && expression.Parent is not MemberAccessExpressionSyntax
                && context.Model.GetSymbolInfo(expression, context.CancellationToken).Symbol
                    is IFieldSymbol { Name: "Softmax" or "LogSoftmax", ContainingType.Name: nameof(Activation) });
        if (softmax is not null)
        {
            yield return new Fix(
                "Use Sigmoid", "Sigmoid", new TextChange(softmax.Span, Names.Of(context, nameof(Activation), "Sigmoid")));
        }
    }
}
