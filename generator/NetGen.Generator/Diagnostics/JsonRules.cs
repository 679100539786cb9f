using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator;

/// <summary>Finds the places where a network is to become JSON, or to be made from it.</summary>
internal static class JsonRules
{
    private const string Serialization = "System.Text.Json.Serialization";

    /// <summary>Whether the user gave a class a JSON converter, which knows what to do with a network.</summary>
    public static bool HasConverterOfUser(INamedTypeSymbol type) => type.GetAttributes().Any(attribute =>
        IsConverter(attribute.AttributeClass)
        && attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol { Name: "NetworkJsonConverter" } }]);

    /// <summary>Checks the attributes of a type, which may be a context of generated serializers.</summary>
    public static void CheckContext(INamedTypeSymbol type, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (IsNamed(attribute.AttributeClass, "JsonSerializableAttribute", Serialization)
                && attribute.ConstructorArguments is [{ Value: ITypeSymbol argument }]
                && FindNetworkIn(argument) is INamedTypeSymbol network)
            {
                Location? place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation();
                report(Diagnostic.Create(Rules.SerializedAsJson, place, NameOf(network)));
            }
        }
    }

    /// <summary>Checks a call of any method.</summary>
    public static void CheckCall(IInvocationOperation call, Action<Diagnostic> report)
    {
        if (IsSerializer(call.TargetMethod.ContainingType)
            && TypesOf(call).Select(FindNetworkIn).FirstOrDefault(found => found is not null) is INamedTypeSymbol network)
        {
            report(Diagnostic.Create(Rules.SerializedAsJson, PlaceOf(call), NameOf(network)));
        }
    }

    private static bool IsSerializer(INamedTypeSymbol type) =>
        IsNamed(type, "JsonSerializer", "System.Text.Json")
        || (type.Name is "HttpClientJsonExtensions" or "HttpContentJsonExtensions" or "JsonContent"
            && IsNamed(type, type.Name, "System.Net.Http.Json"));

    // What is serialized is a type argument, an argument of type object, or an argument that says the type.
    private static IEnumerable<ITypeSymbol?> TypesOf(IInvocationOperation call) => call.TargetMethod.TypeArguments
        .Concat(call.Arguments.Select(argument => argument.Value switch
        {
            ITypeOfOperation type => type.TypeOperand,
            IConversionOperation { Type.SpecialType: SpecialType.System_Object } conversion => conversion.Operand.Type,
            _ => null,
        }));

    private static INamedTypeSymbol? FindNetworkIn(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => FindNetworkIn(array.ElementType),
        INamedTypeSymbol named when NetworkAttributes.Of(named).Count > 0 => HasConverterOfUser(named) ? null : named,
        INamedTypeSymbol named when IsInferenceClass(named) => named,
        INamedTypeSymbol { Arity: > 0 } generic => generic.TypeArguments.Select(FindNetworkIn).FirstOrDefault(found => found is not null),
        _ => null,
    };

    // Generated, so it never has a converter of the user's.
    private static bool IsInferenceClass(INamedTypeSymbol type) =>
        type is { Name: GeneratedMembers.InferenceClass, ContainingType: INamedTypeSymbol outer } && NetworkAttributes.Of(outer).Count > 0;

    private static string NameOf(INamedTypeSymbol network) =>
        IsInferenceClass(network) ? $"{network.ContainingType.Name}.{network.Name}" : network.Name;

    private static Location PlaceOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        SyntaxNode other => other.GetLocation(),
    };

    private static bool IsConverter(INamedTypeSymbol? type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (IsNamed(current, "JsonConverterAttribute", Serialization))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(INamedTypeSymbol? type, string name, string space) =>
        type is not null && type.Name == name && type.ContainingNamespace?.ToDisplayString() == space;
}
