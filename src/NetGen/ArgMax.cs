namespace NetGen;

/// <summary>The index of the largest element.</summary>
internal static class ArgMax
{
    /// <summary>The index of the largest element; of equal ones the first; NaN is never larger.</summary>
    public static int Of<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>, System.Numerics.IComparisonOperators<T, T, bool>
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }
}
