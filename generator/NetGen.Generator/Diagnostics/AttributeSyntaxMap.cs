using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator;

/// <summary>Finds the place in the source of what a <c>[Network]</c> attribute says.</summary>
internal sealed class AttributeSyntaxMap(AttributeSyntax attribute)
{
    /// <summary>The syntax of an attribute; null if it has none.</summary>
    public static AttributeSyntaxMap? TryCreate(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            ? new AttributeSyntaxMap(syntax)
            : null;

    /// <summary>The whole attribute.</summary>
    public Location Whole => attribute.GetLocation();

    /// <summary>All sizes together; the attribute if there are none.</summary>
    public Location Sizes
    {
        get
        {
            List<AttributeArgumentSyntax> arguments = [.. Positional];
            return arguments.Count == 0
                ? Whole
                : Location.Create(
                    attribute.SyntaxTree, TextSpan.FromBounds(arguments[0].SpanStart, arguments[arguments.Count - 1].Span.End));
        }
    }

    /// <summary>The type argument; the attribute's name if that hides it behind an alias.</summary>
    public Location TypeArgument
    {
        get
        {
            NameSyntax name = attribute.Name switch
            {
                QualifiedNameSyntax qualified => qualified.Right,
                AliasQualifiedNameSyntax aliased => aliased.Name,
                NameSyntax simple => simple,
            };
            return name is GenericNameSyntax { TypeArgumentList.Arguments: [TypeSyntax argument, ..] }
                ? argument.GetLocation()
                : attribute.Name.GetLocation();
        }
    }

    private IEnumerable<AttributeArgumentSyntax> Positional => Arguments.Where(argument => argument.NameEquals is null);

    private IEnumerable<AttributeArgumentSyntax> Arguments => attribute.ArgumentList?.Arguments ?? [];

    /// <summary>The size at <paramref name="index"/>.</summary>
    public Location Size(int index)
    {
        List<ExpressionSyntax> expressions = [.. Positional.Select(argument => argument.Expression)];
        IReadOnlyList<ExpressionSyntax> elements = expressions is [ExpressionSyntax only] ? ElementsOf(only) ?? expressions : expressions;
        return index < elements.Count ? elements[index].GetLocation() : Sizes;
    }

    /// <summary>The argument for a property; null if there is none.</summary>
    public Location? Named(string name) => FindNamed(name)?.GetLocation();

    /// <summary>One element of the argument for a property; the argument if the element cannot be told.</summary>
    public Location? NamedElement(string name, int index) =>
        FindNamed(name) is AttributeArgumentSyntax argument
            ? (ElementsOf(argument.Expression) is IReadOnlyList<ExpressionSyntax> elements && index < elements.Count
                ? elements[index].GetLocation()
                : argument.GetLocation())
            : null;

    private AttributeArgumentSyntax? FindNamed(string name) =>
        Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    private static IReadOnlyList<ExpressionSyntax>? ElementsOf(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: InitializerExpressionSyntax initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: InitializerExpressionSyntax initializer } => initializer.Expressions,
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            [.. collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)],
        ParenthesizedExpressionSyntax parenthesized => ElementsOf(parenthesized.Expression),
        CastExpressionSyntax cast => ElementsOf(cast.Expression),
        _ => null,
    };
}
