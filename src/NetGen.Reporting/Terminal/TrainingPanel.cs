using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NetGen.Reporting.Terminal;

/// <summary>A training run so far: a bar with the time left, and for each cost and accuracy the last value and a curve.</summary>
internal sealed class TrainingPanel
{
    // Borders, and the spaces beside them.
    private const int FrameWidth = 4;
    private const int Gap = 2;

    // No wider, however wide the console is. A curve below the least width leaves its place to what is more useful; a bar goes to another
    // line than the time.
    private const int WidestBar = 30;
    private const int LeastBar = 8;
    private const int WidestCurve = 60;
    private const int LeastCurve = 6;

    // As long as the texts of times get. Without this room, the bar would change its length with them.
    private const int TimeWidth = 25;

    // What still has a meaning, and fits into a time.
    private const double LongestSeconds = 1e9;

    private readonly int _epochs;
    private readonly int _earlier;
    private readonly string? _hint;
    private readonly List<EpochResult> _results;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private TimeSpan _lastEpochEnd;
    private bool _hasEnded;

    /// <summary>A training run that begins, or goes on.</summary>
    public TrainingPanel(int epochs, IReadOnlyList<EpochResult> earlier, string? hint)
    {
        _epochs = epochs;
        _earlier = earlier.Count;
        _hint = hint;
        _results = [.. earlier];
    }

    /// <summary>Takes the result of an epoch.</summary>
    public void Add(EpochResult result)
    {
        lock (_lock)
        {
            _results.Add(result);
            _lastEpochEnd = Stopwatch.GetElapsedTime(_start);
        }
    }

    /// <summary>Takes away what only a running training has: the hint, and the time left.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }
    }

    /// <summary>The panel as it is now.</summary>
    public IRenderable Render()
    {
        // Training does not wait for the drawing.
        EpochResult[] results;
        TimeSpan lastEpochEnd;
        bool hasEnded;
        lock (_lock)
        {
            (results, lastEpochEnd, hasEnded) = ([.. _results], _lastEpochEnd, _hasEnded);
        }

        return new View(width =>
        {
            int inner = Math.Max(1, width - FrameWidth);
            List<IRenderable> rows = [.. Progress(results.Length, Time(results.Length, lastEpochEnd, hasEnded), inner)];
            if (results.Length > 0)
            {
                rows.Add(Curves(results, inner));
            }

            if (_hint is not null && !hasEnded)
            {
                rows.Add(new Text(_hint, new Style(decoration: Decoration.Dim)));
            }

            return new Panel(new Rows(rows)) { Border = BoxBorder.Rounded, Padding = new Padding(1, 0) };
        });
    }

    // The bar and the epoch, and the time beside or below them.
    private IEnumerable<IRenderable> Progress(int done, string time, int width)
    {
        string total = _epochs.ToString(CultureInfo.InvariantCulture);
        int beside = $" epoch {total} of {total}".Length;
        bool isOneLine = width - beside - Gap - TimeWidth >= LeastBar;
        int barWidth = Math.Clamp(width - beside - (isOneLine ? Gap + TimeWidth : 0), 0, WidestBar);
        int filled = (int)(barWidth * (long)Math.Min(done, _epochs) / _epochs);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"[green]{new string('━', filled)}[/][dim]{new string('─', barWidth - filled)}[/] epoch [bold]{done}[/] of {total}");
        time = $"[dim]{Markup.Escape(time)}[/]";
        return isOneLine ? [new Markup($"{line}{new string(' ', Gap)}{time}")] : [new Markup(line), new Markup(time)];
    }

    private string Time(int done, TimeSpan lastEpochEnd, bool hasEnded)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        string time = Texts.Duration(elapsed);
        int trained = done - _earlier;
        if (hasEnded || trained <= 0)
        {
            return time;
        }

        double left = (lastEpochEnd.TotalSeconds / trained * (_epochs - done)) - (elapsed - lastEpochEnd).TotalSeconds;
        return $"{time}, {Texts.Duration(TimeSpan.FromSeconds(Math.Clamp(left, 0, LongestSeconds)))} left";
    }

    // A row has a name, the last value, a curve and the best value. Where the console is narrow, the best value goes first, then the curve.
    private static Grid Curves(EpochResult[] results, int width)
    {
        EpochResult last = results[^1];
        List<Measure> rows = [Measure.Of("training cost", results, result => result.TrainingCost, Cost, isLeastBest: null)];
        if (last.Validation is not null)
        {
            rows.Add(Measure.Of("validation cost", results, result => result.Validation?.Cost, Cost, isLeastBest: true));
        }

        if (last.Validation?.Accuracy is not null)
        {
            rows.Add(Measure.Of("accuracy", results, result => result.Validation?.Accuracy, Texts.Percent, isLeastBest: false));
        }

        int free = width - rows.Max(row => row.Name.Length) - rows.Max(row => row.Last.Length) - (2 * Gap);
        int best = Gap + rows.Max(row => row.Best.Length);
        bool hasBest = free - best >= LeastCurve;
        int curve = Math.Min(WidestCurve, hasBest ? free - best : free);
        int columns = hasBest ? 4 : curve >= LeastCurve ? 3 : 2;
        var grid = new Grid();
        for (int i = 0; i < columns; i++)
        {
            _ = grid.AddColumn(new GridColumn
            {
                NoWrap = true,
                Padding = new Padding(0, 0, i == columns - 1 ? 0 : Gap, 0),
                Alignment = i == 1 ? Justify.Right : Justify.Left,
            });
        }

        foreach (Measure row in rows)
        {
            IRenderable[] cells =
            [
                new Text(row.Name), new Text(row.Last, new Style(decoration: Decoration.Bold)),
                new Text(Sparkline.Of(row.Values, Math.Max(curve, 1)), new Style(Color.Aqua)),
                new Text(row.Best, new Style(decoration: Decoration.Dim)),
            ];
            _ = grid.AddRow(cells[..columns]);
        }

        return grid;
    }

    private static string Cost(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A value that each epoch has.</summary>
    private sealed record Measure(string Name, string Last, double[] Values, string Best)
    {
        /// <summary>Reads it from the epochs.</summary>
        public static Measure Of(
            string name, EpochResult[] results, Func<EpochResult, double?> valueOf, Func<double, string> text, bool? isLeastBest)
        {
            double[] values = [.. results.Select(result => valueOf(result) ?? double.NaN)];
            EpochResult[] known = [.. results.Where(result => !double.IsNaN(valueOf(result) ?? double.NaN))];
            EpochResult? best = isLeastBest switch
            {
                true => known.MinBy(valueOf),
                false => known.MaxBy(valueOf),
                null => null,
            };
            string bestText = best is null
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"best {text(valueOf(best)!.Value)} in {best.Epoch}");
            return new Measure(name, text(values[^1]), values, bestText);
        }
    }

    /// <summary>What is drawn as wide as the console is when it is drawn.</summary>
    private sealed class View(Func<int, IRenderable> draw) : Renderable
    {
        protected override Measurement Measure(RenderOptions options, int maxWidth) => draw(maxWidth).Measure(options, maxWidth);

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => draw(maxWidth).Render(options, maxWidth);
    }
}
