using System.Text;

namespace NetGen.Reporting.Terminal;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws numbers from their least to their largest; one that is not finite is a gap.</summary>
    /// <param name="values">The numbers, in their order.</param>
    /// <param name="width">How many characters to take, at most; where there are more numbers, a character is the mean of some.</param>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        double[] points = Thin(values, width);
        double[] finite = [.. points.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return new string(' ', points.Length);
        }

        (double least, double largest) = (finite.Min(), finite.Max());
        var text = new StringBuilder(points.Length);
        foreach (double point in points)
        {
            double part = largest > least ? (point - least) / (largest - least) : 0;
            _ = text.Append(double.IsFinite(point) ? Levels[(int)Math.Round(part * (Levels.Length - 1))] : ' ');
        }

        return text.ToString();
    }

    private static double[] Thin(IReadOnlyList<double> values, int width)
    {
        int count = Math.Min(values.Count, width);
        var points = new double[count];
        for (int i = 0; i < count; i++)
        {
            (int start, int end) = ((int)((long)i * values.Count / count), (int)((i + 1L) * values.Count / count));
            double sum = 0;
            for (int k = start; k < end; k++)
            {
                sum += values[k];
            }

            points[i] = sum / (end - start);
        }

        return points;
    }
}
