using NetGen.Metrics;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace NetGen.Reporting.Pictures;

/// <summary>The pictures of a report as PNG files.</summary>
internal static class ReportPictures
{
    /// <summary>The files that a report can have.</summary>
    public static readonly string[] FileNames = ["cost.png", "accuracy.png", "confusion.png", "hidden-units.png", "mistakes.png"];

    private const int Width = 960;
    private const int Height = 540;

    private static readonly string[] s_fonts = ["Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial"];

    /// <summary>Writes the pictures that there is something to show in.</summary>
    /// <returns>The paths of the files.</returns>
    public static IEnumerable<string> Write(TrainingReport report, string directory)
    {
        var files = new List<string>();
        if (report.History.Epochs.Count > 0)
        {
            Save(Costs(report.History), "cost.png");
            if (report.History.Epochs.Any(epoch => epoch.Validation?.Accuracy is not null))
            {
                Save(Accuracies(report.History), "accuracy.png");
            }
        }

        if (report.Classification is { } classes)
        {
            using Plot plot = Confusion(classes.ConfusionMatrix);
            string path = Path.Combine(directory, "confusion.png");
            _ = plot.SavePng(path, Width * 3 / 4, Width * 3 / 4);
            files.Add(path);
        }

        Sheet(report.Units, "hidden-units.png");
        Sheet([.. report.Mistakes.Select(mistake => mistake.Image).OfType<PixelImage>()], "mistakes.png");
        return files;

        void Save(Plot plot, string name)
        {
            using (plot)
            {
                string path = Path.Combine(directory, name);
                _ = plot.SavePng(path, Width, Height);
                files.Add(path);
            }
        }

        void Sheet(IReadOnlyList<PixelImage> images, string name)
        {
            if (images.Count > 0)
            {
                string path = Path.Combine(directory, name);
                File.WriteAllBytes(path, ContactSheet.Of(images));
                files.Add(path);
            }
        }
    }

    private static Plot Costs(TrainingHistory history)
    {
        Plot plot = OverEpochs("Cost", "cost", Alignment.UpperRight);
        Add(plot, history, "training", epoch => epoch.TrainingCost);
        Add(plot, history, "validation", epoch => epoch.Validation?.Cost);
        return plot;
    }

    private static Plot Accuracies(TrainingHistory history)
    {
        Plot plot = OverEpochs("Accuracy", "accuracy, %", Alignment.LowerRight);
        Add(plot, history, "validation", epoch => 100 * epoch.Validation?.Accuracy);
        Add(plot, history, "training", epoch => 100 * epoch.Training?.Accuracy);
        return plot;
    }

    private static Plot OverEpochs(string title, string name, Alignment legend)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(name);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.05);
        _ = plot.ShowLegend(legend);
        SetFont(plot);
        return plot;
    }

    // Sans serif, if the machine has such a font; the text stays out if it has none at all.
    private static void SetFont(Plot plot) => plot.Font.Set(s_fonts.FirstOrDefault(IsInstalled) ?? Fonts.Sans);

    private static bool IsInstalled(string name) => SKFontManager.Default.FontFamilies.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static void Add(Plot plot, TrainingHistory history, string name, Func<EpochResult, double?> value)
    {
        Coordinates[] points =
        [
            .. history.Epochs.Select(epoch => new Coordinates(epoch.Epoch, value(epoch) ?? double.NaN))
                .Where(point => double.IsFinite(point.Y)),
        ];
        if (points.Length == 0)
        {
            return;
        }

        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(points);
        line.LegendText = name;
        line.LineWidth = 2.5f;
        line.MarkerSize = points.Length == 1 ? 8 : 0;
    }

    private static Plot Confusion(ConfusionMatrix matrix)
    {
        int count = matrix.ClassCount;
        var parts = new double[count, count];
        var plot = new Plot();
        for (int actual = 0; actual < count; actual++)
        {
            for (int predicted = 0; predicted < count; predicted++)
            {
                parts[actual, predicted] = (double)matrix[actual, predicted] / Math.Max(1, matrix.Support(actual));
            }
        }

        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(parts);
        map.Colormap = new ScottPlot.Colormaps.Custom([Colors.White, new Color(31, 95, 191)], smooth: true);
        map.ManualRange = new ScottPlot.Range(0, 1);
        AddCounts(plot, matrix, parts);
        plot.Title("Confusion matrix");
        plot.XLabel("predicted");
        plot.YLabel("actual");
        plot.Axes.Bottom.TickGenerator = Names(matrix, index => index);
        // The first row is at the top.
        plot.Axes.Left.TickGenerator = Names(matrix, index => count - 1 - index);
        plot.Axes.SetLimits(-0.5, count - 0.5, -0.5, count - 0.5);
        plot.HideGrid();
        SetFont(plot);
        return plot;
    }

    private static void AddCounts(Plot plot, ConfusionMatrix matrix, double[,] parts)
    {
        // Smaller cells have no room for numbers.
        const int MaxClasses = 20;
        for (int actual = 0; actual < matrix.ClassCount && matrix.ClassCount <= MaxClasses; actual++)
        {
            for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
            {
                if (matrix[actual, predicted] == 0)
                {
                    continue;
                }

                ScottPlot.Plottables.Text text = plot.Add.Text(
                    Texts.Count(matrix[actual, predicted]), predicted, matrix.ClassCount - 1 - actual);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 14;
                text.LabelFontColor = parts[actual, predicted] > 0.5 ? Colors.White : Colors.Black;
            }
        }
    }

    private static NumericManual Names(ConfusionMatrix matrix, Func<int, int> position)
    {
        var ticks = new NumericManual();
        for (int i = 0; i < matrix.ClassCount; i++)
        {
            ticks.AddMajor(position(i), matrix.ClassNames[i]);
        }

        return ticks;
    }
}
