namespace NetGen.Layout;

/// <summary>What generated code, the library and files must agree on.</summary>
internal static class Versions
{
    /// <summary>
    /// The version of the seam: where parameters lie, and what generated code calls. It rises with every change after which code that an
    /// earlier generator wrote would be wrong with the library.
    /// </summary>
    public const int Seam = 6;

    /// <summary>
    /// The version of the numerics contract: the bits of every result, those of the elementary functions included. It rises with every
    /// change of them.
    /// </summary>
    public const int Contract = 2;
}
