namespace NetGen;

/// <summary>The names of the classes that a network tells apart.</summary>
internal static class ClassNames
{
    /// <summary>The number of classes: one for each output, and two for a single one.</summary>
    public static int CountOf(NetworkTopology topology) => Math.Max(2, topology.OutputSize);

    /// <summary>A copy of names, one for each class and all different; null for null.</summary>
    /// <exception cref="ArgumentException">
    /// There are more or fewer, or two are equal, or one is null, or not valid Unicode, which no file could hold.
    /// </exception>
    public static IReadOnlyList<string>? Checked(IReadOnlyList<string>? names, NetworkTopology topology)
    {
        if (names is null)
        {
            return null;
        }

        if (names.Count != CountOf(topology))
        {
            throw new ArgumentException(
                $"The network has {CountOf(topology)} classes and needs as many names; found {names.Count}.", nameof(names));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? name in names)
        {
            if (name is null)
            {
                throw new ArgumentException("Expected a name for each class; one is null.", nameof(names));
            }

            if (!seen.Add(name))
            {
                throw new ArgumentException($"Expected a different name for each class; '{name}' is there twice.", nameof(names));
            }

            if (!IsUnicode(name))
            {
                throw new ArgumentException($"The name of class {seen.Count - 1} has half of a surrogate pair.", nameof(names));
            }
        }

        return Array.AsReadOnly([.. names]);
    }

    /// <summary>Whether no half of a surrogate pair stands alone.</summary>
    private static bool IsUnicode(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogatePair(name, i))
            {
                i++;
            }
            else if (char.IsSurrogate(name[i]))
            {
                return false;
            }
        }

        return true;
    }
}
