using System.Globalization;
using System.Net;
using System.Text;

namespace NetGen.Reporting.Html;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">What it is called in the legend: <c>training</c> or <c>validation</c>, which decides the color.</param>
/// <param name="Values">A number for each epoch; one that is not finite is a gap.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values);

/// <summary>A line chart over epochs, as an SVG element that takes its colors from the page.</summary>
/// <param name="title">What is shown.</param>
/// <param name="firstEpoch">The epoch of the first value.</param>
/// <param name="series">One curve or two.</param>
internal sealed class SvgChart(string title, int firstEpoch, IReadOnlyList<ChartSeries> series)
{
    private const int Left = 58;
    private const int Right = 14;
    private const int Bottom = 40;

    // Room for the number of an epoch.
    private const int UnitsPerEpochTick = 75;

    // Less has no room for the mark's text beside the title.
    private const int LeastWidthOfMark = 400;

    // A pixel does not show more.
    private const int MaxPoints = 800;

    /// <summary>A class for the page's styles.</summary>
    public string Class { get; init; } = "";

    /// <summary>Units from left to right; the text is 13 of them high.</summary>
    public int Width { get; init; } = 480;

    /// <summary>Units from top to bottom.</summary>
    public int Height { get; init; } = 290;

    /// <summary>How a number of the vertical axis is written.</summary>
    public Func<double, string> Label { get; init; } = Texts.Number;

    /// <summary>An epoch to mark, or null.</summary>
    public (int Epoch, string Text)? Mark { get; init; }

    private bool IsMarkBelow => Mark is not null && Width < LeastWidthOfMark;

    private int Top => IsMarkBelow ? 76 : 56;

    /// <summary>The element.</summary>
    public string Render()
    {
        var svg = new StringBuilder();
        IReadOnlyList<double> ticks = Ticks.Of(series.SelectMany(one => one.Values));
        int count = series.Max(one => one.Values.Count);
        Append(svg, $"""<svg class="{Class}" viewBox="0 0 {Width} {Height}" role="img" """);
        Append(svg, $"""aria-label="{WebUtility.HtmlEncode(Description())}">""");
        Append(svg, $"""<text class="title" x="{Left}" y="18">{WebUtility.HtmlEncode(title)}</text>""");
        AppendLegend(svg);
        foreach (double tick in ticks)
        {
            double y = Y(tick, ticks);
            Append(svg, $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y:0.0}" y2="{y:0.0}"/>""");
            Append(svg, $"""<text x="{Left - 8}" y="{y + 4:0.0}" text-anchor="end">{WebUtility.HtmlEncode(Label(tick))}</text>""");
        }

        foreach (int epoch in EpochTicks(count))
        {
            Append(svg, $"""<text x="{X(epoch - firstEpoch, count):0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{epoch}</text>""");
        }

        Append(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 4}" text-anchor="middle">epoch</text>""");
        Append(svg, $"""<line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>""");
        if (Mark is (int marked, string text))
        {
            double x = X(marked - firstEpoch, count);
            Append(svg, $"""<line class="best" x1="{x:0.0}" x2="{x:0.0}" y1="{Top}" y2="{Height - Bottom}"/>""");
            (int left, int baseline, string anchor) = IsMarkBelow ? (Left, 59, "start") : (Width - Right, 18, "end");
            Append(svg, $"""<text x="{left}" y="{baseline}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");
        }

        foreach (ChartSeries one in series)
        {
            AppendCurve(svg, one, count, ticks);
        }

        return svg.Append("</svg>").ToString();
    }

    private string Description() => $"{title} by epoch: " + string.Join("; ", series.Select(one =>
        $"{one.Name} from {Label(one.Values[0])} to {Label(one.Values[^1])}"));

    private void AppendLegend(StringBuilder svg)
    {
        int x = Left;
        foreach (ChartSeries one in series)
        {
            Append(svg, $"""<line class="curve {one.Name}" x1="{x}" x2="{x + 22}" y1="35" y2="35"/>""");
            Append(svg, $"""<text x="{x + 28}" y="39">{one.Name}</text>""");
            x += 48 + (8 * one.Name.Length);
        }
    }

    private void AppendCurve(StringBuilder svg, ChartSeries one, int count, IReadOnlyList<double> ticks)
    {
        IReadOnlyList<double> values = one.Values;
        int step = Math.Max(1, values.Count / MaxPoints);
        var path = new StringBuilder();
        bool isDown = false;
        for (int i = 0; i < values.Count; i = i == values.Count - 1 ? values.Count : Math.Min(i + step, values.Count - 1))
        {
            if (double.IsFinite(values[i]))
            {
                Append(path, $"{(isDown ? 'L' : 'M')}{X(i, count):0.0} {Y(values[i], ticks):0.0}");
            }

            isDown = double.IsFinite(values[i]);
        }

        Append(svg, $"""<path class="curve {one.Name}" d="{path}"/>""");
        if (values.Count == 1 && isDown)
        {
            Append(svg, $"""<circle class="dot {one.Name}" cx="{X(0, count):0.0}" cy="{Y(values[0], ticks):0.0}" r="3"/>""");
        }
    }

    // Whole epochs at even distances, the first among them.
    private IEnumerable<int> EpochTicks(int count)
    {
        int step = Math.Max(1, (int)Math.Ceiling(Ticks.NiceStep((count - 1) / (double)(Width / UnitsPerEpochTick))));
        yield return firstEpoch;
        for (int epoch = ((firstEpoch / step) + 1) * step; epoch < firstEpoch + count; epoch += step)
        {
            if (epoch - firstEpoch >= step / 2)
            {
                yield return epoch;
            }
        }
    }

    private double X(int index, int count) =>
        count == 1 ? (Left + Width - Right) / 2.0 : Left + ((Width - Right - Left) * (double)index / (count - 1));

    private double Y(double value, IReadOnlyList<double> ticks) =>
        Height - Bottom - ((Height - Bottom - Top) * (value - ticks[0]) / (ticks[^1] - ticks[0]));

    private static void Append(StringBuilder text, FormattableString value) =>
        text.Append(value.ToString(CultureInfo.InvariantCulture));
}
