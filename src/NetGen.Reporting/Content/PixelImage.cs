namespace NetGen.Reporting;

/// <summary>A small picture with one number for each pixel, row by row from the top.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Values">The numbers, <c>[height, width]</c>.</param>
/// <param name="Scale">What the numbers mean.</param>
public sealed record PixelImage(int Width, IReadOnlyList<double> Values, PixelScale Scale)
{
    /// <summary>The number of rows.</summary>
    public int Height => Values.Count / Width;

    /// <summary>The color of a pixel: 0xRRGGBB.</summary>
    internal int ColorOf(int index)
    {
        double value = Values[index];
        if (Scale == PixelScale.Gray)
        {
            int level = (int)Math.Round(255 * Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1));
            return (level << 16) | (level << 8) | level;
        }

        double limit = Values.Max(Math.Abs);
        return DivergingColors.Of(limit > 0 ? value / limit : 0);
    }
}
