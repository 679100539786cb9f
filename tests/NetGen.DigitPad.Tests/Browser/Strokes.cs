namespace NetGen.DigitPad.Tests.Browser;

/// <summary>Digits as people draw them: lines of points from 0 to 1, across and down.</summary>
internal static class Strokes
{
    public static (double X, double Y)[][] Of(int digit) => digit switch
    {
        0 => [Oval(0.5, 0.5, 0.2, 0.3)],
        1 => [[(0.5, 0.15), (0.5, 0.5), (0.5, 0.85)]],
        2 => [[(0.3, 0.3), (0.4, 0.18), (0.58, 0.18), (0.66, 0.32), (0.55, 0.52), (0.3, 0.8), (0.72, 0.8)]],
        3 => [[(0.32, 0.2), (0.55, 0.17), (0.66, 0.3), (0.55, 0.45), (0.45, 0.48), (0.6, 0.53), (0.68, 0.68), (0.55, 0.83), (0.3, 0.78)]],
        4 => [[(0.35, 0.18), (0.3, 0.52), (0.68, 0.5)], [(0.63, 0.2), (0.6, 0.85)]],
        7 => [[(0.25, 0.2), (0.72, 0.2), (0.58, 0.5), (0.45, 0.85)]],
        _ => throw new ArgumentOutOfRangeException(nameof(digit)),
    };

    private static (double X, double Y)[] Oval(double x, double y, double width, double height) =>
    [
        .. Enumerable.Range(0, 25).Select(i => i * Math.Tau / 24)
            .Select(angle => (x + (width * Math.Sin(angle)), y - (height * Math.Cos(angle)))),
    ];
}
