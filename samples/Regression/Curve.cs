namespace NetGen.Samples.Regression;

/// <summary>The curve that is measured.</summary>
internal static class Curve
{
    /// <summary>Its value at a place.</summary>
    public static double Value(double x) => Math.Sin(x) + (x / 5);

    /// <summary>Its slope there.</summary>
    public static double Slope(double x) => Math.Cos(x) + 0.2;
}
