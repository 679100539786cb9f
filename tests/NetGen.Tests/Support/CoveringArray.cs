using System.Numerics;

namespace NetGen.Tests;

/// <summary>Few rows of values, one of each factor, in which all combinations of the values of any few factors occur.</summary>
internal static class CoveringArray
{
    /// <summary>
    /// Makes row after row, each from the first combination that is missing: factor by factor it takes the value that adds the most
    /// combinations, and of several the one that is in most of those still missing. Always the same rows.
    /// </summary>
    /// <param name="counts">The number of values of each factor. Fewer rows are needed where the largest come first.</param>
    /// <param name="strength">Of how many factors all combinations are to occur: 2 for pairs.</param>
    public static IReadOnlyList<int[]> Create(int[] counts, int strength)
    {
        int[][] choices = [.. Choices(counts.Length, strength)];
        var missing = new HashSet<Combination>(choices.SelectMany(choice =>
            Rows([.. choice.Select(factor => counts[factor])]).Select(values => new Combination(choice, values))));
        var chosen = new List<int[]>();
        while (missing.Count > 0)
        {
            int[] row = [.. counts.Select(_ => -1)];
            missing.First().CopyTo(row);
            for (int factor = 0; factor < row.Length; factor++)
            {
                if (row[factor] < 0)
                {
                    row[factor] = BestValue(row, factor, counts[factor], missing);
                }
            }

            missing.RemoveWhere(combination => combination.IsIn(row));
            chosen.Add(row);
        }

        return chosen;
    }

    /// <summary>All ways to choose some of a number of factors.</summary>
    public static IEnumerable<int[]> Choices(int factors, int strength) => Enumerable.Range(0, 1 << factors)
        .Where(set => BitOperations.PopCount((uint)set) == strength)
        .Select(set => Enumerable.Range(0, factors).Where(factor => ((set >> factor) & 1) != 0).ToArray());

    private static int BestValue(int[] row, int factor, int count, HashSet<Combination> missing)
    {
        int[] trial = [.. row];
        return Enumerable.Range(0, count).MaxBy(value =>
        {
            trial[factor] = value;
            Combination[] of = [.. missing.Where(combination => combination.Has(factor, value))];
            return (of.Count(combination => combination.IsIn(trial)), of.Length);
        });
    }

    private static IEnumerable<int[]> Rows(int[] counts) => counts.Aggregate(
        (IEnumerable<int[]>)[[]],
        (rows, count) => rows.SelectMany(row => Enumerable.Range(0, count).Select(value => (int[])[.. row, value])));

    // Values of some factors, compared by reference: each is made once.
    private sealed class Combination(int[] factors, int[] values)
    {
        public bool Has(int factor, int value) => Array.IndexOf(factors, factor) is int at and >= 0 && values[at] == value;

        public bool IsIn(int[] row)
        {
            for (int i = 0; i < factors.Length; i++)
            {
                if (row[factors[i]] != values[i])
                {
                    return false;
                }
            }

            return true;
        }

        public void CopyTo(int[] row)
        {
            for (int i = 0; i < factors.Length; i++)
            {
                row[factors[i]] = values[i];
            }
        }
    }
}
