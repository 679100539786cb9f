namespace NetGen;

/// <summary>The names of the classes that a network tells apart.</summary>
internal static class ClassNames
{
    /// <summary>The number of classes: one for each output, and two for a single one.</summary>
    public static int CountOf(NetworkTopology topology) => Math.Max(2, topology.OutputSize);

    /// <summary>A copy of names, one for each class and all different; null for null.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or two are equal, or one is null.</exception>
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
        }

        return Array.AsReadOnly([.. names]);
    }
}
