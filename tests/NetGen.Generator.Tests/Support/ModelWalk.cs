using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests;

/// <summary>Walks over everything reachable from a pipeline's model and fails at anything that keeps a compilation alive.</summary>
internal static class ModelWalk
{
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(Compilation), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SemanticModel), typeof(SyntaxReference),
        typeof(Location), typeof(Diagnostic), typeof(AttributeData), typeof(SyntaxToken), typeof(SyntaxTrivia), typeof(TypedConstant),
        typeof(MetadataReference), typeof(Delegate),
    ];

    public static void AssertFreeOfCompilation(object? model) =>
        Walk(model, model?.GetType().Name ?? "null", new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        Type type = value.GetType();
        Assert.False(Array.Exists(Forbidden, forbidden => forbidden.IsAssignableFrom(type)), $"{path} is a {type}.");
        if (type.IsPrimitive || type.IsEnum || value is string or decimal or Type)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            int i = 0;
            foreach (object? item in items)
            {
                Walk(item, $"{path}[{i++}]", seen);
            }
        }

        for (Type? current = type; current is not null; current = current.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in current.GetFields(Own))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
