using System.Globalization;
using System.Text;

namespace NetGen.Data;

/// <summary>Shows text of a file in messages.</summary>
internal static class CsvText
{
    private const int QuotedLength = 40;

    /// <summary>The text in quotation marks, cut off if it is long, with what cannot be seen as code points.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (char one in text[..Math.Min(text.Length, QuotedLength)])
        {
            quoted.Append(IsVisible(one) ? one.ToString() : CodePoint(one));
        }

        return quoted.Append(text.Length > QuotedLength ? "…'" : "'").ToString();
    }

    /// <summary>A character in quotation marks, or its code point if it cannot be seen.</summary>
    public static string Show(char one) => IsVisible(one) ? $"'{one}'" : CodePoint(one);

    /// <summary>A character as C# has it.</summary>
    public static string Literal(char one) => $"'{Escape(one)}'";

    /// <summary>A text as C# has it.</summary>
    public static string Literal(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char one) => one is '"' or '\\' ? $"\\{one}"
        : one == '\t' ? "\\t"
        : IsVisible(one) ? one.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:X4}");

    private static bool IsVisible(char one) => one == ' ' || char.GetUnicodeCategory(one) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string CodePoint(char one) => string.Create(CultureInfo.InvariantCulture, $"<U+{(int)one:X4}>");
}
