using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>The rules for what the user declares inside a network class: names and constructors.</summary>
internal static class MemberRules
{
    public static void Check(
        INamedTypeSymbol type,
        NumericType numericType,
        bool hasModel,
        Compilation compilation,
        List<Diagnostic> problems,
        CancellationToken cancellationToken)
    {
        if (GeneratedMembers.Contains(type.Name, hasModel))
        {
            Location place = TypeRules.PlaceOf(type, cancellationToken);
            problems.Add(Diagnostic.Create(Rules.NameTaken, place, type.Name, "the class", type.Name));
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (GeneratedMembers.ClashesWith(member, numericType, hasModel) && LocationOf(member) is Location place)
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

        CheckConstructors(type, problems, cancellationToken);
        if (WhyNotConstructible(type, compilation, cancellationToken) is (string reason, string fix))
        {
            problems.Add(Diagnostic.Create(
                Rules.NotConstructible, TypeRules.PlaceOf(type, cancellationToken), type.Name, reason, fix));
        }
    }

    // Networks are sealed, so what only derived classes could call is as good as private.
    private static void CheckConstructors(INamedTypeSymbol type, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        foreach (IMethodSymbol constructor in UserCode.ConstructorsOf(type))
        {
            if (constructor.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal
                or Accessibility.ProtectedOrInternal))
            {
                continue;
            }

            bool isPrimary = IsPrimary(constructor, cancellationToken);
            Location? place = isPrimary ? TypeRules.PlaceOf(type, cancellationToken) : LocationOf(constructor);
            problems.Add(Diagnostic.Create(
                Rules.CallableConstructor,
                place,
                type.Name,
                isPrimary ? "replace the primary constructor, which is always public, by a private one" : "make it private"));
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
                    && !type.GetMembers(member.Name).Any(own => GeneratedMembers.ClashesWith(own, numericType)
                        && UserCode.DeclarationsOf(own).Any()))
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

    private static (string Reason, string Fix)? WhyNotConstructible(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        List<IMethodSymbol> constructors = [.. UserCode.ConstructorsOf(type)];
        IMethodSymbol? parameterless = constructors.Find(constructor => constructor.Parameters.IsEmpty);
        if (RequiredMemberOf(type) is string required && (parameterless is null || !SetsRequiredMembers(parameterless)))
        {
            return (
                $"its member '{required}' is required",
                "remove the modifier required, or add a private constructor without parameters that has [SetsRequiredMembers]");
        }

        // A primary constructor, which every other one must call, is a problem of its own.
        if (parameterless is not null || constructors.Exists(constructor => IsPrimary(constructor, cancellationToken)))
        {
            return null;
        }

        return type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            && !baseType.InstanceConstructors.Any(constructor =>
                constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
                && compilation.IsSymbolAccessibleWithin(constructor, type))
            ? ($"its base class '{baseType.Name}' has no accessible constructor without parameters",
                "add a private constructor without parameters")
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
