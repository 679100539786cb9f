namespace NetGen.Samples.DigitPad.Networks;

/// <summary>
/// Makes a drawing into an image as MNIST has them: the box around the ink is scaled into 20 x 20 pixels without changing its
/// proportions, and put into 28 x 28 pixels so that the center of its mass is in the middle.
/// </summary>
internal static class Drawing
{
    /// <summary>Pixels along each side of a drawing.</summary>
    public const int Side = 112;

    /// <summary>Pixels along each side of an image.</summary>
    public const int ImageSide = 28;

    private const int BoxSide = 20;

    // Less ink than this is the faint edge of a line.
    private const byte Visible = 32;

    /// <summary>Scales and centers a drawing.</summary>
    /// <param name="drawing">112 x 112 pixels, row by row, from 0 for paper to 255 for ink.</param>
    /// <param name="image">Receives 28 x 28 pixels, from 0 for paper to 1 for ink.</param>
    /// <returns>Whether there is ink on the drawing.</returns>
    public static bool TryCenter(ReadOnlySpan<byte> drawing, Span<float> image)
    {
        image.Clear();
        if (FindInk(drawing) is not Box ink)
        {
            return false;
        }

        double scale = BoxSide / (double)Math.Max(ink.Width, ink.Height);
        int width = Math.Clamp((int)Math.Round(ink.Width * scale), 1, BoxSide);
        int height = Math.Clamp((int)Math.Round(ink.Height * scale), 1, BoxSide);
        Span<float> scaled = stackalloc float[BoxSide * BoxSide];
        scaled = scaled[..(width * height)];
        Scale(drawing, ink, scaled, width, height);
        Place(scaled, width, height, image);
        return true;
    }

    private static Box? FindInk(ReadOnlySpan<byte> drawing)
    {
        (int left, int top, int right, int bottom) = (Side, Side, -1, -1);
        for (int i = 0; i < drawing.Length; i++)
        {
            if (drawing[i] >= Visible)
            {
                (int row, int column) = Math.DivRem(i, Side);
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            }
        }

        return right < 0 ? null : new Box(left, top, right - left + 1, bottom - top + 1);
    }

    // Each pixel is the mean of the area that it covers, in which pixels at the edge count as much as lies inside.
    private static void Scale(ReadOnlySpan<byte> drawing, Box ink, Span<float> scaled, int width, int height)
    {
        double across = ink.Width / (double)width;
        double down = ink.Height / (double)height;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double sum = Sum(drawing, ink.Left + (column * across), ink.Top + (row * down), across, down);
                scaled[(row * width) + column] = (float)Math.Min(1, sum / (across * down * byte.MaxValue));
            }
        }
    }

    private static double Sum(ReadOnlySpan<byte> drawing, double left, double top, double width, double height)
    {
        double sum = 0;
        int lastRow = Math.Min(Side, (int)Math.Ceiling(top + height));
        int lastColumn = Math.Min(Side, (int)Math.Ceiling(left + width));
        for (int row = (int)top; row < lastRow; row++)
        {
            double covered = Math.Min(row + 1, top + height) - Math.Max(row, top);
            for (int column = (int)left; column < lastColumn; column++)
            {
                sum += covered * (Math.Min(column + 1, left + width) - Math.Max(column, left)) * drawing[(row * Side) + column];
            }
        }

        return sum;
    }

    private static void Place(ReadOnlySpan<float> scaled, int width, int height, Span<float> image)
    {
        (double mass, double x, double y) = (0, 0, 0);
        for (int i = 0; i < scaled.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, width);
            mass += scaled[i];
            x += scaled[i] * (column + 0.5);
            y += scaled[i] * (row + 0.5);
        }

        // Ink that is far from the center of its mass must still lie inside.
        int left = Math.Clamp((int)Math.Round((ImageSide / 2.0) - (x / mass)), 0, ImageSide - width);
        int top = Math.Clamp((int)Math.Round((ImageSide / 2.0) - (y / mass)), 0, ImageSide - height);
        for (int row = 0; row < height; row++)
        {
            scaled.Slice(row * width, width).CopyTo(image[(((top + row) * ImageSide) + left)..]);
        }
    }

    private readonly record struct Box(int Left, int Top, int Width, int Height);
}
