using System.Globalization;

namespace NetGen.Reporting;

/// <summary>Numbers as texts, the same in every culture.</summary>
internal static class Texts
{
    /// <summary>A count with separators of thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A part of one as a percentage, such as <c>96.50 %</c>.</summary>
    public static string Percent(double part) => (100 * part).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number of four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A time of three significant digits in the unit that suits it.</summary>
    public static string Nanoseconds(double value) => value switch
    {
        < 1e3 => Digits(value) + " ns",
        < 1e6 => Digits(value / 1e3) + " µs",
        < 1e9 => Digits(value / 1e6) + " ms",
        _ => Digits(value / 1e9) + " s",
    };

    /// <summary>A time that people wait: <c>0.4 s</c>, <c>12 s</c>, <c>3:05 min</c>, <c>2:10 h</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 59.5 => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 3600 => string.Create(
            CultureInfo.InvariantCulture, $"{(int)((time.TotalSeconds + 0.5) / 60)}:{(int)(time.TotalSeconds + 0.5) % 60:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00} h"),
    };

    private static string Digits(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
