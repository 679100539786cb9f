using System.Globalization;

namespace NetGen.Reporting.Html;

/// <summary>Cost and accuracy over the epochs.</summary>
internal static class CurveSection
{
    /// <summary>Adds it to a page.</summary>
    public static void Append(HtmlWriter page, TrainingHistory history)
    {
        if (history.Epochs.Count == 0)
        {
            return;
        }

        int first = history.Epochs[0].Epoch;
        (int, string)? mark = history.BestEpoch is { } best && history.Epochs.Count > 1
            ? (best.Epoch, FormattableString.Invariant($"┊ lowest validation cost: epoch {best.Epoch}"))
            : null;
        var costs = new List<ChartSeries> { new("training", [.. history.Epochs.Select(epoch => epoch.TrainingCost)]) };
        AddIfAny(costs, "validation", history.Epochs.Select(epoch => epoch.Validation?.Cost));
        var accuracies = new List<ChartSeries>();
        AddIfAny(accuracies, "validation", history.Epochs.Select(epoch => epoch.Validation?.Accuracy));
        AddIfAny(accuracies, "training", history.Epochs.Select(epoch => epoch.Training?.Accuracy));
        page.Append($"<section>\n<h2>Learning curves</h2>\n<div class=\"charts\">\n");
        AppendChart("Cost", costs, Texts.Number);
        if (accuracies.Count > 0)
        {
            AppendChart("Accuracy", accuracies, value => (100 * value).ToString("0.##", CultureInfo.InvariantCulture) + " %");
        }

        page.Append($"</div>\n</section>\n");

        // Twice, of which the page shows one: in a narrow column, the text of a wide chart would be too small.
        void AppendChart(string title, List<ChartSeries> series, Func<double, string> label)
        {
            var wide = new SvgChart(title, first, series) { Class = "wide", Mark = mark, Label = label };
            var narrow = new SvgChart(title, first, series) { Class = "narrow", Width = 300, Height = 240, Mark = mark, Label = label };
            page.Append($"<figure>{new Markup(wide.Render())}{new Markup(narrow.Render())}</figure>\n");
        }

        static void AddIfAny(List<ChartSeries> list, string name, IEnumerable<double?> values)
        {
            double[] numbers = [.. values.Select(value => value ?? double.NaN)];
            if (numbers.Any(double.IsFinite))
            {
                list.Add(new ChartSeries(name, numbers));
            }
        }
    }
}
