namespace NetGen.Reporting;

/// <summary>How the numbers of a <see cref="PixelImage"/> become colors.</summary>
public enum PixelScale
{
    /// <summary>From 0, black, to 1, white.</summary>
    Gray,

    /// <summary>Negative numbers blue, zero white, positive ones red, up to the largest absolute value.</summary>
    Diverging,
}
