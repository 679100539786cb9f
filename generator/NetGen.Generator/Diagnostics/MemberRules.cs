using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>The rules for what the user declares inside a network class: names and constructors.</summary>
internal static class MemberRules
{
    public static void Check(
        INamedTypeSymbol type,
        NumericType numericType,
        Compilation compilation,
        List<Diagnostic> problems,
        CancellationToken cancellationToken)
    {
        if (GeneratedMembers.Contains(type.Name))
        {
            Location place = TypeRules.PlaceOf(type, cancellationToken);
            problems.Add(Diagnostic.Create(Rules.NameTaken, place, type.Name, "the class", type.Name));
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (GeneratedMembers.ClashesWith(member, numericType) && LocationOf(member) is Location place)
            {
                problems.Add(Diagnostic.Create(Rules.NameTaken, place, member.Name, "this member", type.Name));
            }
        }

        foreach (ISymbol member in ClashingAbstractMembersOf(type, numericType))
        {
            Location place = TypeRules.PlaceOf(type, cancellationToken);
            string what = $"an abstract member of its base class '{member.ContainingType.Name}'";
            problems.Add(Diagnostic.Create(Rules.NameTaken, place, member.Name, what, type.Name));
        }

        if (WhyNotConstructible(type, compilation, cancellationToken) is (string reason, string mend))
        {
            problems.Add(Diagnostic.Create(
                Rules.NotConstructible, TypeRules.PlaceOf(type, cancellationToken), type.Name, reason, mend));
        }
    }

    /// <summary>
    /// Abstract members of base classes that generated ones would hide, which the language does not allow; without those that clash in the
    /// class itself.
    /// </summary>
    public static IEnumerable<ISymbol> ClashingAbstractMembersOf(INamedTypeSymbol type, NumericType numericType)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { IsAbstract: true }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member.IsAbstract
                    && member is not IMethodSymbol { AssociatedSymbol: not null }
                    && GeneratedMembers.ClashesWith(member, numericType)
                    && !type.GetMembers(member.Name).Any(own => GeneratedMembers.ClashesWith(own, numericType) && UserCode.DeclarationsOf(own).Any()))
                {
                    yield return member;
                }
            }
        }
    }

    // The first part of a partial member stands for all of it; a member without a declaration of its own cannot clash.
    private static Location? LocationOf(ISymbol member) =>
        UserCode.DeclarationsOf(member).FirstOrDefault() is SyntaxReference declaration
            ? member.Locations.FirstOrDefault(location => location.SourceTree == declaration.SyntaxTree)
            : null;

    private static (string Reason, string Mend)? WhyNotConstructible(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        List<IMethodSymbol> constructors = [.. UserCode.ConstructorsOf(type)];
        IMethodSymbol? parameterless = constructors.Find(constructor => constructor.Parameters.IsEmpty);
        if (RequiredMemberOf(type) is string required && (parameterless is null || !SetsRequiredMembers(parameterless)))
        {
            return (
                $"its member '{required}' is required",
                "remove the modifier required, or add a constructor without parameters that has [SetsRequiredMembers]");
        }

        const string AddConstructor = "add a constructor without parameters";
        if (parameterless is not null)
        {
            return null;
        }

        if (constructors.Exists(constructor => IsPrimary(constructor, cancellationToken)))
        {
            return ("it has a primary constructor with parameters", AddConstructor);
        }

        return type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            && !baseType.InstanceConstructors.Any(constructor =>
                constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
                && compilation.IsSymbolAccessibleWithin(constructor, type))
            ? ($"its base class '{baseType.Name}' has no accessible constructor without parameters", AddConstructor)
            : null;
    }

    private static bool IsPrimary(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        UserCode.DeclarationsOf(constructor).Any(declaration =>
            declaration.GetSyntax(cancellationToken) is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax);

    private static string? RequiredMemberOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().FirstOrDefault(IsRequired) is ISymbol member)
            {
                return member.Name;
            }
        }

        return null;
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    private static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute");
}
