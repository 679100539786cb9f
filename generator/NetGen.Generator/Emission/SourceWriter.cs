using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetGen.Generator;

/// <summary>Writes indented lines ending in <c>\n</c>; numbers are formatted with the invariant culture.</summary>
internal sealed class SourceWriter
{
    private const int MaxColumns = 160;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line.</summary>
    public void Line(Text text)
    {
        string line = text.ToString();
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes short statements, as many in a line as fit.</summary>
    public void Statements(IEnumerable<string> statements)
    {
        var line = new StringBuilder();
        foreach (string statement in statements)
        {
            if (line.Length > 0 && (4 * _depth) + line.Length + 1 + statement.Length > MaxColumns)
            {
                Line(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(statement);
        }

        if (line.Length > 0)
        {
            Line(line.ToString());
        }
    }

    /// <summary>Writes a block of one statement in one line.</summary>
    public void Short(Text header, string statement) => Line($"{header.ToString()} {{ {statement} }}");

    /// <summary>Writes a block of statements: in one line where it fits.</summary>
    public void Block(string header, IReadOnlyList<string> statements)
    {
        string body = string.Join(" ", statements);
        if ((4 * _depth) + header.Length + body.Length + 5 <= MaxColumns)
        {
            Short(header, body);
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

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Writes a line and an opening brace; what follows is indented until the scope is disposed of.</summary>
    public Scope Block(Text header)
    {
        Line(header);
        return Block();
    }

    /// <summary>Writes an opening brace; what follows is indented until the scope is disposed of.</summary>
    public Scope Block()
    {
        _text.Append(' ', 4 * _depth).Append("{\n");
        _depth++;
        return new Scope(this);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Closes a block when disposed of.</summary>
    internal readonly struct Scope(SourceWriter writer) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            writer._depth--;
            writer._text.Append(' ', 4 * writer._depth).Append("}\n");
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

        public void AppendFormatted<T>(T value)
            where T : IFormattable =>
            _builder.Append(value.ToString(null, CultureInfo.InvariantCulture));

        /// <inheritdoc/>
        public override string ToString() => _builder.ToString();
    }
}
