namespace NetGen.Reporting.Html;

/// <summary>Round numbers for an axis.</summary>
internal static class Ticks
{
    private const int Wanted = 5;

    /// <summary>Some five round numbers at even distances, from at most the least to at least the largest of some values.</summary>
    public static IReadOnlyList<double> Of(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        (double least, double largest) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        // Differences that rounding has made are none.
        if (largest - least <= 1e-12 * Math.Max(Math.Abs(least), Math.Abs(largest)))
        {
            double margin = least == 0 ? 1 : Math.Abs(least) / 10;
            (least, largest) = (least - margin, largest + margin);
        }

        double step = NiceStep((largest - least) / Wanted);
        double first = Math.Floor(least / step);
        double last = Math.Ceiling(largest / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Rounded((first + i) * step, step))];
    }

    // Without the digits that the multiplication has added.
    private static double Rounded(double value, double step) =>
        step is > 1e-9 and < 1e9 ? Math.Round(value, 12) : value;

    /// <summary>The least of 1, 2, 5, 10, 20, 50... and of their tenths, hundredths and so on that is not less than a number.</summary>
    public static double NiceStep(double least)
    {
        if (!(least > 0))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
