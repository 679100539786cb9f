using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>
/// All rules for the declaration of a network. The analyzer reports what is found here, and the generator stays away from a class
/// with an error.
/// </summary>
internal static class DeclarationRules
{
    /// <summary>Whether code can be generated for a type that has one or more network attributes.</summary>
    public static bool IsRight(
        INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!IsInRightTypes(type, cancellationToken))
        {
            return false;
        }

        return FindProblems(type, attributes, compilation, cancellationToken)
            .All(problem => problem.DefaultSeverity != DiagnosticSeverity.Error);
    }

    /// <summary>Whether members can be added to a class that is no right declaration of a network.</summary>
    public static bool CanBeExtended(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        TypeRules.CanBeExtended(type, cancellationToken) && IsInRightTypes(type, cancellationToken);

    /// <summary>What is wrong with a type as the container of networks, once however many they are.</summary>
    public static Diagnostic? FindProblemOfContainer(INamedTypeSymbol outer, CancellationToken cancellationToken) =>
        FindNetworkIn(outer) is INamedTypeSymbol network ? TypeRules.CheckContainingType(outer, network, cancellationToken) : null;

    /// <summary>The error of a declaration in the output of another generator, which this one never saw; null for all others.</summary>
    public static Diagnostic? FindHiddenDeclaration(
        INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference is SyntaxReference reference
        && !UserCode.IsExtended(type)
        && UserCode.LooksGenerated(reference.SyntaxTree, cancellationToken)
        && CanBeExtended(type, cancellationToken)
            ? Diagnostic.Create(Rules.DeclaredByGenerator, reference.GetSyntax(cancellationToken).GetLocation(), type.Name)
            : null;

    /// <summary>All that is wrong with a type that has one or more network attributes, but for the types around it.</summary>
    public static IReadOnlyList<Diagnostic> FindProblems(
        INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
    {
        var problems = new List<Diagnostic>();
        bool isClass = TypeRules.Check(type, problems, cancellationToken);
        if (attributes.FirstOrDefault(attribute =>
            attribute.AttributeClass?.Arity != attributes[0].AttributeClass?.Arity) is AttributeData other)
        {
            // Which of the two is meant is the user's to say, so nothing more is judged.
            Location? place = AttributeSyntaxMap.TryCreate(other, cancellationToken)?.Whole;
            problems.Add(Diagnostic.Create(Rules.TwoAttributes, place, type.Name));
            return problems;
        }

        NetworkArguments? arguments = NetworkArguments.TryRead(attributes[0], cancellationToken);
        if (arguments is not null && AttributeSyntaxMap.TryCreate(attributes[0], cancellationToken) is AttributeSyntaxMap map)
        {
            IReadOnlyList<AttributeData> layers = LayerDeclarations.Of(type);
            if (arguments.Model is not null)
            {
                ModelRules.CheckDeclaration(type.Name, arguments, layers.Count > 0, map, problems);
            }
            else if (layers.Count > 0 || arguments.InputShape is not null)
            {
                LayerRules.Check(type, arguments, map, layers, problems, cancellationToken);
            }
            else
            {
                ArgumentRules.Check(type, arguments, map, problems);
            }
        }

        if (isClass)
        {
            bool hasModel = arguments is not null && ModelReference.IsIn(arguments);
            MemberRules.Check(type, arguments?.NumericType ?? NumericType.Single, hasModel, compilation, problems, cancellationToken);
        }

        return problems;
    }

    /// <summary>What is wrong with a type that has layer attributes, but no network attribute; null if it has none.</summary>
    public static Diagnostic? FindLayerWithoutNetwork(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        LayerDeclarations.Of(type) is [AttributeData first, ..]
            ? Diagnostic.Create(Rules.LayerWithoutNetwork, AttributeSyntaxMap.TryCreate(first, cancellationToken)?.Whole, type.Name)
            : null;

    private static bool IsInRightTypes(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (TypeRules.CheckContainingType(outer, type, cancellationToken) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static INamedTypeSymbol? FindNetworkIn(INamedTypeSymbol outer)
    {
        foreach (INamedTypeSymbol nested in outer.GetTypeMembers())
        {
            if (NetworkAttributes.Of(nested).Count > 0)
            {
                return nested;
            }

            if (FindNetworkIn(nested) is INamedTypeSymbol deeper)
            {
                return deeper;
            }
        }

        return null;
    }
}
