using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator;

/// <summary>The length of an array or a span, where the code around it says it.</summary>
internal static class ConstantLength
{
    // Of local variables that are initialized by each other.
    private const int MaxSteps = 8;

    /// <summary>The number of elements of a value; null if it is not known.</summary>
    public static int? Of(IOperation value, CancellationToken cancellationToken) => Of(value, 0, cancellationToken);

    private static int? Of(IOperation? value, int steps, CancellationToken cancellationToken)
    {
        // Others, of the user's own types, may give any length.
        while (value is IConversionOperation conversion && (conversion.Operand.Type is null || HasLength(conversion.Operand.Type)))
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IArrayCreationOperation { DimensionSizes: [IOperation size] } => size.ConstantValue.Value as int?,
            ICollectionExpressionOperation collection =>
                collection.Elements.Any(element => element is ISpreadOperation) ? null : collection.Elements.Length,
            IDefaultValueOperation { Type: ITypeSymbol type } when HasLength(type) => 0,
            IInvocationOperation call => OfCall(call, steps, cancellationToken),
            ILocalReferenceOperation local => OfLocal(local, steps, cancellationToken),
            { SemanticModel: SemanticModel model } => OfSyntax(value.Syntax, model, cancellationToken),
            _ => null,
        };
    }

    private static bool HasLength(ITypeSymbol type) => type is IArrayTypeSymbol or { Name: "Span" or "ReadOnlySpan" };

    // The whole of an array as a span, or a part of a length that is given.
    private static int? OfCall(IInvocationOperation call, int steps, CancellationToken cancellationToken)
    {
        IMethodSymbol method = call.TargetMethod;
        return method switch
        {
            { Name: "AsSpan", ContainingType.Name: "MemoryExtensions" } or { Name: "Slice", ContainingType.Name: "Span" or "ReadOnlySpan" }
                when call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "length") is IArgumentOperation length =>
                length.Value.ConstantValue.Value as int?,
            { Name: "AsSpan", ContainingType.Name: "MemoryExtensions" } when call.Arguments.Length == 1 =>
                Of(call.Arguments[0].Value, steps, cancellationToken),
            _ => null,
        };
    }

    private static int? OfLocal(ILocalReferenceOperation reference, int steps, CancellationToken cancellationToken) =>
        steps < MaxSteps
        && reference is { Local.IsRef: false, SemanticModel: SemanticModel model }
        && reference.Local.DeclaringSyntaxReferences is [SyntaxReference declaration]
        && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: ExpressionSyntax initializer } variable
        && !IsWritten(variable)
            ? model.GetOperation(initializer, cancellationToken) is IOperation value and not { Kind: OperationKind.None }
                ? Of(value, steps + 1, cancellationToken)
                : OfSyntax(initializer, model, cancellationToken)
            : null;

    // What has no operation of its own.
    private static int? OfSyntax(SyntaxNode syntax, SemanticModel model, CancellationToken cancellationToken) => syntax switch
    {
        StackAllocArrayCreationExpressionSyntax { Initializer: InitializerExpressionSyntax initializer } => initializer.Expressions.Count,
        StackAllocArrayCreationExpressionSyntax
        {
            Type: ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [ExpressionSyntax size] }] }
        } => model.GetConstantValue(size, cancellationToken).Value as int?,
        ImplicitStackAllocArrayCreationExpressionSyntax implicitly => implicitly.Initializer.Expressions.Count,
        _ => null,
    };

    // Whether a local variable may get another value than its first. A name that means something else elsewhere in its scope does no harm.
    private static bool IsWritten(VariableDeclaratorSyntax declarator)
    {
        SyntaxNode scope = declarator.Ancestors().First(node => node
            is BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or CompilationUnitSyntax or MemberDeclarationSyntax);
        scope = scope is GlobalStatementSyntax ? scope.Parent! : scope;
        string name = declarator.Identifier.ValueText;
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(use => use.Identifier.ValueText == name && IsWrite(use));
    }

    private static bool IsWrite(SyntaxNode use) => use.Parent switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsWrite(parenthesized),
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => IsWrite(tuple),
        ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.AddressOfExpression),
        _ => false,
    };
}
