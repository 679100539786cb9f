using System.Collections.ObjectModel;

namespace NetGen;

/// <summary>The names of a network's inputs.</summary>
internal static class FeatureNames
{
    /// <summary>A copy of names, one for each feature; null for null, and names that were copied before as they are.</summary>
    /// <param name="names">The names.</param>
    /// <param name="count">The number of features.</param>
    /// <param name="parameterName">What the caller calls the names.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer, or one is null, or not valid Unicode, which no file could hold.
    /// </exception>
    public static IReadOnlyList<string>? Checked(IReadOnlyList<string>? names, int count, string parameterName) =>
        names is null ? null : CheckedNames(names, count, parameterName);

    /// <summary>Whether no half of a surrogate pair stands alone.</summary>
    public static bool IsUnicode(string name)
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

    // Apart, so that a network without names starts without compiling the checks of names.
    private static IReadOnlyList<string> CheckedNames(IReadOnlyList<string> value, int count, string parameterName)
    {
        if (value.Count != count)
        {
            throw new ArgumentException($"Expected a name for each of {count} features; found {value.Count}.", parameterName);
        }

        if (value is CheckedList)
        {
            return value;
        }

        for (int i = 0; i < value.Count; i++)
        {
            if (value[i] is null)
            {
                throw new ArgumentException($"Expected a name for each feature; that of feature {i} is null.", parameterName);
            }

            if (!IsUnicode(value[i]))
            {
                throw new ArgumentException($"The name of feature {i} has half of a surrogate pair.", parameterName);
            }
        }

        return new CheckedList([.. value]);
    }

    private sealed class CheckedList(string[] names) : ReadOnlyCollection<string>(names);
}
