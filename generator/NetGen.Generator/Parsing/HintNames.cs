using System.Globalization;
using System.Text;

namespace NetGen.Generator;

/// <summary>Names of generated files, made from the metadata names of the classes.</summary>
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
