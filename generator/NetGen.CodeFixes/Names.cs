using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>What code fixes know of the declaration that they change, and how they name what they add.</summary>
internal static class Names
{
    /// <summary>A member of an enumeration of the library, as short as it can be at the diagnostic's place.</summary>
    public static string Of(FixContext context, string enumeration, string member) =>
        (context.Model.Compilation.GetTypeByMetadataName("NetGen." + enumeration)
            ?.ToMinimalDisplayString(context.Model, context.Diagnostic.Location.SourceSpan.Start) ?? enumeration) + "." + member;

    /// <summary>The class that the diagnostic's attribute declares as a network.</summary>
    public static INamedTypeSymbol? NetworkOf(FixContext context) =>
        context.TypeDeclaration is BaseTypeDeclarationSyntax declaration
            ? context.Model.GetDeclaredSymbol(declaration, context.CancellationToken)
            : null;

    /// <summary>What the network attribute of the diagnostic's class says.</summary>
    public static NetworkArguments? ArgumentsOf(FixContext context) =>
        NetworkOf(context) is INamedTypeSymbol type && NetworkAttributes.Of(type) is [AttributeData attribute]
            ? NetworkArguments.TryRead(attribute, context.CancellationToken)
            : null;

    /// <summary>The activation of the last layer of the diagnostic's class; null if it is not known.</summary>
    public static Activation? OutputOf(FixContext context)
    {
        if (ArgumentsOf(context) is not NetworkArguments arguments || NetworkOf(context) is not INamedTypeSymbol type)
        {
            return null;
        }

        IReadOnlyList<AttributeData> layers = LayerDeclarations.Of(type);
        IReadOnlyList<Activation> activations = arguments.ResolveActivations();
        Activation? output = layers.Count > 0
            ? (LayerDeclarations.TryRead(layers[layers.Count - 1], context.CancellationToken) as DenseAttribute)?.Activation
            : activations.Count > 0 ? activations[activations.Count - 1]
            : null;
        return output is Activation known && ActivationTraits.IsKnown(known) ? known : null;
    }

    /// <summary>The argument of an attribute for a property.</summary>
    public static AttributeArgumentSyntax? Named(this AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>The elements of an array or a collection expression whose length is what it lists; null for all else.</summary>
    public static IReadOnlyList<ExpressionSyntax>? ElementsOf(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax
        {
            Type.RankSpecifiers: [{ Sizes: [OmittedArraySizeExpressionSyntax] }],
            Initializer: InitializerExpressionSyntax initializer,
        } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax implicitly => implicitly.Initializer.Expressions,
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            [.. collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)],
        _ => null,
    };

    /// <summary>Whether a type has a modifier.</summary>
    public static bool Has(this MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(modifier);
}
