namespace NetGen.Reporting;

/// <summary>Colors for numbers from -1 to 1: blue, white, red, as in ColorBrewer's RdBu, which the color-blind can read.</summary>
internal static class DivergingColors
{
    private static readonly (int Red, int Green, int Blue)[] s_stops =
    [
        (33, 102, 172), (103, 169, 207), (209, 229, 240), (247, 247, 247), (253, 219, 199), (239, 138, 98), (178, 24, 43),
    ];

    /// <summary>The color of a number, as 0xRRGGBB; numbers outside count as the nearest bound, NaN as 0.</summary>
    public static int Of(double value)
    {
        double position = (Math.Clamp(double.IsNaN(value) ? 0 : value, -1, 1) + 1) / 2 * (s_stops.Length - 1);
        int first = Math.Min((int)position, s_stops.Length - 2);
        double part = position - first;
        ((int r0, int g0, int b0), (int r1, int g1, int b1)) = (s_stops[first], s_stops[first + 1]);
        return (Mix(r0, r1) << 16) | (Mix(g0, g1) << 8) | Mix(b0, b1);

        int Mix(int from, int to) => (int)Math.Round(from + (part * (to - from)));
    }
}
