namespace NetGen.Samples.Playground;

/// <summary>Points of two classes in the square from -1 to 1.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Points">x and y of each point, <c>[count, 2]</c>.</param>
/// <param name="Labels">0 or 1 for each point.</param>
/// <remarks>
/// Made by additions, multiplications and comparisons alone, so that every machine makes the same bits; sines and cosines are the
/// platform's.
/// </remarks>
public sealed record PointSet(string Name, float[] Points, int[] Labels)
{
    private const int Count = 240;

    /// <summary>All sets.</summary>
    public static IReadOnlyList<PointSet> All { get; } = [Circles(), Xor(), Spirals()];

    /// <summary>The points as samples.</summary>
    public DataSet<float> ToDataSet() => DataSet.FromLabels(Points, featureCount: 2, labels: Labels, classCount: 2);

    private static PointSet Circles() => Draw("circles", (x, y) =>
    {
        double square = (x * x) + (y * y);
        return square < 0.2 ? 1 : square is > 0.4 and < 0.9 ? 0 : null;
    });

    private static PointSet Xor() => Draw("xor", (x, y) =>
        Math.Abs(x) < 0.08 || Math.Abs(y) < 0.08 ? null : (x > 0) == (y > 0) ? 1 : 0);

    // Two arms, one the mirror image of the other; each point is the one before it, turned and moved outwards.
    private static PointSet Spirals()
    {
        const double Cos = 0.995, Sin = 0.0998749217771909;
        var points = new float[2 * Count];
        var labels = new int[Count];
        (double x, double y) = (1, 0);
        for (int i = 0; i < Count; i += 2)
        {
            double radius = 0.08 + (0.85 * i / Count);
            (points[2 * i], points[(2 * i) + 1]) = ((float)(radius * x), (float)(radius * y));
            (points[(2 * i) + 2], points[(2 * i) + 3]) = (-points[2 * i], -points[(2 * i) + 1]);
            labels[i + 1] = 1;
            (x, y) = ((x * Cos) - (y * Sin), (x * Sin) + (y * Cos));
        }

        return new PointSet("spirals", points, labels);
    }

    // Points at random, as many of each class, where the class is known.
    private static PointSet Draw(string name, Func<double, double, int?> classOf)
    {
        var random = new SeededRandom(1);
        var points = new float[2 * Count];
        var labels = new int[Count];
        int[] counts = new int[2];
        for (int i = 0; i < Count;)
        {
            (double x, double y) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            if (classOf(x, y) is int label && counts[label] < Count / 2)
            {
                (points[2 * i], points[(2 * i) + 1], labels[i]) = ((float)x, (float)y, label);
                counts[label]++;
                i++;
            }
        }

        return new PointSet(name, points, labels);
    }
}
