using System.Globalization;
using System.Text;

namespace NetGen.Generator;

/// <summary>Values as text, the same under every culture.</summary>
internal static class Literal
{
    /// <summary>A whole number as a C# literal.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as a C# literal that a <see langword="double"/> can be given.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number for a reader, as in <c>23,820</c>.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An interpolated string whose values are formatted with the invariant culture.</summary>
    public static string Text(SourceWriter.Text text) => text.ToString();

    /// <summary>A text as a C# literal of ASCII characters, without quotation marks in it.</summary>
    public static string Quoted(string text)
    {
        var literal = new StringBuilder("\"", text.Length + 2);
        foreach (char character in text)
        {
            _ = character is >= ' ' and <= '~' and not ('"' or '\\')
                ? literal.Append(character)
                : literal.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A text as it can stand in a documentation comment.</summary>
    public static string Documentation(string text) => text
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');
}
