using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator;

namespace NetGen.CodeFixes;

/// <summary>Adds the using directive for a name of the library.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddUsing)), Shared]
public sealed class AddUsing() : NetworkFixProvider("CS0246", "CS0103")
{
    private protected override IEnumerable<Fix> Find(FixContext context)
    {
        if (context.InnermostNode is not SimpleNameSyntax name
            || name.Parent is MemberAccessExpressionSyntax access && access.Name == name
            || name.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax
            || context.Root is not CompilationUnitSyntax unit
            || context.Model.Compilation.GetTypeByMetadataName(NetworkAttributes.MetadataName)?.ContainingAssembly
                is not IAssemblySymbol library
            || !IsGlobal(context.Model.Compilation.GetMetadataReference(library)))
        {
            return [];
        }

        string text = name.Identifier.ValueText;
        string[] candidates = name.Parent is AttributeSyntax ? [text + "Attribute", text] : [text];
        int arity = (name as GenericNameSyntax)?.TypeArgumentList.Arguments.Count ?? 0;
        return SpacesOf(library.GlobalNamespace.GetNamespaceMembers().Where(space => space.Name == "NetGen"))
            .Where(space => candidates.Any(candidate => space.GetTypeMembers(candidate, arity)
                .Any(type => type.DeclaredAccessibility == Accessibility.Public)))
            .Select(space => space.ToDisplayString())
            .Select(space => new Fix($"using {space};", space, UsingDirectives.Add(unit, context.Text, space)));
    }

    // Generated code alone uses the seam.
    private static IEnumerable<INamespaceSymbol> SpacesOf(IEnumerable<INamespaceSymbol> spaces) => spaces
        .Where(space => space.Name != "CompilerServices")
        .SelectMany(space => SpacesOf(space.GetNamespaceMembers()).Prepend(space));

    // A reference with aliases has no names in the global namespace.
    private static bool IsGlobal(MetadataReference? reference) =>
        reference?.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases
        || aliases.Contains(MetadataReferenceProperties.GlobalAlias);
}
