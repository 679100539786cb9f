using System.Text;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>Makes a spec of a declaration.</summary>
internal static class NetworkParser
{
    /// <summary>
    /// A <see cref="NetworkSpec"/> of the annotated class; if the declaration is wrong, which the analyzer reports, a
    /// <see cref="ShellSpec"/>, or none where not even that can be added to the class, and the errors that the analyzer cannot report in a
    /// build. Null if the class is another's to parse.
    /// </summary>
    public static ParsedDeclaration? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return null;
        }

        // With the attribute on several declarations, only that of the first gives a network; the compiler reports the others.
        IReadOnlyList<AttributeData> attributes = NetworkAttributes.Of(type);
        if (attributes.Count == 0 || !IsFound(context, attributes[0]))
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new ParsedDeclaration(
            SpecOf(context, type, attributes, cancellationToken),
            new EquatableArray<EarlyError>(DeclarationRules
                .FindEarlyErrors(type, attributes, context.SemanticModel.Compilation, cancellationToken)
                .Select(EarlyError.Of)));
    }

    private static TypeSpec? SpecOf(
        GeneratorAttributeSyntaxContext context,
        INamedTypeSymbol type,
        IReadOnlyList<AttributeData> attributes,
        CancellationToken cancellationToken)
    {
        string? libraryAlias = LibraryAliasOf(attributes[0], context.SemanticModel.Compilation);
        NetworkArguments? arguments = NetworkArguments.TryRead(attributes[0], cancellationToken);
        IReadOnlyList<LayerAttribute>? layers = LayerDeclarations.TryReadAll(LayerDeclarations.Of(type), cancellationToken);
        if (arguments?.NumericType is NumericType numericType && layers is not null
            && DeclarationRules.IsRight(type, attributes, context.SemanticModel.Compilation, cancellationToken))
        {
            bool hasModel = ModelReference.IsIn(arguments);
            var spec = new NetworkSpec
            {
                Namespace = NamespaceOf(type),
                ContainingTypes = ContainingTypesOf(type),
                Name = UserCode.Escape(type.Name),
                HintName = HintNames.Of(MetadataNameOf(type)),
                NumericType = numericType,
                LibraryAlias = libraryAlias,
                Topology = hasModel ? ModelSpec.Unknown : arguments.ToTopology(layers, numericType),
                KernelsName = HintNames.KernelsOf(context.SemanticModel.Compilation.AssemblyName ?? "", MetadataNameOf(type), type.Name),
                Constructor = ConstructorOf(type),
                HasJsonConverter = JsonRules.HasConverterOfUser(type),
                SkipsZeros = arguments.SkipZeros,
                IsOptimized = context.SemanticModel.Compilation.Options.OptimizationLevel == OptimizationLevel.Release,
            };
            return hasModel
                ? ModelSpec.Of(
                    spec,
                    ModelReference.Of(arguments, layers, numericType),
                    ShellOf(type, attributes[0], arguments, layers, libraryAlias))
                : spec;
        }

        return DeclarationRules.CanBeExtended(type, cancellationToken)
            ? ShellOf(type, attributes[0], arguments, layers ?? [], libraryAlias)
            : null;
    }

    private static ShellSpec ShellOf(
        INamedTypeSymbol type,
        AttributeData attribute,
        NetworkArguments? arguments,
        IReadOnlyList<LayerAttribute> layers,
        string? libraryAlias)
    {
        NumericType numericType = NetworkArguments.NumericTypeOf(attribute) ?? NumericType.Single;
        bool hasModel = arguments is not null && ModelReference.IsIn(arguments);
        IEnumerable<string> takenNames = type.GetMembers()
            .Where(member => GeneratedMembers.ClashesWith(member, numericType, hasModel))
            .Concat(MemberRules.ClashingAbstractMembersOf(type, numericType))
            .Select(member => member.Name)
            .Concat(GeneratedMembers.Contains(type.Name, hasModel) ? [type.Name] : [])
            .Distinct()
            .OrderBy(name => name, StringComparer.Ordinal);
        return new ShellSpec
        {
            Namespace = NamespaceOf(type),
            ContainingTypes = ContainingTypesOf(type),
            Name = UserCode.Escape(type.Name),
            HintName = HintNames.Of(MetadataNameOf(type)),
            NumericType = numericType,
            LibraryAlias = libraryAlias,
            InputSize = arguments switch
            {
                { Sizes: [> 0 and int first, ..] } => first,
                { InputShape: [> 0 and int inputs] } => inputs,
                _ => 1,
            },
            OutputSize = arguments is { Sizes: [.., > 0 and int last] } ? last
                : layers is [.., DenseAttribute { Units: > 0 and int units }] ? units
                : 1,
            HasModel = hasModel,
            TakenNames = new EquatableArray<string>(takenNames),
        };
    }

    // A reference with aliases takes its types out of the global namespace, unless "global" is one of them.
    private static string? LibraryAliasOf(AttributeData attribute, Compilation compilation) =>
        attribute.AttributeClass is { ContainingAssembly: IAssemblySymbol library }
        && compilation.GetMetadataReference(library)?.Properties.Aliases is { IsDefaultOrEmpty: false } aliases
        && !aliases.Contains(MetadataReferenceProperties.GlobalAlias)
            ? UserCode.Escape(aliases[0])
            : null;

    // The compiler offers all attributes that a class has in a file with each of its parts there.
    private static bool IsFound(GeneratorAttributeSyntaxContext context, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is SyntaxReference reference
        && reference.SyntaxTree == context.TargetNode.SyntaxTree
        && context.TargetNode.Span.Contains(reference.Span)
        && context.Attributes.Any(found => found.ApplicationSyntaxReference?.Span == reference.Span);

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
