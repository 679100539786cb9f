using System.Globalization;
using System.Text;
using Spectre.Console;

namespace NetGen.Reporting.Terminal;

/// <summary>Draws pictures in text, in colors where the console has them.</summary>
public static class TextImage
{
    private const string Shades = " .:-=+*#%@";

    // A character is about twice as high as it is wide. A smaller picture is drawn at twice its size.
    private const int LargeWidth = 16;

    /// <summary>Writes pictures in gray side by side, each below its caption, in as many rows as the console's width needs.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="images">Pictures of one size, with captions.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<(PixelImage Image, string Caption)> images)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
        {
            return;
        }

        bool isColored = console.Profile.Capabilities.ColorSystem == ColorSystem.TrueColor && TrainingDisplay.IsLive(console);
        string gap = isColored ? "  " : " | ";
        int width = Math.Max(DrawnWidth(images[0].Image), images.Max(image => image.Caption.Length));
        int inRow = Math.Max(1, (console.Profile.Width + gap.Length) / (width + gap.Length));
        foreach ((PixelImage Image, string Caption)[] row in images.Chunk(inRow))
        {
            Line(string.Join(gap, row.Select(image => Markup.Escape(image.Caption.PadRight(width)))));
            string[][] drawn = [.. row.Select(image => isColored ? Blocks(image.Image, width) : Characters(image.Image, width))];
            for (int line = 0; line < drawn[0].Length; line++)
            {
                Line(string.Join(gap, drawn.Select(image => image[line])));
            }
        }

        void Line(string markup)
        {
            if (isColored)
            {
                console.MarkupLine(markup);
            }
            else
            {
                console.Profile.Out.Writer.WriteLine(Markup.Remove(markup).TrimEnd());
            }
        }
    }

    private static int DrawnWidth(PixelImage image) => image.Width > LargeWidth ? image.Width : 2 * image.Width;

    // Shades of characters: two pixels, one above the other, for one character, or two characters for one pixel.
    private static string[] Characters(PixelImage image, int width)
    {
        bool isLarge = image.Width > LargeWidth;
        var rows = new string[isLarge ? (image.Height + 1) / 2 : image.Height];
        for (int row = 0; row < rows.Length; row++)
        {
            var text = new StringBuilder();
            for (int column = 0; column < image.Width; column++)
            {
                double brightness = isLarge
                    ? (At(image, 2 * row, column) + At(image, (2 * row) + 1, column)) / 2
                    : At(image, row, column);
                _ = text.Append(Shades[(int)Math.Round(Math.Clamp(brightness, 0, 1) * (Shades.Length - 1))], isLarge ? 1 : 2);
            }

            rows[row] = Markup.Escape(text.ToString().PadRight(width));
        }

        return rows;
    }

    // A character whose upper half is one pixel and whose lower half is another.
    private static string[] Blocks(PixelImage image, int width)
    {
        int scale = image.Width > LargeWidth ? 1 : 2;
        var rows = new string[((image.Height * scale) + 1) / 2];
        for (int row = 0; row < rows.Length; row++)
        {
            var text = new StringBuilder();
            for (int column = 0; column < image.Width * scale; column++)
            {
                string upper = Gray(At(image, 2 * row / scale, column / scale));
                string lower = Gray(At(image, ((2 * row) + 1) / scale, column / scale));
                _ = text.Append(CultureInfo.InvariantCulture, $"[{upper} on {lower}]▀[/]");
            }

            rows[row] = text.Append(' ', Math.Max(0, width - (image.Width * scale))).ToString();
        }

        return rows;
    }

    private static string Gray(double value)
    {
        int level = (int)Math.Round(255 * Math.Clamp(value, 0, 1));
        return $"#{level:x2}{level:x2}{level:x2}";
    }

    private static double At(PixelImage image, int row, int column) =>
        row < image.Height ? image.Values[(row * image.Width) + column] : 0;
}
