using System.Globalization;
using System.Text;

namespace NetGen.Generator;

/// <summary>Names of generated files and types, made from the metadata names of the classes.</summary>
internal static class HintNames
{
    // Leaves room for a suffix and an extension in file systems that allow 255 bytes.
    private const int MaxLength = 120;

    /// <summary>
    /// A name for the class with this metadata name (<c>Namespace.Outer+Inner</c>): ASCII only, different for different metadata names
    /// except for those that differ in case alone.
    /// </summary>
    public static string Of(string metadataName)
    {
        var name = new StringBuilder(metadataName.Length);
        foreach (char c in metadataName)
        {
            // A dash is part of no identifier, so an escape cannot be taken for a name.
            _ = c is '.' or '+' or '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
                ? name.Append(c)
                : name.Append('-').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return name.Length <= MaxLength
            ? name.ToString()
            : name.ToString(name.Length - MaxLength, MaxLength).TrimStart('.', '+') + "-" + Hash(metadataName);
    }

    /// <summary>The names that equal another one but for case, which file systems and the compiler take for the same.</summary>
    public static EquatableArray<string> FindClashes(IEnumerable<string> names) =>
        new(names
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .SelectMany(group => group)
            .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>A name that differs from the others it clashes with.</summary>
    public static string Distinguish(string name) => name + "-" + Hash(name);

    /// <summary>
    /// A name for the class of a network's kernels: it starts with the network's and ends with a hash of the assembly's name and the
    /// network's metadata name, as in <c>DigitNet_6c62272e07bb0142_Kernels</c>.
    /// </summary>
    public static string KernelsOf(string assemblyName, string metadataName, string name)
    {
        // FNV-1a, 64 bits. A slash is part of no metadata name here, so the two parts cannot run into each other.
        ulong hash = 14695981039346656037;
        foreach (char c in metadataName + "/" + assemblyName)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        string start = name.Length <= MaxLength ? name : name.Substring(0, MaxLength);
        return start + "_" + hash.ToString("x16", CultureInfo.InvariantCulture) + "_Kernels";
    }

    // FNV-1a, 32 bits.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
