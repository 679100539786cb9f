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
            ? (best.Epoch, FormattableString.Invariant($"┊ best epoch {best.Epoch}"))
            : null;
        var costs = new List<ChartSeries> { new("training", [.. history.Epochs.Select(epoch => epoch.TrainingCost)]) };
        AddIfAny(costs, "validation", history.Epochs.Select(epoch => epoch.Validation?.Cost));
        var accuracies = new List<ChartSeries>();
        AddIfAny(accuracies, "validation", history.Epochs.Select(epoch => epoch.Validation?.Accuracy));
        AddIfAny(accuracies, "training", history.Epochs.Select(epoch => epoch.Training?.Accuracy));
        page.Append($"<section>\n<h2>Learning curves</h2>\n<div class=\"charts\">\n");
        page.Append($"<figure>{new Markup(new SvgChart("Cost", first, costs) { Mark = mark }.Render())}</figure>\n");
        if (accuracies.Count > 0)
        {
            var chart = new SvgChart("Accuracy", first, accuracies)
            {
                Mark = mark,
                Label = value => (100 * value).ToString("0.##", CultureInfo.InvariantCulture) + " %",
            };
            page.Append($"<figure>{new Markup(chart.Render())}</figure>\n");
        }

        page.Append($"</div>\n</section>\n");

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
