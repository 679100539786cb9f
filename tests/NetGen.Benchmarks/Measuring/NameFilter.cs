namespace NetGen.Benchmarks.Measuring;

/// <summary>The words of <c>--filter</c>.</summary>
internal static class NameFilter
{
    /// <summary>Whether a name contains all words. A number at the end of several is whole: "forward 1" is not "forward 100".</summary>
    public static bool HasAll(string name, string[] words) => words.All(word => (name + " ").Contains(
        word.Length > 0 && char.IsAsciiDigit(word[^1]) && word.Contains(' ', StringComparison.Ordinal) ? word + " " : word,
        StringComparison.OrdinalIgnoreCase));
}
