namespace NetGen.Benchmarks.Measuring;

/// <summary>What the rounds came to for one contender.</summary>
/// <param name="Seconds">The median time of one repetition.</param>
/// <param name="Fastest">The shortest time of one repetition in any round.</param>
/// <param name="Spread">The interquartile range as a part of the median.</param>
/// <param name="AllocatedBytes">Managed memory that one repetition allocates on the calling thread.</param>
internal sealed record Timing(double Seconds, double Fastest, double Spread, double AllocatedBytes)
{
    public static Timing From(double[] seconds, double allocatedBytes)
    {
        double[] sorted = [.. seconds.Order()];
        double median = Quantile(sorted, 0.5);
        return new Timing(median, sorted[0], (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / median, allocatedBytes);
    }

    private static double Quantile(double[] sorted, double part)
    {
        double position = part * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
