using NetGen.Reporting.Pictures;

namespace NetGen.Reporting.Html;

/// <summary>What the network gets wrong, and what its units look for.</summary>
internal static class PictureSections
{
    /// <summary>Adds it to a page.</summary>
    public static void AppendMistakes(HtmlWriter page, TrainingReport report)
    {
        if (report.Mistakes.Count == 0)
        {
            return;
        }

        page.Append($"<section>\n<h2>Worst mistakes</h2>\n<p class=\"note\">{MistakeNote(report)}</p>\n");
        if (report.Mistakes.All(mistake => mistake.Image is null))
        {
            page.Append($"{HtmlWriter.Scroll("Worst mistakes")}<table>\n<tr><th scope=\"col\">sample</th>"
                + $"<th class=\"text\" scope=\"col\">actual</th><th class=\"text\" scope=\"col\">predicted</th>"
                + $"<th scope=\"col\">by</th></tr>\n");
            foreach (Mistake mistake in report.Mistakes)
            {
                page.Append($"<tr><td>{mistake.Index}</td><td class=\"text\">{mistake.Actual}</td>");
                page.Append($"<td class=\"text\">{mistake.Predicted}</td><td>{Texts.Number(mistake.Size)}</td></tr>\n");
            }

            page.Append($"</table></div>\n</section>\n");
            return;
        }

        page.Append($"<div class=\"images mistakes\">\n");
        foreach (Mistake mistake in report.Mistakes.Where(mistake => mistake.Image is not null))
        {
            string caption = $"said {mistake.Predicted}, is {mistake.Actual}";
            Markup picture = Image(mistake.Image!, $"Sample {mistake.Index}: {caption}");
            page.Append($"<figure>{picture}<figcaption>{caption}</figcaption></figure>\n");
        }

        page.Append($"</div>\n</section>\n");
    }

    /// <summary>Adds it to a page.</summary>
    public static void AppendUnits(HtmlWriter page, TrainingReport report)
    {
        if (report.Units.Count == 0)
        {
            return;
        }

        page.Append($"""
            <section>
            <h2>What the hidden units look for</h2>
            <p class="note">The weights of each unit of the first layer, one for each pixel of the input: red adds to the unit's sum, blue
            takes away from it, white does not matter. Each picture has its own scale.</p>
            <div class="images">

            """);
        for (int i = 0; i < report.Units.Count; i++)
        {
            string name = FormattableString.Invariant($"unit {i}");
            page.Append($"<figure>{Image(report.Units[i], "Weights of " + name)}<figcaption>{name}</figcaption></figure>\n");
        }

        page.Append($"</div>\n</section>\n");
    }

    private static string MistakeNote(TrainingReport report)
    {
        string order = report.Classification is null
            ? "The samples with the largest error"
            : "The network's most confident mistakes";
        return order + report.OnHeld + ", the worst first.";
    }

    private static Markup Image(PixelImage image, string description)
    {
        var img = new HtmlWriter();
        img.Append($"<img alt=\"{description}\" width=\"{image.Width}\" height=\"{image.Height}\" "
        + $"src=\"data:image/png;base64,{Convert.ToBase64String(Png.Of(image))}\">");
        return new Markup(img.ToString());
    }
}
