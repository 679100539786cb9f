using System.Globalization;
using NetGen.Metrics;

namespace NetGen.Reporting.Html;

/// <summary>The metrics on samples that were held out.</summary>
internal static class ResultSections
{
    // A larger matrix is not a table that anyone reads.
    private const int MaxMatrixClasses = 30;

    /// <summary>Adds it to a page.</summary>
    public static void AppendClassification(HtmlWriter page, TrainingReport report)
    {
        if (report.Classification is not { } classes)
        {
            return;
        }

        ConfusionMatrix matrix = classes.ConfusionMatrix;
        page.Append($"<div class=\"pair\">\n");
        if (matrix.ClassCount <= MaxMatrixClasses)
        {
            page.Append($"<section>\n<h2>Confusion matrix</h2>\n");
            page.Append($"<p class=\"note\">Rows are the actual classes, columns what the network says{report.OnHeld}.</p>\n");
            AppendMatrix(page, matrix);
            page.Append($"</section>\n");
        }

        page.Append($"<section>\n<h2>Classes</h2>\n{HtmlWriter.Scroll("Classes")}<table>\n<tr><th class=\"text\" scope=\"col\">class</th>"
            + $"<th scope=\"col\">precision</th><th scope=\"col\">recall</th><th scope=\"col\">F1</th><th scope=\"col\">ROC AUC</th>"
            + $"<th scope=\"col\">samples</th></tr>\n");
        foreach (ClassMetrics one in classes.Classes)
        {
            string area = one.RocAuc is double auc ? Three(auc) : "";
            page.Append($"<tr><th scope=\"row\">{one.Name}</th><td>{Three(one.Precision)}</td><td>{Three(one.Recall)}</td>"
                + $"<td>{Three(one.F1)}</td><td>{area}</td><td>{Texts.Count(one.Support)}</td></tr>\n");
        }

        page.Append($"</table></div>\n</section>\n</div>\n");
    }

    /// <summary>Adds it to a page.</summary>
    public static void AppendRegression(HtmlWriter page, TrainingReport report)
    {
        if (report.Regression is not { } regression)
        {
            return;
        }

        page.Append($"<section>\n<h2>Errors</h2>\n<p class=\"note\">Of each output{report.OnHeld}.</p>\n"
            + $"{HtmlWriter.Scroll("Errors")}<table>\n<tr><th scope=\"col\">output</th><th scope=\"col\">R²</th>"
            + $"<th scope=\"col\">mean absolute error</th><th scope=\"col\">root of the mean squared error</th></tr>\n");
        foreach (OutputMetrics output in regression.Outputs)
        {
            page.Append($"<tr><td>{output.Output}</td><td>{Texts.Number(output.R2)}</td>");
            page.Append($"<td>{Texts.Number(output.MeanAbsoluteError)}</td><td>{Texts.Number(output.RootMeanSquaredError)}</td></tr>\n");
        }

        page.Append($"</table></div>\n</section>\n");
    }

    private static void AppendMatrix(HtmlWriter page, ConfusionMatrix matrix)
    {
        IReadOnlyList<string> columns = ConfusionCounts.Columns(matrix);
        page.Append($"{HtmlWriter.Scroll("Confusion matrix")}<table class=\"matrix\">\n<tr><th scope=\"col\" rowspan=\"2\">actual</th>"
            + $"<th scope=\"colgroup\" colspan=\"{columns.Count}\">predicted</th></tr>\n<tr>");
        foreach (string name in columns)
        {
            page.Append($"<th scope=\"col\">{name}</th>");
        }

        page.Append($"</tr>\n");
        int mostWrong = MostWrong(matrix, columns.Count);
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            page.Append($"<tr><th scope=\"row\">{matrix.ClassNames[actual]}</th>");
            for (int predicted = 0; predicted < columns.Count; predicted++)
            {
                int count = ConfusionCounts.Of(matrix, actual, predicted);
                bool isRight = actual == predicted;
                int part = (int)Math.Round(100.0 * count / Math.Max(1, isRight ? matrix.Support(actual) : mostWrong));
                string style = count == 0 ? "none" : isRight ? "right" : "wrong";
                page.Append($"<td class=\"{style}\" style=\"--part:{part}%\">{count}</td>");
            }

            page.Append($"</tr>\n");
        }

        page.Append($"</table></div>\n");
    }

    // The largest count beside the diagonal, which the colors of mistakes are relative to.
    private static int MostWrong(ConfusionMatrix matrix, int columns)
    {
        int most = 0;
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            for (int predicted = 0; predicted < columns; predicted++)
            {
                most = actual == predicted ? most : Math.Max(most, ConfusionCounts.Of(matrix, actual, predicted));
            }
        }

        return most;
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
