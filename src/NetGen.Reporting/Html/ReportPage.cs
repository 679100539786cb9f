namespace NetGen.Reporting.Html;

/// <summary>A report as one page of HTML without any other file: styles, charts and pictures are inside it.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    public static string Of(TrainingReport report)
    {
        var page = new HtmlWriter();
        string title = report.Options.Title;
        page.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>
            {new Markup(Style())}</style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            <p class="lead">{report.Topology.ToString()}</p>

            """);
        AppendTiles(page, report);
        CurveSection.Append(page, report.History);
        ResultSections.AppendClassification(page, report);
        ResultSections.AppendRegression(page, report);
        PictureSections.AppendMistakes(page, report);
        PictureSections.AppendUnits(page, report);
        NetworkSection.Append(page, report);
        AppendFacts(page, report);
        page.Append($"</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendTiles(HtmlWriter page, TrainingReport report)
    {
        page.Append($"<dl class=\"tiles\">\n");
        if (report.Classification is { } classes)
        {
            Tile("accuracy", Texts.Percent(classes.Accuracy));
            Tile($"wrong of {Texts.Count(classes.Count)}", Texts.Count(classes.Count - classes.Correct));
        }

        if (report.Regression is { } regression)
        {
            Tile("R²", Texts.Number(regression.R2));
            Tile("mean absolute error", Texts.Number(regression.MeanAbsoluteError));
        }

        Tile("epochs", Texts.Count(report.History.Epochs.Count));
        Tile("training time", Texts.Duration(report.History.Elapsed));
        Tile("parameters", Texts.Count(report.Topology.ParameterCount));
        Tile("one sample", Texts.Nanoseconds(report.Times.OneSample));
        page.Append($"</dl>\n");

        void Tile(string name, string value) =>
            page.Append($"<div class=\"tile\"><dt>{name}</dt><dd>{value}</dd></div>\n");
    }

    private static void AppendFacts(HtmlWriter page, TrainingReport report)
    {
        page.Append($"<section>\n<h2>Training</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in report.Options.Facts)
        {
            page.Append($"<dt>{name}</dt><dd>{value}</dd>\n");
        }

        string ended = report.History.StopReason?.ToString() ?? "not yet";
        page.Append($"<dt>ended</dt><dd>{ended}</dd>\n</dl>\n</section>\n");
    }

    private static string Style()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The styles are missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
