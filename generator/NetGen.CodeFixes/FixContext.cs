using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>A diagnostic and the code around it.</summary>
internal sealed class FixContext(
    Diagnostic diagnostic, SyntaxNode root, SourceText text, SemanticModel model, CancellationToken cancellationToken)
{
    /// <summary>The diagnostic.</summary>
    public Diagnostic Diagnostic => diagnostic;

    /// <summary>The root of the file.</summary>
    public SyntaxNode Root => root;

    /// <summary>The text of the file.</summary>
    public SourceText Text => text;

    /// <summary>What the file's names mean.</summary>
    public SemanticModel Model => model;

    /// <summary>Ends the search.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The outermost node that covers what the diagnostic marks.</summary>
    public SyntaxNode Node => root.FindNode(diagnostic.Location.SourceSpan);

    /// <summary>The innermost node that covers what the diagnostic marks.</summary>
    public SyntaxNode InnermostNode => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The declaration of the type that the diagnostic is in.</summary>
    public BaseTypeDeclarationSyntax? TypeDeclaration => Node.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();

    /// <summary>The attribute that the diagnostic is in.</summary>
    public AttributeSyntax? Attribute => InnermostNode.FirstAncestorOrSelf<AttributeSyntax>();

    /// <summary>The argument for a property of an attribute that the diagnostic is in.</summary>
    public AttributeArgumentSyntax? NamedArgument =>
        InnermostNode.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { NameEquals: not null } argument ? argument : null;
}
