using System.Collections.ObjectModel;

namespace NetGen;

/// <summary>The names of the classes that a network tells apart.</summary>
internal static class ClassNames
{
    /// <summary>The number of names: two for a single output that tells 0 from 1, and else one for each output.</summary>
    public static int CountOf(NetworkTopology topology) => IsBinary(topology) ? 2 : topology.OutputSize;

    /// <summary>A copy of names, as many as <see cref="CountOf"/> says and all different; null for null.</summary>
    /// <param name="value">The names, called as in the setters of the property.</param>
    /// <param name="topology">The network's topology.</param>
    /// <param name="parameterName">What the caller calls them.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer, or two are equal, or one is null, or not valid Unicode, which no file could hold.
    /// </exception>
    public static IReadOnlyList<string>? Checked(
        IReadOnlyList<string>? value, NetworkTopology topology, string parameterName = "value") =>
        value is null ? null : CheckedNames(value, topology, parameterName);

    // Apart, so that a network without names starts without compiling the checks of names.
    private static ReadOnlyCollection<string> CheckedNames(
        IReadOnlyList<string> value, NetworkTopology topology, string parameterName)
    {
        string expected = IsBinary(topology)
            ? "2 class names, for the classes 0 and 1 of the single output"
            : $"as many class names as outputs, {topology.OutputSize}";
        return Checked(value, CountOf(topology), expected, parameterName);
    }

    /// <summary>A copy of the names of a data set's classes.</summary>
    /// <param name="names">The names.</param>
    /// <param name="count">The number of classes.</param>
    /// <param name="parameterName">What the caller calls the names.</param>
    /// <exception cref="ArgumentException">As for <see cref="Checked(IReadOnlyList{string}?, NetworkTopology, string)"/>.</exception>
    public static ReadOnlyCollection<string> Checked(IReadOnlyList<string> names, int count, string parameterName) =>
        Checked(names, count, $"a name for each of {count} classes", parameterName);

    private static ReadOnlyCollection<string> Checked(
        IReadOnlyList<string> names, int count, string expected, string parameterName)
    {
        if (names.Count != count)
        {
            throw new ArgumentException($"Expected {expected}; found {names.Count}.", parameterName);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? name in names)
        {
            if (name is null)
            {
                throw new ArgumentException($"Expected a name for each class; that of class {seen.Count} is null.", parameterName);
            }

            if (!seen.Add(name))
            {
                throw new ArgumentException($"Expected a different name for each class; '{name}' is there twice.", parameterName);
            }

            if (!FeatureNames.IsUnicode(name))
            {
                throw new ArgumentException($"The name of class {seen.Count - 1} has half of a surrogate pair.", parameterName);
            }
        }

        return Array.AsReadOnly([.. names]);
    }

    private static bool IsBinary(NetworkTopology topology) =>
        topology.OutputSize == 1 && CostTraits.IsBinary(topology.Cost, topology.Layers[^1].Activation);
}
