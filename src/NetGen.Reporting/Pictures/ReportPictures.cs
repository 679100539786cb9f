using NetGen.Metrics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NetGen.Reporting.Pictures;

/// <summary>The pictures of a report as PNG files.</summary>
internal static class ReportPictures
{
    /// <summary>The files that a report can have.</summary>
    public static readonly string[] FileNames = ["cost.png", "accuracy.png", "confusion.png", "hidden-units.png", "mistakes.png"];

    private const int Width = 960;
    private const int Height = 540;

    private static readonly Color s_blue = new(0x1F, 0x5F, 0xBF);
    private static readonly Color s_orange = new(0xB4, 0x48, 0x0F);

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
        AddTraining(plot, history, epoch => epoch.TrainingCost);
        AddValidation(plot, history, epoch => epoch.Validation?.Cost);
        return plot;
    }

    private static Plot Accuracies(TrainingHistory history)
    {
        Plot plot = OverEpochs("Accuracy", "accuracy, %", Alignment.LowerRight);
        AddValidation(plot, history, epoch => 100 * epoch.Validation?.Accuracy);
        AddTraining(plot, history, epoch => 100 * epoch.Training?.Accuracy);
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
        PlotFonts.SetOn(plot);
        return plot;
    }

    // The colors of the page.
    private static void AddTraining(Plot plot, TrainingHistory history, Func<EpochResult, double?> value) =>
        Add(plot, history, "training", value, s_blue, LinePattern.Solid);

    private static void AddValidation(Plot plot, TrainingHistory history, Func<EpochResult, double?> value) =>
        Add(plot, history, "validation", value, s_orange, LinePattern.Dashed);

    private static void Add(
        Plot plot, TrainingHistory history, string name, Func<EpochResult, double?> value, Color color, LinePattern pattern)
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
        line.Color = color;
        line.LinePattern = pattern;
        line.MarkerSize = points.Length == 1 ? 8 : 0;
    }

    private static Plot Confusion(ConfusionMatrix matrix)
    {
        int count = matrix.ClassCount;
        IReadOnlyList<string> columns = ConfusionCounts.Columns(matrix);
        var parts = new double[count, columns.Count];
        var plot = new Plot();
        for (int actual = 0; actual < count; actual++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                parts[actual, column] = (double)ConfusionCounts.Of(matrix, actual, column) / Math.Max(1, matrix.Support(actual));
            }
        }

        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(parts);
        map.Colormap = new ScottPlot.Colormaps.Custom([Colors.White, s_blue], smooth: true);
        map.ManualRange = new ScottPlot.Range(0, 1);
        AddCounts(plot, matrix, parts);
        plot.Title("Confusion matrix");
        plot.XLabel("predicted");
        plot.YLabel("actual");
        plot.Axes.Bottom.TickGenerator = Names(columns, index => index);
        // The first row is at the top.
        plot.Axes.Left.TickGenerator = Names(matrix.ClassNames, index => count - 1 - index);
        plot.Axes.SetLimits(-0.5, columns.Count - 0.5, -0.5, count - 0.5);
        plot.HideGrid();
        PlotFonts.SetOn(plot);
        return plot;
    }

    private static void AddCounts(Plot plot, ConfusionMatrix matrix, double[,] parts)
    {
        // Smaller cells have no room for numbers.
        const int MaxClasses = 20;
        for (int actual = 0; actual < matrix.ClassCount && matrix.ClassCount <= MaxClasses; actual++)
        {
            for (int column = 0; column < parts.GetLength(1); column++)
            {
                int count = ConfusionCounts.Of(matrix, actual, column);
                if (count == 0)
                {
                    continue;
                }

                ScottPlot.Plottables.Text text = plot.Add.Text(Texts.Count(count), column, matrix.ClassCount - 1 - actual);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 14;
                text.LabelFontColor = parts[actual, column] > 0.5 ? Colors.White : Colors.Black;
            }
        }
    }

    private static NumericManual Names(IReadOnlyList<string> names, Func<int, int> position)
    {
        var ticks = new NumericManual();
        for (int i = 0; i < names.Count; i++)
        {
            ticks.AddMajor(position(i), names[i]);
        }

        return ticks;
    }
}
