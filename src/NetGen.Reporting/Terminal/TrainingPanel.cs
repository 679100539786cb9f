using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NetGen.Reporting.Terminal;

/// <summary>A training so far: a bar with the time left, and a row with the last value and a curve for each cost and accuracy.</summary>
internal sealed class TrainingPanel
{
    private const int BarWidth = 30;
    private const int CurveWidth = 36;

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

    /// <summary>A training that begins, or goes on.</summary>
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

        var rows = new List<IRenderable> { Progress(results.Length, lastEpochEnd, hasEnded) };
        if (results.Length > 0)
        {
            rows.Add(Curves(results));
        }

        if (_hint is not null && !hasEnded)
        {
            rows.Add(new Text(_hint, new Style(decoration: Decoration.Dim)));
        }

        return new Panel(new Rows(rows)) { Border = BoxBorder.Rounded, Padding = new Padding(1, 0) };
    }

    private Markup Progress(int done, TimeSpan lastEpochEnd, bool hasEnded)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        int filled = (int)(BarWidth * (long)Math.Min(done, _epochs) / Math.Max(_epochs, 1));
        string bar = $"[green]{new string('━', filled)}[/][dim]{new string('─', BarWidth - filled)}[/]";
        string time = Texts.Duration(elapsed);
        int trained = done - _earlier;
        if (!hasEnded && trained > 0)
        {
            double left = (lastEpochEnd.TotalSeconds / trained * (_epochs - done)) - (elapsed - lastEpochEnd).TotalSeconds;
            time += $", {Texts.Duration(TimeSpan.FromSeconds(Math.Clamp(left, 0, LongestSeconds)))} left";
        }

        return new Markup(string.Create(
            CultureInfo.InvariantCulture, $"{bar} epoch [bold]{done}[/] of {_epochs}  [dim]{Markup.Escape(time)}[/]"));
    }

    private static Grid Curves(EpochResult[] results)
    {
        Grid grid = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned()).AddColumn().AddColumn();
        EpochResult last = results[^1];
        _ = grid.AddRow(new Text("training cost"), Value(last.TrainingCost), Curve(result => result.TrainingCost), new Text(""));
        if (last.Validation is { } validation)
        {
            EpochResult? best = results.Where(result => !double.IsNaN(result.Validation?.Cost ?? double.NaN))
                .MinBy(result => result.Validation!.Cost);
            _ = grid.AddRow(
                new Text("validation cost"), Value(validation.Cost), Curve(result => result.Validation?.Cost),
                Best(best?.Validation?.Cost.ToString("0.0000", CultureInfo.InvariantCulture), best));
        }

        if (last.Validation?.Accuracy is double accuracy)
        {
            EpochResult? best = results.Where(result => result.Validation?.Accuracy is not null)
                .MaxBy(result => result.Validation!.Accuracy);
            _ = grid.AddRow(
                new Text("accuracy"), new Markup($"[bold]{Texts.Percent(accuracy)}[/]"), Curve(result => result.Validation?.Accuracy),
                Best(best?.Validation?.Accuracy is double highest ? Texts.Percent(highest) : null, best));
        }

        return grid;

        Text Curve(Func<EpochResult, double?> value) => new(
            Sparkline.Of([.. results.Select(result => value(result) ?? double.NaN)], CurveWidth), new Style(Color.Aqua));
    }

    private static Text Value(double value) => new(value.ToString("0.0000", CultureInfo.InvariantCulture));

    private static Markup Best(string? value, EpochResult? epoch) =>
        new(value is null || epoch is null ? "" : $"[dim]best {Markup.Escape(value)} in {epoch.Epoch}[/]");
}
