using System.Buffers;
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
        ReadOnlySpan<char> rest = text[..Math.Min(text.Length, QuotedLength)];
        while (!rest.IsEmpty)
        {
            // Half of a pair stands for no character.
            bool isWhole = Rune.DecodeFromUtf16(rest, out Rune one, out int length) == OperationStatus.Done;
            quoted.Append(!isWhole ? CodePoint(rest[0]) : IsVisible(one) ? one.ToString() : CodePoint(one.Value));
            rest = rest[length..];
        }

        return quoted.Append(text.Length > QuotedLength ? "…'" : "'").ToString();
    }

    /// <summary>A character in quotation marks, or its code point if it cannot be seen.</summary>
    public static string Show(char one) => Rune.TryCreate(one, out Rune rune) && IsVisible(rune) ? $"'{one}'" : CodePoint(one);

    /// <summary>A character as C# has it.</summary>
    public static string Literal(char one) => $"'{Escape(one)}'";

    /// <summary>A text as C# has it.</summary>
    public static string Literal(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char one) => one is '"' or '\\' ? $"\\{one}"
        : one == '\t' ? "\\t"
        : Rune.TryCreate(one, out Rune rune) && IsVisible(rune) ? one.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:X4}");

    private static bool IsVisible(Rune one) => one.Value == ' ' || (!IsBlank(one.Value) && Rune.GetUnicodeCategory(one) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    // Letters, marks and symbols that have no picture: joiners, fillers, variation selectors, the empty Braille pattern.
    private static bool IsBlank(int codePoint) => codePoint is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static string CodePoint(int value) => string.Create(CultureInfo.InvariantCulture, $"<U+{value:X4}>");
}
