using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator;

/// <summary>The rules for networks whose layers are attributes; those of the topology itself are shared with the runtime library.</summary>
internal static class LayerRules
{
    public static void Check(
        INamedTypeSymbol type,
        NetworkArguments arguments,
        AttributeSyntaxMap map,
        IReadOnlyList<AttributeData> attributes,
        List<Diagnostic> problems,
        CancellationToken cancellationToken)
    {
        string name = type.Name;
        ArgumentRules.CheckNumericType(name, arguments, map, problems);
        if (arguments.Sizes.Count > 0)
        {
            problems.Add(Diagnostic.Create(Rules.LayersAndSizes, map.Sizes, name));
            return;
        }

        AttributeSyntaxMap?[] maps = [.. attributes.Select(attribute => AttributeSyntaxMap.TryCreate(attribute, cancellationToken))];
        if (FindOtherPart(attributes, cancellationToken) is AttributeData other)
        {
            Location? place = AttributeSyntaxMap.TryCreate(other, cancellationToken)?.Whole;
            problems.Add(Diagnostic.Create(Rules.LayersInSeveralParts, place, name));
            return;
        }

        CheckEffects(name, arguments, map, problems);
        if (LayerDeclarations.TryReadAll(attributes, cancellationToken) is not IReadOnlyList<LayerAttribute> layers)
        {
            return;
        }

        for (int i = 0; i < layers.Count; i++)
        {
            CheckAlpha(name, layers[i], maps[i] ?? map, problems);
            if (layers[i] is DropoutAttribute { Rate: 0 })
            {
                problems.Add(Diagnostic.Create(
                    Rules.ArgumentWithoutEffect, (maps[i] ?? map).Whole, name, "the Dropout layer", "its rate is 0"));
            }
        }

        if (layers.Count > 0 && layers[layers.Count - 1] is DenseAttribute last)
        {
            ArgumentRules.CheckCostEffects(
                name, arguments, arguments.Cost ?? CostTraits.DefaultFor(last.Activation), map, problems);
        }

        foreach (TopologyError error in FindErrors(arguments, layers))
        {
            problems.Add(Rules.DiagnosticFor(
                error, PlaceOf(error, map, maps), name, index => ((DenseAttribute)layers[index]).Activation, arguments.Cost));
        }
    }

    private static IReadOnlyList<TopologyError> FindErrors(NetworkArguments arguments, IReadOnlyList<LayerAttribute> layers)
    {
        IReadOnlyList<TopologyError> errors = LayerListValidation.Validate(
            arguments.InputShape, layers, arguments.Cost, arguments.Delta ?? CostTraits.DefaultDelta, arguments.LabelSmoothing ?? 0);
        NumericType numericType = arguments.NumericType ?? NumericType.Single;
        return errors.Count == 0
            && NetworkLayout.FindExcess(arguments.ToTopology(layers, numericType).Layers, numericType) is TopologyError excess
            ? [excess]
            : errors;
    }

    // An attribute on another part of the class than the first one.
    private static AttributeData? FindOtherPart(IReadOnlyList<AttributeData> attributes, CancellationToken cancellationToken)
    {
        SyntaxNode? first = null;
        foreach (AttributeData attribute in attributes)
        {
            SyntaxNode? part = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken)
                .FirstAncestorOrSelf<TypeDeclarationSyntax>();
            first ??= part;
            if (part != first)
            {
                return attribute;
            }
        }

        return null;
    }

    private static void CheckEffects(string name, NetworkArguments arguments, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        (string Argument, bool IsGiven)[] given =
        [
            (nameof(NetworkArguments.Hidden), arguments.Hidden is not null),
            (nameof(NetworkArguments.Output), arguments.Output is not null),
            (nameof(NetworkArguments.Activations), arguments.Activations is not null),
            (nameof(NetworkArguments.Alpha), arguments.Alpha is not null),
        ];
        foreach ((string argument, _) in given.Where(argument => argument.IsGiven))
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect, map.Named(argument) ?? map.Whole, name, argument, "each layer has its own"));
        }
    }

    private static void CheckAlpha(string name, LayerAttribute layer, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        if (layer is DenseAttribute dense && !ActivationTraits.HasAlpha(dense.Activation)
            && map.Named(nameof(DenseAttribute.Alpha)) is Location place)
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect, place, name, nameof(DenseAttribute.Alpha), $"{dense.Activation} has no parameter"));
        }
    }

    private static Location PlaceOf(TopologyError error, AttributeSyntaxMap map, AttributeSyntaxMap?[] maps) => error.Kind switch
    {
        TopologyErrorKind.WrongInputShape => map.Named(nameof(NetworkArguments.InputShape)) ?? map.Whole,
        TopologyErrorKind.UnknownCost or TopologyErrorKind.CostNeedsActivation =>
            map.Named(nameof(NetworkArguments.Cost)) ?? map.Whole,
        TopologyErrorKind.WrongDelta => map.Named(nameof(NetworkArguments.Delta)) ?? map.Whole,
        TopologyErrorKind.WrongLabelSmoothing => map.Named(nameof(NetworkArguments.LabelSmoothing)) ?? map.Whole,
        TopologyErrorKind.TooManyParameters => map.Whole,
        _ => (error.Index >= 0 && error.Index < maps.Length ? maps[error.Index] : null)?.Whole ?? map.Whole,
    };
}
