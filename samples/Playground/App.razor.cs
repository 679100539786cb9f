using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NetGen.Samples.Playground;

/// <summary>The page: what the visitor chooses, and the lesson that runs between two frames of the browser.</summary>
public sealed partial class App
{
    private const int SurfaceSide = 60;
    private const int CurvePoints = 300;

    // Longer, and the page would not answer in time.
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(20);
    private static readonly double[] s_rates = [0.001, 0.003, 0.01, 0.03, 0.1];

    private readonly float[] _surface = new float[SurfaceSide * SurfaceSide];
    private readonly byte[] _levels = new byte[SurfaceSide * SurfaceSide];
    private PointSet _points = PointSet.All[0];
    private string _sizes = "2-8-1";
    private Activation _activation = Activation.Tanh;
    private double _learningRate = ServerHashes.LearningRate;
    private long _seed = ServerHashes.Seed;
    private Lesson _lesson;
    private double _accuracy;
    private bool _isRunning;
    private int _run;
    private ElementReference _canvas;

    // Null until the browser has the script. Without it, nothing would wait for the browser between two epochs.
    private IJSObjectReference? _module;

    /// <summary>Begins with an untrained network.</summary>
    /// <param name="js">The browser.</param>
    public App(IJSRuntime js)
    {
        Js = js;
        _lesson = NewLesson();
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private IJSRuntime Js { get; }

    private NetworkChoice Choice => NetworkChoice.Of(_sizes, _activation);

    // Only for these settings the program knows what a server gives.
    private bool IsFirstRecipe => _learningRate == ServerHashes.LearningRate && _seed == ServerHashes.Seed;

    private string Description => string.Create(
        Invariant, $"The plane, colored by what the network says. {100 * _accuracy:0} percent of the points have their color.");

    private string EpochTime => _lesson.EpochTime?.TotalMilliseconds.ToString("0.0 ms", Invariant) ?? "–";

    private string Curve
    {
        get
        {
            IReadOnlyList<double> costs = _lesson.Costs;
            int count = Math.Min(costs.Count, CurvePoints);
            double most = Math.Max(costs.Count > 0 ? costs.Max() : 1, 1e-9);
            return string.Join(' ', Enumerable.Range(0, count).Select(i =>
            {
                double cost = costs[count == 1 ? 0 : (int)((long)i * (costs.Count - 1) / (count - 1))];
                return string.Create(Invariant, $"{300.0 * i / Math.Max(1, count - 1):0.0},{105 - (100 * cost / most):0.0}");
            }));
        }
    }

    /// <summary>Stops, and frees what the browser holds.</summary>
    public async ValueTask DisposeAsync()
    {
        _isRunning = false;
        _lesson.Dispose();
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./playground.js");
            await ShowAsync();
        }
    }

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private static string Number(double value) => value.ToString(Invariant);

    private static Activation ActivationOf(ChangeEventArgs change) => Enum.Parse<Activation>(Text(change));

    private static double RateOf(ChangeEventArgs change) => double.Parse(Text(change), Invariant);

    private Lesson NewLesson() => new(_points, Choice, _learningRate, _seed);

    private async Task StartAnewAsync(Action change)
    {
        change();
        _lesson.Dispose();
        _lesson = NewLesson();
        await ShowAsync();
    }

    private async Task StepAsync()
    {
        _lesson.RunEpoch();
        await ShowAsync();
    }

    private async Task ToggleAsync()
    {
        // A loop that was stopped ends after its drawing, perhaps when another one runs already.
        int run = ++_run;
        _isRunning = !_isRunning;
        while (_isRunning && run == _run)
        {
            long start = Stopwatch.GetTimestamp();
            do
            {
                _lesson.RunEpoch();
            }
            while (Stopwatch.GetElapsedTime(start) < s_frame);

            await ShowAsync();
        }
    }

    // Draws, and waits for the browser to have drawn.
    private async Task ShowAsync()
    {
        _accuracy = _lesson.Accuracy;
        _lesson.Surface(SurfaceSide, _surface);
        for (int i = 0; i < _levels.Length; i++)
        {
            _levels[i] = (byte)Math.Clamp(Math.Round(255 * _surface[i]), 0, 255);
        }

        StateHasChanged();
        if (_module is not null)
        {
            await _module.InvokeVoidAsync(
                "draw", _canvas, _levels, SurfaceSide, _lesson.Points.Points, _lesson.Points.Labels, _isRunning);
        }
    }
}
