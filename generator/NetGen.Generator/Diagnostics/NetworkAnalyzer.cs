using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Models;

namespace NetGen.Generator;

/// <summary>Reports what is wrong with declarations of networks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotPartial,
        Rules.ContainingTypeNotPartial,
        Rules.UnsupportedKind,
        Rules.UnsupportedContainingType,
        Rules.TooFewSizes,
        Rules.SizeBelowOne,
        Rules.TooManyParameters,
        Rules.WrongActivationCount,
        Rules.UnknownActivation,
        Rules.UnknownCost,
        Rules.CostNeedsActivation,
        Rules.UnsupportedNumericType,
        Rules.NameTaken,
        Rules.TwoAttributes,
        Rules.NotConstructible,
        Rules.LanguageTooOld,
        Rules.ArgumentWithoutEffect,
        Rules.CallableConstructor,
        Rules.DeclaredByGenerator,
        Rules.SerializedAsJson,
        Rules.OnlyForOutput,
        Rules.WrongAlpha,
        Rules.SoftmaxOfOne,
        Rules.LayersAndSizes,
        Rules.LayersInSeveralParts,
        Rules.WrongInputShape,
        Rules.MisplacedLayer,
        Rules.WrongLayerName,
        Rules.LayerWithoutNetwork,
        Rules.WrongRate,
        Rules.WrongCostParameter,
        Rules.ModelNotInProject,
        Rules.UnreadableModel,
        Rules.ModelOfOtherNetwork,
        Rules.ModelAndLayers,
        Rules.DeclaredTwice,
        Rules.WrongLength,
        Rules.UnusedModel,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // A network that another generator declares has nobody else to say that it is wrong.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            var models = new Lazy<IReadOnlyList<ModelDescription>>(
                () => ReadModels(start.Options.AdditionalFiles, start.CancellationToken));
            var use = new ModelUse(models);
            start.RegisterSymbolAction(
                symbol =>
                {
                    AnalyzeType(symbol, models);
                    use.Add((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken);
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (Diagnostic found in use.FindUnused())
                {
                    end.ReportDiagnostic(found);
                }
            });
        });
        context.RegisterOperationAction(
            static operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                JsonRules.CheckCall(call, operation.ReportDiagnostic);
                LengthRules.CheckCall(call, operation.ReportDiagnostic, operation.CancellationToken);
            },
            OperationKind.Invocation);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, Lazy<IReadOnlyList<ModelDescription>> models)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (DeclarationRules.FindProblemOfContainer(type, context.CancellationToken) is Diagnostic problemOfContainer)
        {
            context.ReportDiagnostic(problemOfContainer);
        }

        JsonRules.CheckContext(type, context.ReportDiagnostic, context.CancellationToken);
        IReadOnlyList<AttributeData> attributes = NetworkAttributes.Of(type);
        if (attributes.Count == 0)
        {
            if (DeclarationRules.FindLayerWithoutNetwork(type, context.CancellationToken) is Diagnostic problem)
            {
                context.ReportDiagnostic(problem);
            }

            return;
        }

        if (DeclarationRules.FindHiddenDeclaration(type, attributes[0], context.CancellationToken) is Diagnostic hidden)
        {
            context.ReportDiagnostic(hidden);
            return;
        }

        IReadOnlyList<Diagnostic> problems =
            DeclarationRules.FindProblems(type, attributes, context.Compilation, context.CancellationToken);
        foreach (Diagnostic found in problems)
        {
            context.ReportDiagnostic(found);
        }

        if (problems.All(problem => problem.DefaultSeverity != DiagnosticSeverity.Error))
        {
            foreach (Diagnostic found in ModelRules.FindProblems(type, attributes[0], models.Value, context.CancellationToken))
            {
                context.ReportDiagnostic(found);
            }
        }
    }

    private static IReadOnlyList<ModelDescription> ReadModels(ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) =>
    [
        .. files
            .Where(file => file.Path.EndsWith(ModelDescription.Extension, StringComparison.Ordinal))
            .Select(file => ModelReference.Read(file, cancellationToken)),
    ];
}
