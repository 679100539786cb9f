using System.Globalization;

namespace NetGen.Data;

/// <summary>From the labels of a file to classes.</summary>
/// <param name="names">The labels of all classes, in the order of the classes.</param>
internal sealed class LabelClasses(IReadOnlyList<string> names)
{
    // Names that a message lists.
    private const int MostNames = 20;

    private readonly Dictionary<string, int> _byName = Index(names);
    private readonly Dictionary<int, int> _byNumber = IndexNumbers(names);

    /// <summary>The names for a message; not all if there are many.</summary>
    public string Text =>
        string.Join(", ", names.Take(MostNames).Select(one => CsvText.Quote(one))) + (names.Count > MostNames ? ", …" : "");

    /// <summary>The class of each of some whole numbers, the number of classes, and their names.</summary>
    /// <remarks>
    /// 0 to n - 1 are classes as they are, without names. 1 to n, -1 and 1, and others are names of classes, in their order.
    /// </remarks>
    public static (int[] Labels, int ClassCount, IReadOnlyList<string>? Names) FromNumbers(int[] numbers)
    {
        int[] sorted = [.. numbers.Distinct().Order()];
        string[]? names = sorted[0] == 0 && sorted[^1] == sorted.Length - 1
            ? null
            : [.. sorted.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return (Array.ConvertAll(numbers, number => Array.BinarySearch(sorted, number)), sorted.Length, names);
    }

    /// <summary>Finds the class of a name.</summary>
    public bool TryFind(string name, out int label) => _byName.TryGetValue(name, out label);

    /// <summary>Finds the class of a number, however its name is written: 1.0 is 1.</summary>
    public bool TryFind(int number, out int label) => _byNumber.TryGetValue(number, out label);

    private static Dictionary<string, int> Index(IReadOnlyList<string> names)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            classes.Add(names[i], i);
        }

        return classes;
    }

    private static Dictionary<int, int> IndexNumbers(IReadOnlyList<string> names)
    {
        var classes = new Dictionary<int, int>();
        for (int i = 0; i < names.Count; i++)
        {
            if (CsvNumber.TryParseWhole(names[i], decimalComma: false, out int number))
            {
                classes.TryAdd(number, i);
            }
        }

        return classes;
    }
}
