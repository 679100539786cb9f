using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetGen.Generator;

/// <summary>
/// Writes indented lines ending in <c>\n</c>, and goes on in the next line where one is too long; numbers are formatted with the invariant
/// culture.
/// </summary>
internal sealed class SourceWriter
{
    private const int MaxColumns = 140;
    private const int Indentation = 4;
    private const string Documentation = "/// ";
    private const string Comment = "// ";

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>
    /// Writes a template of one or more lines: an interpolated string, mostly a raw one. A hole that stands alone in its line may be a
    /// list of statements, of which as many go into a line as fit, or an <see cref="Action"/> that writes more lines; both are indented
    /// like the hole, and where they write nothing, the hole's line is left out.
    /// </summary>
    public void Write([InterpolatedStringHandlerArgument("")] Template template)
    {
        if (template.TakeLine() is string line)
        {
            AppendLine(line);
        }
    }

    /// <summary>Writes a line.</summary>
    public void Line(Text text) => AppendLine(text.ToString());

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Writes short statements, as many in a line as fit.</summary>
    public void Statements(IEnumerable<string> statements)
    {
        var line = new StringBuilder();
        foreach (string statement in statements)
        {
            if (line.Length > 0 && (Indentation * _depth) + line.Length + 1 + statement.Length > MaxColumns)
            {
                AppendLine(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(statement);
        }

        if (line.Length > 0)
        {
            AppendLine(line.ToString());
        }
    }

    /// <summary>Writes a block of one statement: in one line where it fits.</summary>
    public void Short(Text header, string statement) => Block(header.ToString(), [statement]);

    /// <summary>Writes a block of statements: in one line where it fits.</summary>
    public void Block(string header, IReadOnlyList<string> statements)
    {
        string body = string.Join(" ", statements);
        if ((Indentation * _depth) + header.Length + body.Length + 5 <= MaxColumns)
        {
            AppendLine($"{header} {{ {body} }}");
            return;
        }

        using (Block(header))
        {
            Statements(statements);
        }
    }

    /// <summary>Writes a method that is one expression.</summary>
    public void Method(Text signature, Text expression)
    {
        Line($"{signature.ToString()} =>");
        Line($"    {expression.ToString()};");
    }

    /// <summary>Writes a line and an opening brace; what follows is indented until the scope is disposed of.</summary>
    public Scope Block(Text header)
    {
        Line(header);
        return Block();
    }

    /// <summary>Writes an opening brace; what follows is indented until the scope is disposed of.</summary>
    public Scope Block()
    {
        AppendLine("{");
        _depth++;
        return new Scope(this);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void AppendLine(string line)
    {
        int indentation = Indentation * _depth;
        string comment = line.StartsWith(Documentation, StringComparison.Ordinal) ? Documentation
            : line.StartsWith(Comment, StringComparison.Ordinal) ? Comment
            : "";
        bool isComment = comment.Length > 0;
        for (bool isFirst = true; BreakOf(line, MaxColumns - indentation, isComment, isFirst ? 0 : 1) is > 0 and int end; isFirst = false)
        {
            _text.Append(' ', indentation).Append(line, 0, end).Append('\n');
            line = comment + line.Substring(end + 1);
            indentation += isFirst && !isComment ? Indentation : 0;
        }

        if (line.Length > 0)
        {
            _text.Append(' ', indentation).Append(line);
        }

        _text.Append('\n');
    }

    // Where a line that is too long is best broken: before a constraint, after an arrow or an equals sign, or after a comma in as few
    // parentheses as possible, and of such places the last; in a comment at any space. Not in strings; 0 if the line is short enough or
    // has no such place. The depth is that of the parentheses which the line begins in.
    private static int BreakOf(string line, int length, bool isComment, int depth)
    {
        int best = 0;
        int leastDepth = int.MaxValue;
        bool isString = false;
        for (int i = 1; line.Length > length && line[0] != '#' && i <= length; i++)
        {
            isString ^= line[i] == '"';
            if (isString)
            {
                continue;
            }

            depth += line[i] is '(' || (line[i] == '<' && char.IsLetterOrDigit(line[i - 1])) ? 1
                : line[i] is ')' || (line[i] == '>' && line[i - 1] is not ('=' or ' ')) ? -1
                : 0;
            bool isPlace = line[i] == ' '
                && (isComment ? i >= Documentation.Length
                    : (line[i - 1] == ',' && depth > 0)
                    || line.Substring(0, i).EndsWith("=>", StringComparison.Ordinal)
                    || line.Substring(0, i).EndsWith(" =", StringComparison.Ordinal)
                    || string.CompareOrdinal(line, i, " where ", 0, 7) == 0);
            if (isPlace && (isComment || depth <= leastDepth))
            {
                best = i;
                leastDepth = depth;
            }
        }

        return best;
    }

    /// <summary>Closes a block when disposed of.</summary>
    internal readonly struct Scope(SourceWriter writer) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            writer._depth--;
            writer.AppendLine("}");
        }
    }

    /// <summary>A string, or an interpolated one whose values are formatted with the invariant culture.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Text
    {
        private readonly StringBuilder _builder;

        public Text(int literalLength, int formattedCount) => _builder = new StringBuilder(literalLength + (8 * formattedCount));

        public static implicit operator Text(string text)
        {
            var result = new Text(text.Length, 0);
            result.AppendLiteral(text);
            return result;
        }

        public void AppendLiteral(string text) => _builder.Append(text);

        public void AppendFormatted(string? text) => _builder.Append(text);

        public void AppendFormatted(Offset offset) => _builder.Append(offset.ToString());

        public void AppendFormatted<T>(T value)
            where T : IFormattable =>
            _builder.Append(value.ToString(null, CultureInfo.InvariantCulture));

        /// <inheritdoc/>
        public override string ToString() => _builder.ToString();
    }

    /// <summary>
    /// An interpolated string that goes into the source line by line, so that a hole's own lines are written where it stands.
    /// </summary>
    [InterpolatedStringHandler]
    internal sealed class Template(int literalLength, int formattedCount, SourceWriter writer)
    {
        private readonly StringBuilder _line = new(literalLength + (8 * formattedCount));
        private bool _isWritten;

        public void AppendLiteral(string text)
        {
            string[] lines = text.Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                if (i > 0 && TakeLine() is string line)
                {
                    writer.AppendLine(line);
                }

                _line.Append(lines[i].TrimEnd('\r'));
            }
        }

        public void AppendFormatted(string? text) => _line.Append(text);

        public void AppendFormatted(Offset offset) => _line.Append(offset.ToString());

        public void AppendFormatted<T>(T value)
            where T : IFormattable =>
            _line.Append(value.ToString(null, CultureInfo.InvariantCulture));

        public void AppendFormatted(IEnumerable<string> statements) => AppendFormatted(() => writer.Statements(statements));

        public void AppendFormatted(Action write)
        {
            if (!string.IsNullOrWhiteSpace(_line.ToString()))
            {
                throw new InvalidOperationException($"Lines cannot be written after '{_line}': they need a line of their own.");
            }

            int depth = _line.Length / Indentation;
            writer._depth += depth;
            write();
            writer._depth -= depth;
            _line.Clear();
            _isWritten = true;
        }

        /// <summary>Ends the current line and gives it; null where a hole has written all that stands there.</summary>
        public string? TakeLine()
        {
            string? line = _isWritten && _line.Length == 0 ? null : _line.ToString();
            _line.Clear();
            _isWritten = false;
            return line;
        }
    }
}
