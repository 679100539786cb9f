namespace NetGen.Samples.OnlineLearning;

/// <summary>Points of two classes, as from a message queue. The line between the classes turns, slowly and for ever.</summary>
internal static class DriftingStream
{
    /// <summary>Points in a mini-batch.</summary>
    public const int BatchSize = 32;

    /// <summary>Takes the next mini-batch from the stream.</summary>
    /// <param name="number">Its number, from 0 on: the same number gives the same points.</param>
    /// <param name="points">Two coordinates for each point.</param>
    /// <param name="targets">1 and 0 for each point of the first class, 0 and 1 for each of the second.</param>
    public static void Next(long number, Span<float> points, Span<float> targets)
    {
        const double DegreesPerBatch = 0.1;
        var random = new SeededRandom(number);
        (double sine, double cosine) = Math.SinCos(number * DegreesPerBatch * Math.PI / 180);
        for (int i = 0; i < BatchSize; i++)
        {
            (double x, double y) = (random.NextNormal(), random.NextNormal());
            int label = (x * cosine) + (y * sine) > 0 ? 1 : 0;
            (points[2 * i], points[(2 * i) + 1]) = ((float)x, (float)y);
            (targets[2 * i], targets[(2 * i) + 1]) = (1 - label, label);
        }
    }
}
