using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetGen.Reporting.Html;

/// <summary>Writes HTML: values in interpolated strings are encoded, unless they are <see cref="Markup"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds HTML. There is no overload for a string, whose values would not be encoded.</summary>
    public HtmlWriter Append([InterpolatedStringHandlerArgument("")] ref Handler html)
    {
        _ = html;
        return this;
    }

    /// <summary>The start of an element around something wide, which keys can scroll.</summary>
    /// <param name="name">What is in it.</param>
    public static Markup Scroll(string name) =>
        new($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{WebUtility.HtmlEncode(name)}\">");

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly StringBuilder _text;

        public Handler(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _text = writer._text;
            _ = _text.EnsureCapacity(_text.Length + literalLength + (8 * formattedCount));
        }

        public void AppendLiteral(string html) => _text.Append(html);

        public void AppendFormatted(Markup html) => _text.Append(html.Text);

        public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");
    }
}
