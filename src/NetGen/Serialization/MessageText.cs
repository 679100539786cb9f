using System.Globalization;
using System.Text;

namespace NetGen.Serialization;

/// <summary>Puts text and shapes from files into messages. Files are not trusted, so texts are cut and made visible.</summary>
internal static class MessageText
{
    private const int MaximumLength = 80;
    private const int MaximumRank = 8;

    /// <summary>A text between quotation marks: cut when it is long, with escapes for what a terminal could take as a command.</summary>
    public static string Quote(string text)
    {
        var builder = new StringBuilder("'");
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaximumLength)))
        {
            if (char.IsControl(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format)
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                builder.Append(character);
            }
        }

        return builder.Append(text.Length > MaximumLength ? "...'" : "'").ToString();
    }

    /// <summary>How many there are of something, as in <c>1 sample</c> and <c>2 samples</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">What one of them is called.</param>
    public static string Count(long count, string one)
    {
        string ending = count == 1 ? "" : one.EndsWith("ss", StringComparison.Ordinal) ? "es" : "s";
        return string.Create(CultureInfo.InvariantCulture, $"{count} {one}{ending}");
    }

    /// <summary>The message of an exception without the name of a parameter, which says nothing to those who have a file.</summary>
    public static string WithoutParameter(ArgumentException exception) =>
        exception.ParamName is string name
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;

    /// <summary>A shape as in <c>[30, 784]</c>, cut when it is long.</summary>
    public static string Shape(IEnumerable<long> shape)
    {
        string[] dimensions = [.. shape.Take(MaximumRank + 1).Select(dimension => dimension.ToString(CultureInfo.InvariantCulture))];
        return dimensions.Length > MaximumRank
            ? $"[{string.Join(", ", dimensions.Take(MaximumRank))}, ...]"
            : $"[{string.Join(", ", dimensions)}]";
    }
}
