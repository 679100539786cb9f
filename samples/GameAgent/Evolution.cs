namespace NetGen.Samples.GameAgent;

/// <summary>The cross-entropy method: try many random players, and look for the next ones around the best.</summary>
/// <param name="player">The network that gets the parameters to try.</param>
/// <param name="score">How good it then is; more is better.</param>
internal sealed class Evolution(Policy player, Func<Policy, int> score)
{
    private const int Tries = 60;
    private const int Best = 10;

    private readonly SeededRandom random = new(7);
    private readonly float[] mean = new float[Policy.Topology.ParameterCount];
    private readonly float[] spread = [.. Enumerable.Repeat(1f, (int)Policy.Topology.ParameterCount)];

    /// <summary>One generation; the player ends with the mean of the best, and the result is the score of the best one.</summary>
    public int Generation()
    {
        var tried = new (float[] Parameters, int Score)[Tries];
        for (int i = 0; i < Tries; i++)
        {
            float[] parameters = [.. mean.Select((value, index) => value + (spread[index] * (float)random.NextNormal()))];
            player.Parameters.CopyFrom(parameters);
            tried[i] = (parameters, score(player));
        }

        // OrderBy keeps the order of equal scores, so the result is the same every time.
        float[][] best = [.. tried.OrderByDescending(one => one.Score).Take(Best).Select(one => one.Parameters)];
        for (int i = 0; i < mean.Length; i++)
        {
            float average = best.Average(one => one[i]);
            mean[i] = average;
            spread[i] = MathF.Sqrt(best.Average(one => (one[i] - average) * (one[i] - average))) + 0.05f;
        }

        player.Parameters.CopyFrom(mean);
        return tried.Max(one => one.Score);
    }
}
