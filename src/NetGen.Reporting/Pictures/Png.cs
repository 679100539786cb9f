using SkiaSharp;

namespace NetGen.Reporting.Pictures;

/// <summary>Writes pictures as PNG files.</summary>
internal static class Png
{
    /// <summary>The file, one pixel for each number.</summary>
    public static byte[] Of(PixelImage image)
    {
        using var bitmap = new SKBitmap(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int i = 0; i < image.Values.Count; i++)
        {
            bitmap.SetPixel(i % image.Width, i / image.Width, new SKColor(0xFF000000 | (uint)image.ColorOf(i)));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }
}
