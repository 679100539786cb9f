using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>The rules for the arguments of the attribute; those of the topology itself are shared with the runtime library.</summary>
internal static class ArgumentRules
{
    public static void Check(INamedTypeSymbol type, NetworkArguments arguments, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        string name = type.Name;
        CheckNumericType(name, arguments, map, problems);

        // A wrong numeric type does not keep the rest from being judged, in the smaller type, which has the wider limits.
        IReadOnlyList<Activation> activations = arguments.ResolveActivations();
        var errors = new List<TopologyError>(TopologyValidation.Validate(
            arguments.Sizes, activations, arguments.Cost, arguments.Alpha is double alpha ? [.. activations.Select(_ => alpha)] : null,
            arguments.Delta ?? CostTraits.DefaultDelta, arguments.LabelSmoothing ?? 0));
        if (arguments.Sizes.Count >= 2 && arguments.Sizes.All(size => size >= 1)
            && NetworkLayout.FindExcess(ChainOf(arguments.Sizes), arguments.NumericType ?? NumericType.Single) is TopologyError excess)
        {
            errors.Insert(0, excess);
        }

        var places = new HashSet<Location>();
        foreach (TopologyError error in errors)
        {
            Location place = PlaceOf(error, arguments, map);
            bool isRepeated = error.Kind is TopologyErrorKind.UnknownActivation or TopologyErrorKind.OnlyForOutput
                or TopologyErrorKind.WrongAlpha;
            if (!isRepeated || places.Add(place))
            {
                problems.Add(Rules.DiagnosticFor(error, place, name, index => activations[index], arguments.Cost));
            }
        }

        CheckEffects(name, arguments, map, problems);
        CheckCostEffects(name, arguments, arguments.ResolveCost(), map, problems);
    }

    /// <summary>Checks that the cost has the parameters that are given for it.</summary>
    public static void CheckCostEffects(
        string name, NetworkArguments arguments, CostFunction cost, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        (string Argument, bool IsIdle)[] given =
        [
            (nameof(NetworkArguments.Delta), arguments.Delta is not null && !CostTraits.HasDelta(cost)),
            (nameof(NetworkArguments.LabelSmoothing), arguments.LabelSmoothing is not null && !CostTraits.HasLabelSmoothing(cost)),
        ];
        foreach ((string argument, _) in given.Where(argument => argument.IsIdle && CostTraits.IsKnown(cost)))
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect, map.Named(argument) ?? map.Whole, name, argument, $"the cost {cost} does not use it"));
        }
    }

    /// <summary>Checks the type argument.</summary>
    public static void CheckNumericType(string name, NetworkArguments arguments, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        if (arguments.NumericType is null)
        {
            string typeName = arguments.TypeArgument!.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
            problems.Add(Diagnostic.Create(Rules.UnsupportedNumericType, map.TypeArgument, name, typeName));
        }
    }

    // Layers of these sizes; what else they are makes no difference to their parameters.
    private static LayerTopology[] ChainOf(IReadOnlyList<int> sizes) =>
        NetworkTopology.DenseChain([.. sizes], new Activation[sizes.Count - 1], alphas: null);

    private static Location PlaceOf(TopologyError error, NetworkArguments arguments, AttributeSyntaxMap map)
    {
        Location? place = error.Kind switch
        {
            TopologyErrorKind.TooFewSizes or TopologyErrorKind.TooManyParameters => map.Sizes,
            TopologyErrorKind.SizeBelowOne => map.Size(error.Index),
            TopologyErrorKind.WrongActivationCount => map.Named(nameof(NetworkArguments.Activations)),
            TopologyErrorKind.UnknownCost or TopologyErrorKind.CostNeedsActivation => map.Named(nameof(NetworkArguments.Cost)),
            TopologyErrorKind.WrongDelta => map.Named(nameof(NetworkArguments.Delta)),
            TopologyErrorKind.WrongLabelSmoothing => map.Named(nameof(NetworkArguments.LabelSmoothing)),
            TopologyErrorKind.WrongAlpha => map.Named(nameof(NetworkArguments.Alpha)),
            TopologyErrorKind.UnknownActivation or TopologyErrorKind.OnlyForOutput or TopologyErrorKind.SoftmaxOfOne =>
                arguments.Activations is not null ? map.NamedElement(nameof(NetworkArguments.Activations), error.Index)
                : map.Named(error.Index < arguments.Sizes.Count - 2 ? nameof(NetworkArguments.Hidden) : nameof(NetworkArguments.Output)),
            _ => null,
        };
        return place ?? map.Whole;
    }

    private static void CheckEffects(string name, NetworkArguments arguments, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        const string ActivationsWin = "Activations gives the activation of every layer";
        string? hiddenReason = arguments.Activations is not null ? ActivationsWin
            : arguments.Sizes.Count == 2 ? "the network has no hidden layer"
            : null;
        if (arguments.Hidden is not null && hiddenReason is not null)
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect, map.Named(nameof(NetworkArguments.Hidden)) ?? map.Whole, name, "Hidden", hiddenReason));
        }

        if (arguments.Alpha is not null && !arguments.ResolveActivations().Any(ActivationTraits.HasAlpha))
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect,
                map.Named(nameof(NetworkArguments.Alpha)) ?? map.Whole,
                name,
                "Alpha",
                "no activation of the network has a parameter"));
        }

        if (arguments.Output is not null && arguments.Activations is not null)
        {
            problems.Add(Diagnostic.Create(
                Rules.ArgumentWithoutEffect, map.Named(nameof(NetworkArguments.Output)) ?? map.Whole, name, "Output", ActivationsWin));
        }
    }
}
