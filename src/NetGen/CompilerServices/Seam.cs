using System.ComponentModel;
using NetGen.Layout;

namespace NetGen.CompilerServices;

/// <summary>The check that generated code and library belong together.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Seam
{
    /// <summary>Checks the version that generated code was written for; called before it makes the topology of a network.</summary>
    /// <param name="version">The version that the generator had.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <exception cref="InvalidOperationException">The library has another version.</exception>
    public static void Check(int version, string network)
    {
        if (version != Versions.Seam)
        {
            throw new InvalidOperationException(
                $"The code of the network '{network}' was generated for version {version} of the interface between generated code and "
                + $"library; the library that is loaded, NetGen {typeof(Seam).Assembly.GetName().Version?.ToString(3)}, has version "
                + $"{Versions.Seam}. Rebuild the project that declares the network with this version of the NetGen package.");
        }
    }
}
