using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>Finds the place of a new using directive.</summary>
internal static class UsingDirectives
{
    /// <summary>
    /// Adds a directive where the order of those that are there wants it, below a comment at the start of a file. What is compiled on a
    /// condition, and all below that, stays as it is.
    /// </summary>
    public static TextChange Add(CompilationUnitSyntax unit, SourceText text, string space)
    {
        string line = text.ToString().Contains("\r\n") ? "\r\n" : "\n";
        int end = unit.GetFirstDirective(directive => directive.IsKind(SyntaxKind.IfDirectiveTrivia))?.SpanStart ?? int.MaxValue;
        UsingDirectiveSyntax[] usings = [.. unit.Usings.Where(directive => directive.SpanStart < end)];
        UsingDirectiveSyntax[] plain =
        [
            .. usings.Where(directive => directive is { Alias: null, Name: not null }
                && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.GlobalKeyword.IsKind(SyntaxKind.None)),
        ];
        if (plain.FirstOrDefault(directive => IsBefore(space, directive.Name!.ToString())) is UsingDirectiveSyntax next)
        {
            return Insert(next.SpanStart, $"using {space};{line}");
        }

        SyntaxNode? last = plain.LastOrDefault() ?? usings.LastOrDefault()
            ?? (SyntaxNode?)unit.Externs.LastOrDefault(alias => alias.SpanStart < end);
        if (last is null)
        {
            return Insert(EndOfHeader(unit), $"using {space};{line}{line}");
        }

        bool endsLine = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        int position = endsLine ? text.Lines.GetLineFromPosition(last.Span.End).End : last.Span.End;
        return Insert(position, $"{(last is ExternAliasDirectiveSyntax ? line : "")}{line}using {space};");
    }

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    // Those of the framework come first.
    private static bool IsBefore(string space, string other) =>
        other != "System" && !other.StartsWith("System.", StringComparison.Ordinal) && string.CompareOrdinal(space, other) < 0;

    // The last empty line above the first declaration, or the last directive: what follows belongs to the declaration.
    private static int EndOfHeader(CompilationUnitSyntax unit)
    {
        int end = 0;
        bool isLineEmpty = true;
        foreach (SyntaxTrivia trivia in unit.GetFirstToken(includeZeroWidth: true).LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
            {
                break;
            }

            bool isEnd = trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia)
                || (isLineEmpty && trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            end = isEnd ? trivia.FullSpan.End : end;
            isLineEmpty = trivia.Kind() switch
            {
                SyntaxKind.WhitespaceTrivia => isLineEmpty,
                SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia => false,
                _ => true,
            };
        }

        return end;
    }
}
