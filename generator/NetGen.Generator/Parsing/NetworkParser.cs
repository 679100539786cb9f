using System.Text;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>Makes a <see cref="NetworkSpec"/> of a declaration.</summary>
internal static class NetworkParser
{
    /// <summary>The spec of the annotated class; null if the declaration is wrong, which the analyzer reports.</summary>
    public static NetworkSpec? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return null;
        }

        // With the attribute on several declarations, only that of the first gives a network; the compiler reports the others.
        IReadOnlyList<AttributeData> attributes = NetworkAttributes.Of(type);
        if (attributes.Count == 0 || !context.Attributes.Any(attribute => IsSame(attribute, attributes[0])))
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        NetworkArguments? arguments = NetworkArguments.TryRead(attributes[0], cancellationToken);
        if (arguments?.NumericType is not NumericType numericType
            || !DeclarationRules.IsRight(type, attributes, context.SemanticModel.Compilation, cancellationToken))
        {
            return null;
        }

        return new NetworkSpec
        {
            Namespace = NamespaceOf(type),
            ContainingTypes = ContainingTypesOf(type),
            Name = UserCode.Escape(type.Name),
            HintName = HintNames.Of(MetadataNameOf(type)),
            NumericType = numericType,
            Sizes = new EquatableArray<int>(arguments.Sizes),
            Activations = new EquatableArray<Activation>(arguments.ResolveActivations()),
            Cost = arguments.Cost,
            Constructor = ConstructorOf(type),
            IsSealed = type.IsSealed,
        };
    }

    private static bool IsSame(AttributeData left, AttributeData right) =>
        left.ApplicationSyntaxReference is SyntaxReference a
        && right.ApplicationSyntaxReference is SyntaxReference b
        && a.SyntaxTree == b.SyntaxTree
        && a.Span == b.Span;

    private static ConstructorSpec ConstructorOf(INamedTypeSymbol type)
    {
        ConstructorSpec spec = ConstructorSpec.None;
        foreach (IMethodSymbol constructor in UserCode.ConstructorsOf(type))
        {
            if (constructor.Parameters.IsEmpty)
            {
                return ConstructorSpec.Parameterless;
            }

            spec = ConstructorSpec.Marker;
        }

        return spec;
    }

    private static string? NamespaceOf(INamedTypeSymbol type)
    {
        string? name = null;
        for (INamespaceSymbol? part = type.ContainingNamespace; part is { IsGlobalNamespace: false }; part = part.ContainingNamespace)
        {
            string escaped = UserCode.Escape(part.Name);
            name = name is null ? escaped : escaped + "." + name;
        }

        return name;
    }

    private static EquatableArray<ContainingTypeSpec> ContainingTypesOf(INamedTypeSymbol type)
    {
        var types = new List<ContainingTypeSpec>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string keyword = outer switch
            {
                { TypeKind: TypeKind.Interface } => "interface",
                { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
                { TypeKind: TypeKind.Struct } => "struct",
                { IsRecord: true } => "record class",
                _ => "class",
            };
            types.Insert(0, new ContainingTypeSpec(keyword, UserCode.Escape(outer.Name)));
        }

        return new EquatableArray<ContainingTypeSpec>(types);
    }

    private static string MetadataNameOf(INamedTypeSymbol type)
    {
        var name = new StringBuilder(type.MetadataName);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            _ = name.Insert(0, outer.MetadataName + "+");
        }

        for (INamespaceSymbol? part = type.ContainingNamespace; part is { IsGlobalNamespace: false }; part = part.ContainingNamespace)
        {
            _ = name.Insert(0, part.Name + ".");
        }

        return name.ToString();
    }
}
