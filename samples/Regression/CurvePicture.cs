using NetGen.Reporting.Pictures;
using ScottPlot;

namespace NetGen.Samples.Regression;

/// <summary>Samples, the true curve and the fitted one, as a PNG file.</summary>
internal static class CurvePicture
{
    private const int PointCount = 401;

    /// <summary>Writes it.</summary>
    public static void Write(string path, CurveNet net, float[] x, float[] y)
    {
        (double first, double last) = (x.Min(), x.Max());
        float[] places = [.. Enumerable.Range(0, PointCount).Select(i => (float)(first + ((last - first) * i / (PointCount - 1))))];
        float[] fitted = net.FeedForward(DataSet.FromInputs(places, featureCount: 1));
        using var plot = new Plot();

        ScottPlot.Plottables.Scatter points = plot.Add.ScatterPoints(x, y, Colors.Gray);
        points.LegendText = "samples";
        points.MarkerSize = 5;
        AddLine(places, [.. places.Select(place => (float)Curve.Value(place))], "true curve", Colors.C0);
        AddLine(places, fitted, "fitted curve", Colors.C1);

        plot.XLabel("x");
        plot.YLabel("y");
        _ = plot.ShowLegend(Alignment.UpperLeft);
        PlotFonts.SetOn(plot);
        _ = plot.SavePng(path, 960, 540);

        void AddLine(float[] xs, float[] ys, string name, Color color)
        {
            ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(xs, ys, color);
            line.LegendText = name;
            line.LineWidth = 2.5f;
        }
    }
}
