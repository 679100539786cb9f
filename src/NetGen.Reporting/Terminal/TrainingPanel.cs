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
        lock (_lock)
        {
            var rows = new List<IRenderable> { Progress() };
            if (_results.Count > 0)
            {
                rows.Add(Curves());
            }

            if (_hint is not null && !_hasEnded)
            {
                rows.Add(new Text(_hint, new Style(decoration: Decoration.Dim)));
            }

            return new Panel(new Rows(rows)) { Border = BoxBorder.Rounded, Padding = new Padding(1, 0) };
        }
    }

    private Markup Progress()
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        int done = _results.Count;
        int filled = (int)(BarWidth * (long)Math.Min(done, _epochs) / Math.Max(_epochs, 1));
        string bar = $"[green]{new string('━', filled)}[/][dim]{new string('─', BarWidth - filled)}[/]";
        string time = Texts.Duration(elapsed);
        int trained = done - _earlier;
        if (!_hasEnded && trained > 0)
        {
            TimeSpan left = (_lastEpochEnd / trained * (_epochs - done)) - (elapsed - _lastEpochEnd);
            time += $", {Texts.Duration(left > TimeSpan.Zero ? left : TimeSpan.Zero)} left";
        }

        return new Markup(string.Create(
            CultureInfo.InvariantCulture, $"{bar} epoch [bold]{done}[/] of {_epochs}  [dim]{Markup.Escape(time)}[/]"));
    }

    private Grid Curves()
    {
        Grid grid = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned()).AddColumn().AddColumn();
        EpochResult last = _results[^1];
        _ = grid.AddRow(new Text("training cost"), Value(last.TrainingCost), Curve(result => result.TrainingCost), new Text(""));
        if (last.Validation is { } validation)
        {
            EpochResult? best = _results.Where(result => result.Validation is not null).MinBy(result => result.Validation!.Cost);
            _ = grid.AddRow(
                new Text("validation cost"), Value(validation.Cost), Curve(result => result.Validation?.Cost),
                Best(best?.Validation?.Cost.ToString("0.0000", CultureInfo.InvariantCulture), best));
        }

        if (last.Validation?.Accuracy is double accuracy)
        {
            EpochResult? best = _results.Where(result => result.Validation?.Accuracy is not null)
                .MaxBy(result => result.Validation!.Accuracy);
            _ = grid.AddRow(
                new Text("accuracy"), new Markup($"[bold]{Texts.Percent(accuracy)}[/]"), Curve(result => result.Validation?.Accuracy),
                Best(best?.Validation?.Accuracy is double highest ? Texts.Percent(highest) : null, best));
        }

        return grid;
    }

    private Text Curve(Func<EpochResult, double?> value) => new(
        Sparkline.Of([.. _results.Select(result => value(result) ?? double.NaN)], CurveWidth), new Style(Color.Aqua));

    private static Text Value(double value) => new(value.ToString("0.0000", CultureInfo.InvariantCulture));

    private static Markup Best(string? value, EpochResult? epoch) =>
        new(value is null || epoch is null ? "" : $"[dim]best {Markup.Escape(value)} in {epoch.Epoch}[/]");
}
