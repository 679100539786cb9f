using System.Globalization;
using System.Numerics;

namespace NetGen.Data;

/// <summary>Reads the numbers of a <see cref="CsvFile"/>.</summary>
internal static class CsvNumber
{
    private const NumberStyles Format =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly NumberFormatInfo _comma = new() { NumberDecimalSeparator = "," };

    /// <summary>Reads a finite number.</summary>
    /// <param name="text">The text, without blanks around it. The parsers of the runtime would take NULs at the end.</param>
    /// <param name="decimalComma">Whether a comma stands before the decimals, and not a point.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse<T>(ReadOnlySpan<char> text, bool decimalComma, out T value)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.TryParse(text, Format, decimalComma ? _comma : CultureInfo.InvariantCulture, out value)
        && T.IsFinite(value) && !text.Contains('\0');

    /// <summary>Whether a text is a number.</summary>
    public static bool Is(ReadOnlySpan<char> text, bool decimalComma) => TryParse(text, decimalComma, out double _);

    /// <summary>Reads a whole number, also one such as <c>1.0</c> or <c>1e0</c>, as other programs write labels.</summary>
    public static bool TryParseWhole(ReadOnlySpan<char> text, bool decimalComma, out int value)
    {
        bool isWhole = TryParse(text, decimalComma, out double number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;
        value = isWhole ? (int)number : 0;
        return isWhole;
    }
}
