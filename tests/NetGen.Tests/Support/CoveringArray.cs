using System.Numerics;

namespace NetGen.Tests;

/// <summary>Few rows of values, one of each factor, in which all combinations of the values of any few factors occur.</summary>
internal static class CoveringArray
{
    /// <summary>Chooses row after row, each time the first of those that add the most combinations: always the same rows.</summary>
    /// <param name="counts">The number of values of each factor. Fewer rows are needed where the largest come first.</param>
    /// <param name="strength">Of how many factors all combinations are to occur: 2 for pairs.</param>
    public static IReadOnlyList<int[]> Create(int[] counts, int strength)
    {
        int[][] choices = [.. Choices(counts.Length, strength)];
        bool[][] seen = [.. choices.Select(choice => new bool[choice.Aggregate(1, (product, factor) => product * counts[factor])])];
        int[][] rows = [.. Rows(counts)];
        int[][] places = [.. rows.Select(row => choices.Select(choice => Place(row, choice, counts)).ToArray())];
        var chosen = new List<int[]>();
        for (int left = seen.Sum(combinations => combinations.Length); left > 0;)
        {
            int[] gains = [.. places.Select(place => place.Where((at, choice) => !seen[choice][at]).Count())];
            int best = Array.IndexOf(gains, gains.Max());
            left -= gains[best];
            chosen.Add(rows[best]);
            for (int choice = 0; choice < choices.Length; choice++)
            {
                seen[choice][places[best][choice]] = true;
            }
        }

        return chosen;
    }

    /// <summary>All ways to choose some of a number of factors.</summary>
    public static IEnumerable<int[]> Choices(int factors, int strength) => Enumerable.Range(0, 1 << factors)
        .Where(set => BitOperations.PopCount((uint)set) == strength)
        .Select(set => Enumerable.Range(0, factors).Where(factor => ((set >> factor) & 1) != 0).ToArray());

    private static IEnumerable<int[]> Rows(int[] counts) => counts.Aggregate(
        (IEnumerable<int[]>)[[]],
        (rows, count) => rows.SelectMany(row => Enumerable.Range(0, count).Select(value => (int[])[.. row, value])));

    private static int Place(int[] row, int[] choice, int[] counts) =>
        choice.Aggregate(0, (place, factor) => (place * counts[factor]) + row[factor]);
}
