using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>Changes that take something out of the text, with the blanks that belong to it and without comments beside it.</summary>
internal static class Removal
{
    /// <summary>Takes out a modifier.</summary>
    public static TextChange OfModifier(SyntaxToken modifier) =>
        new(IsBlank(modifier.TrailingTrivia) && IsBlank(modifier.GetNextToken().LeadingTrivia)
            ? TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart)
            : modifier.Span, "");

    /// <summary>Takes out an argument of an attribute.</summary>
    public static IReadOnlyList<TextChange> OfArgument(AttributeArgumentSyntax argument) =>
        OfElement(((AttributeArgumentListSyntax)argument.Parent!).Arguments, argument);

    /// <summary>Takes out an attribute: its lines, if it has them for itself.</summary>
    public static IReadOnlyList<TextChange> OfAttribute(AttributeSyntax attribute, SourceText text)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            return OfElement(list.Attributes, attribute);
        }

        TextLine first = text.Lines.GetLineFromPosition(list.SpanStart);
        TextLine last = text.Lines.GetLineFromPosition(list.Span.End);
        bool isAlone = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)))
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(list.Span.End, last.End)));
        SyntaxToken next = list.GetLastToken().GetNextToken();
        return isAlone ? [new TextChange(TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak), "")]
            : IsBlank(list.GetTrailingTrivia()) && IsBlank(next.LeadingTrivia)
                ? [new TextChange(TextSpan.FromBounds(list.SpanStart, next.SpanStart), "")]
            : [new TextChange(list.Span, "")];
    }

    // An element goes with the comma before it, the first one with that after it.
    private static IReadOnlyList<TextChange> OfElement<TNode>(SeparatedSyntaxList<TNode> list, TNode element)
        where TNode : SyntaxNode
    {
        int index = list.IndexOf(element);
        if (list.SeparatorCount == 0)
        {
            return [new TextChange(element.Span, "")];
        }

        SyntaxToken comma = list.GetSeparator(Math.Max(index - 1, 0));
        TextSpan both = index > 0
            ? TextSpan.FromBounds(comma.SpanStart, element.Span.End)
            : TextSpan.FromBounds(element.SpanStart, comma.GetNextToken().SpanStart);
        return element.SyntaxTree.GetRoot().DescendantTrivia(both).All(trivia => !both.Contains(trivia.Span) || IsBlank(trivia))
            ? [new TextChange(both, "")]
            : [new TextChange(comma.Span, ""), new TextChange(element.Span, "")];
    }

    private static bool IsBlank(SyntaxTriviaList trivia) => trivia.All(IsBlank);

    private static bool IsBlank(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia;
}
