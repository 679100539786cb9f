using System.Globalization;
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

    /// <summary>
    /// Whether members can be added to a class that is not a right declaration of a network, so that its uses are not errors. Where a
    /// modifier partial is missing, that costs one error of the compiler, which says so.
    /// </summary>
    public static bool CanBeExtended(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        TypeRules.CanBeExtended(type, cancellationToken)
        && ContainersOf(type).All(outer => TypeRules.CheckContainingKind(outer, type, cancellationToken) is null
            && TypeRules.CanHaveAnotherPart(outer, cancellationToken));

    /// <summary>
    /// All errors of a declaration that is also an error of the compiler, one of those after which it runs no analyzers; empty for all
    /// others.
    /// </summary>
    public static IReadOnlyList<Diagnostic> FindEarlyErrors(
        INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
    {
        bool isRepeated = attributes.GroupBy(attribute => attribute.AttributeClass?.Arity).Any(group => group.Skip(1).Any());
        bool isMissingPartial = CanBeExtended(type, cancellationToken)
            && ContainersOf(type).Prepend(type).Any(part => !TypeRules.IsPartialThroughout(part, cancellationToken));
        return isRepeated || isMissingPartial
            ?
            [
                .. ContainersOf(type).Select(outer => FindProblemOfContainer(outer, cancellationToken)).OfType<Diagnostic>(),
                .. FindProblems(type, attributes, compilation, cancellationToken)
                    .Where(problem => problem.DefaultSeverity == DiagnosticSeverity.Error),
            ]
            : [];
    }

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

        if (attributes.Count > 1)
        {
            problems.AddRange(FindRepetitions(type, attributes, cancellationToken));
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

    private static IEnumerable<Diagnostic> FindRepetitions(
        INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, CancellationToken cancellationToken)
    {
        Location first = PlaceOf(attributes[0]);
        FileLinePositionSpan lines = first.GetMappedLineSpan();
        string file = Path.GetFileName(lines.Path);
        string line = (lines.StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture);
        return attributes.Skip(1).Select(attribute =>
            Diagnostic.Create(Rules.DeclaredTwice, PlaceOf(attribute), [first], type.Name, file, line));

        Location PlaceOf(AttributeData attribute) =>
            AttributeSyntaxMap.TryCreate(attribute, cancellationToken)?.Whole ?? TypeRules.PlaceOf(type, cancellationToken);
    }

    private static bool IsInRightTypes(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        ContainersOf(type).All(outer => TypeRules.CheckContainingType(outer, type, cancellationToken) is null);

    private static IEnumerable<INamedTypeSymbol> ContainersOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
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
