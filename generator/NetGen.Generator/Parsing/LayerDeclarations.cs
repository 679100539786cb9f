using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>Finds and reads the attributes that declare layers.</summary>
internal static class LayerDeclarations
{
    /// <summary>All layer attributes of a type, in their order; that of several declarations is the compiler's.</summary>
    public static IReadOnlyList<AttributeData> Of(INamedTypeSymbol type) =>
        [.. type.GetAttributes().Where(attribute => IsLayerAttribute(attribute.AttributeClass?.BaseType))];

    /// <summary>The layer that an attribute declares; null where the compiler itself has an error to report about it.</summary>
    /// <remarks>The attributes of the library are compiled into the generator too, so one way to read them serves all kinds.</remarks>
    public static LayerAttribute? TryRead(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is { ContainsDiagnostics: true }
            || attribute.AttributeConstructor is null
            || typeof(LayerAttribute).Assembly.GetType("NetGen." + attribute.AttributeClass!.Name) is not Type kind)
        {
            return null;
        }

        ConstructorInfo constructor = kind.GetConstructors().Single();
        ParameterInfo[] parameters = constructor.GetParameters();
        if (parameters.Length != attribute.ConstructorArguments.Length)
        {
            return null;
        }

        var arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!TryConvert(attribute.ConstructorArguments[i], parameters[i].ParameterType, out arguments[i]))
            {
                return null;
            }
        }

        var layer = (LayerAttribute)constructor.Invoke(arguments);
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            if (kind.GetProperty(named.Key) is not PropertyInfo { CanWrite: true } property
                || !TryConvert(named.Value, property.PropertyType, out object? value))
            {
                return null;
            }

            property.SetValue(layer, value);
        }

        return layer;
    }

    /// <summary>All layers of a class; null if the compiler has an error to report about one.</summary>
    public static IReadOnlyList<LayerAttribute>? TryReadAll(IReadOnlyList<AttributeData> attributes, CancellationToken cancellationToken)
    {
        var layers = new List<LayerAttribute>();
        foreach (AttributeData attribute in attributes)
        {
            if (TryRead(attribute, cancellationToken) is not LayerAttribute layer)
            {
                return null;
            }

            layers.Add(layer);
        }

        return layers;
    }

    private static bool TryConvert(TypedConstant constant, Type type, out object? value)
    {
        value = null;
        if (constant.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum))
        {
            return false;
        }

        value = type.IsEnum && constant.Value is not null ? Enum.ToObject(type, constant.Value) : constant.Value;
        return value is null ? !type.IsValueType : type.IsInstanceOfType(value);
    }

    private static bool IsLayerAttribute(INamedTypeSymbol? type) => type is
    {
        Name: nameof(LayerAttribute),
        Arity: 0,
        ContainingType: null,
        ContainingNamespace: { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true },
    };
}
