namespace NetGen.Reporting;

/// <summary>A small picture with one number for each pixel, row by row from the top.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Values">The numbers, <c>[height, width]</c>.</param>
/// <param name="Scale">What the numbers mean.</param>
public sealed record PixelImage(int Width, IReadOnlyList<double> Values, PixelScale Scale)
{
    /// <summary>Pixels in a row.</summary>
    /// <exception cref="ArgumentException">The values are not whole rows of at least one pixel.</exception>
    public int Width { get; } = Width >= 1 && Values is { Count: > 0 } && Values.Count % Width == 0
        ? Width
        : throw new ArgumentException($"Expected whole rows of {Width} pixels, at least one; found {Values?.Count} values.", nameof(Width));

    /// <summary>The number of rows.</summary>
    public int Height => Values.Count / Width;

    // What stands for the strongest colors.
    private double Limit { get; } = Scale == PixelScale.Diverging ? Values.Max(Math.Abs) : 1;

    /// <summary>The color of a pixel: 0xRRGGBB.</summary>
    internal int ColorOf(int index)
    {
        double value = Values[index];
        if (Scale == PixelScale.Gray)
        {
            int level = (int)Math.Round(255 * Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1));
            return (level << 16) | (level << 8) | level;
        }

        return DivergingColors.Of(Limit > 0 ? value / Limit : 0);
    }
}
