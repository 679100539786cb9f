namespace NetGen.Reporting.Html;

/// <summary>The layers, and how long they take.</summary>
internal static class NetworkSection
{
    /// <summary>Adds it to a page.</summary>
    public static void Append(HtmlWriter page, TrainingReport report)
    {
        page.Append($"""
            <section>
            <h2>Network</h2>
            {HtmlWriter.Scroll("Layers, drawn")}{new Markup(TopologyPicture.Of(report.Topology))}</div>
            <div class="below">{HtmlWriter.Scroll("Layers")}<table>
            <tr><th scope="col">layer</th><th class="text" scope="col">kind</th><th class="text" scope="col">shape</th>
            <th class="text" scope="col">activation</th><th scope="col">parameters</th></tr>

            """);
        foreach (LayerTopology layer in report.Topology.Layers)
        {
            string activation = layer.Kind == "Dense" ? layer.Activation.ToString() : "";
            page.Append($"""
                <tr><td>{layer.Index}</td><td class="text">{layer.Kind}</td><td class="text">{layer.InputSize} → {layer.OutputSize}</td>
                <td class="text">{activation}</td><td>{Texts.Count(layer.ParameterCount)}</td></tr>

                """);
        }

        page.Append($"""
            </table></div></div>
            <p class="note below">On one thread of this machine: {Texts.Nanoseconds(report.Times.OneSample)} for one sample,
            {Texts.Nanoseconds(report.Times.InBatch)} for each in batches of 100. Medians of 15 runs.</p>
            </section>

            """);
    }
}
