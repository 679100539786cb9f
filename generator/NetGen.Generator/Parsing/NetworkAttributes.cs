using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>Finds the attributes that make a class a network.</summary>
internal static class NetworkAttributes
{
    /// <summary>The metadata name of the attribute for float.</summary>
    public const string MetadataName = "NetGen.NetworkAttribute";

    /// <summary>The metadata name of the attribute with the numeric type as its type argument.</summary>
    public const string GenericMetadataName = "NetGen.NetworkAttribute`1";

    /// <summary>All network attributes of a type, over all its declarations.</summary>
    public static IReadOnlyList<AttributeData> Of(INamedTypeSymbol type)
    {
        List<AttributeData>? found = null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (IsNetworkAttribute(attribute.AttributeClass))
            {
                (found ??= []).Add(attribute);
            }
        }

        return found ?? (IReadOnlyList<AttributeData>)[];
    }

    /// <summary>Whether a type is one of the attributes.</summary>
    public static bool IsNetworkAttribute(INamedTypeSymbol? type) => type is
    {
        Name: "NetworkAttribute",
        Arity: 0 or 1,
        ContainingType: null,
        ContainingNamespace: { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true },
    };
}
