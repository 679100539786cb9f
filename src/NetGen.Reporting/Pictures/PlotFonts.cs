using ScottPlot;
using SkiaSharp;

namespace NetGen.Reporting.Pictures;

/// <summary>The font of plots.</summary>
internal static class PlotFonts
{
    private static readonly string[] s_names = ["Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial"];

    /// <summary>Sans serif, if the machine has such a font; the text stays out if it has none at all.</summary>
    public static void SetOn(Plot plot) => plot.Font.Set(s_names.FirstOrDefault(IsInstalled) ?? Fonts.Sans);

    private static bool IsInstalled(string name) => SKFontManager.Default.FontFamilies.Contains(name, StringComparer.OrdinalIgnoreCase);
}
