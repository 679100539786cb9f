using System.Globalization;

namespace NetGen.Samples.Embedded;

/// <summary>Pictures of 8 x 8 pixels, row by row, from 0 for paper to 1 for ink.</summary>
internal static class Picture
{
    /// <summary>The number of pixels.</summary>
    public const int Pixels = 64;

    // From paper to ink, in steps of a quarter.
    private const string Shades = " .+*#";

    private const string Drawing =
        """
          .*##*
          ##*##.
             *#.
           .##*
           .*##*
              *#.
          .*.*#*
           *##*
        """;

    /// <summary>The digit that the program reads.</summary>
    public static string Text => Drawing;

    /// <summary>The pixels of <see cref="Text"/>.</summary>
    public static float[] Read()
    {
        var pixels = new float[Pixels];
        int row = 0;
        foreach (ReadOnlySpan<char> line in Drawing.AsSpan().EnumerateLines())
        {
            for (int column = 0; column < line.Length; column++)
            {
                pixels[(row * 8) + column] = Shades.IndexOf(line[column]) / 4f;
            }

            row++;
        }

        return pixels;
    }

    /// <summary>Pictures of pixels drawn by a linear congruential generator, in sixteenths: the same on every machine.</summary>
    public static float[] Noise(int count)
    {
        var pixels = new float[count * Pixels];
        ulong state = 1;
        foreach (ref float pixel in pixels.AsSpan())
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            pixel = (state >> 60) / 16f;
        }

        return pixels;
    }

    /// <summary>The hash FNV-1a of 64 bits of numbers: equal hashes, equal bits.</summary>
    public static string Digest(ReadOnlySpan<float> numbers)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (float number in numbers)
        {
            uint bits = BitConverter.SingleToUInt32Bits(number);
            for (int shift = 0; shift < 32; shift += 8)
            {
                hash = unchecked((hash ^ (byte)(bits >> shift)) * 0x0000_0100_0000_01B3);
            }
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
