using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Turns new, which the private constructors of networks do not allow, into a call of Create.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallCreate)), Shared]
public sealed class CallCreate() : NetworkFixProvider("CS0122", "CS1729")
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        TextSpan place = context.Diagnostic.Location.SourceSpan;
        if (context.InnermostNode.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { Initializer: null } creation
            || (creation is ObjectCreationExpressionSyntax { Type.Span: TextSpan name } ? !name.Contains(place) : creation.Span != place)
            || context.Model.GetTypeInfo(creation, context.CancellationToken).Type is not INamedTypeSymbol type
            || NetworkAttributes.Of(type).Count == 0
            || !context.Model.IsAccessible(creation.SpanStart, type))
        {
            yield break;
        }

        // A number can be meant as the seed; other arguments are for a constructor that the user has to write as a method.
        string? arguments = creation.ArgumentList?.Arguments switch
        {
            null or [] => "seed: 1",
            [{ NameColon: null, RefKindKeyword.RawKind: 0 } seed] when IsSeed(seed.Expression) => seed.ToString(),
            _ => null,
        };
        if (arguments is not null)
        {
            string called = creation is ObjectCreationExpressionSyntax named
                ? named.Type.ToString()
                : type.ToMinimalDisplayString(context.Model, creation.SpanStart);
            yield return new Fix(
                $"Call {type.Name}.Create", "Create", new TextChange(creation.Span, $"{called}.Create({arguments})"));
        }

        bool IsSeed(ExpressionSyntax expression) => context.Model.GetTypeInfo(expression, context.CancellationToken).Type?.SpecialType
            is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or SpecialType.System_Byte
            or SpecialType.System_UInt32 or SpecialType.System_UInt16 or SpecialType.System_SByte;
    }
}
