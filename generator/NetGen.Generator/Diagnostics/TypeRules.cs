using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator;

/// <summary>The rules for the kind and the modifiers of the annotated type, and for those of the types around it.</summary>
internal static class TypeRules
{
    private const string MakeClass = "make it a partial class";
    private const string Concrete = "remove the modifier abstract";

    /// <summary>Checks a type; true if it is of a kind that can be a network.</summary>
    public static bool Check(INamedTypeSymbol type, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        Location place = PlaceOf(type, cancellationToken);
        (string Kind, string Fix)? unsupported = Unsupported(type);
        if (unsupported is (string kind, string fix))
        {
            problems.Add(Diagnostic.Create(Rules.UnsupportedKind, place, type.Name, kind, fix));
        }
        else if (!IsPartial(type, cancellationToken))
        {
            problems.Add(Diagnostic.Create(Rules.NotPartial, place, type.Name));
        }

        CheckLanguage(type, place, problems);
        return unsupported is null;
    }

    /// <summary>The identifier of a type's first declaration that is not generated.</summary>
    public static Location PlaceOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        DeclarationsOf(type, cancellationToken).FirstOrDefault()?.Identifier.GetLocation()
        ?? type.Locations.FirstOrDefault()
        ?? Location.None;

    /// <summary>What keeps a network class from being nested in a type, directly or deeper; null if nothing does.</summary>
    public static Diagnostic? CheckContainingType(INamedTypeSymbol outer, INamedTypeSymbol network, CancellationToken cancellationToken) =>
        CheckContainingKind(outer, network, cancellationToken) is Diagnostic problem ? problem
        : IsPartial(outer, cancellationToken) ? null
        : Diagnostic.Create(Rules.ContainingTypeNotPartial, PlaceOf(outer, cancellationToken), outer.Name, network.Name);

    /// <summary>The same but for a missing modifier partial.</summary>
    public static Diagnostic? CheckContainingKind(INamedTypeSymbol outer, INamedTypeSymbol network, CancellationToken cancellationToken)
    {
        if (outer.Arity > 0)
        {
            return Create("generic", "move the network class out of it");
        }

        return outer.IsFileLocal ? Create("local to its file", "remove the modifier file") : null;

        Diagnostic Create(string kind, string fix) => Diagnostic.Create(
            Rules.UnsupportedContainingType, PlaceOf(outer, cancellationToken), outer.Name, network.Name, kind, fix);
    }

    /// <summary>
    /// Whether a class can take the members of a network: it may be abstract or lack the modifier partial, but must fulfil all else that is
    /// asked of its kind.
    /// </summary>
    public static bool CanBeExtended(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        Unsupported(type) is null or (_, Concrete)
        && CanHaveAnotherPart(type, cancellationToken)
        && LanguageOf(type) >= LanguageVersion.CSharp13;

    /// <summary>
    /// Whether a generated part of a type is not an error, or the one that its only declaration lacks the modifier partial: the compiler
    /// takes both for one type nevertheless. Two declarations without the modifier are two types of one name, which it says better itself.
    /// </summary>
    public static bool CanHaveAnotherPart(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        IsPartialThroughout(type, cancellationToken) || UserCode.DeclarationsOf(type).Skip(1).FirstOrDefault() is null;

    /// <summary>Whether all declarations of a type are partial.</summary>
    public static bool IsPartialThroughout(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        DeclarationsOf(type, cancellationToken).All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static void CheckLanguage(INamedTypeSymbol type, Location place, List<Diagnostic> problems)
    {
        if (LanguageOf(type) is LanguageVersion version && version < LanguageVersion.CSharp13)
        {
            problems.Add(Diagnostic.Create(Rules.LanguageTooOld, place, type.Name, version.ToDisplayString()));
        }
    }

    private static LanguageVersion? LanguageOf(INamedTypeSymbol type) =>
        (UserCode.DeclarationsOf(type).FirstOrDefault()?.SyntaxTree.Options as CSharpParseOptions)?.LanguageVersion;

    private static (string Kind, string Fix)? Unsupported(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct, IsRecord: true } => ("a record struct", MakeClass),
        { TypeKind: TypeKind.Struct } => ("a struct", MakeClass),
        { TypeKind: TypeKind.Interface } => ("an interface", MakeClass),
        { TypeKind: TypeKind.Enum } => ("an enum", MakeClass),
        { TypeKind: TypeKind.Delegate } => ("a delegate", MakeClass),
        { TypeKind: not TypeKind.Class } => ("not a class", MakeClass),
        { IsRecord: true } => ("a record", MakeClass),
        { IsStatic: true } => ("static", "remove the modifier static"),
        { Arity: > 0 } => ("generic", "remove its type parameters"),
        { IsFileLocal: true } => ("local to its file", "remove the modifier file"),
        { IsAbstract: true } => ("abstract", Concrete),
        _ => null,
    };

    // Where some declarations are partial and others not, the compiler says so itself.
    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        DeclarationsOf(type, cancellationToken).Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<BaseTypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        UserCode.DeclarationsOf(type).Select(reference => reference.GetSyntax(cancellationToken)).OfType<BaseTypeDeclarationSyntax>();
}
