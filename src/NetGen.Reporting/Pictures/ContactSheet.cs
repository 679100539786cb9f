using SkiaSharp;

namespace NetGen.Reporting.Pictures;

/// <summary>Many small pictures in one PNG file, enlarged and in rows.</summary>
internal static class ContactSheet
{
    private const int LeastSide = 96;
    private const int Gap = 8;
    private const int Columns = 10;

    /// <summary>The file.</summary>
    /// <param name="images">Pictures of one size.</param>
    public static byte[] Of(IReadOnlyList<PixelImage> images)
    {
        (int width, int height) = (images[0].Width, images[0].Height);
        int scale = Math.Max(1, (LeastSide + width - 1) / width);
        int columns = Math.Min(Columns, images.Count);
        int rows = (images.Count + columns - 1) / columns;
        (int cellWidth, int cellHeight) = ((width * scale) + Gap, (height * scale) + Gap);
        using var bitmap = new SKBitmap((columns * cellWidth) + Gap, (rows * cellHeight) + Gap, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { IsAntialias = false })
        {
            canvas.Clear(SKColors.White);
            for (int i = 0; i < images.Count; i++)
            {
                (int left, int top) = (Gap + (i % columns * cellWidth), Gap + (i / columns * cellHeight));
                for (int pixel = 0; pixel < images[i].Values.Count; pixel++)
                {
                    paint.Color = new SKColor(0xFF000000 | (uint)images[i].ColorOf(pixel));
                    canvas.DrawRect(left + (pixel % width * scale), top + (pixel / width * scale), scale, scale, paint);
                }
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }
}
