namespace NetGen;

/// <summary>A rate that rises in a line, and falls along half a wave of the cosine.</summary>
internal sealed record CosineSchedule(int Epochs, int WarmUpEpochs, double Final) : LearningRateSchedule
{
    /// <summary>
    /// cos πt for t from 0 to 1, by the series of sine and cosine up to π/4: Math.Cos gives other bits on other platforms.
    /// </summary>
    internal static double CosineOfPi(double t)
    {
        if (t > 0.5)
        {
            return -CosineOfPi(1 - t);
        }

        bool isSine = t > 0.25;
        double x = Math.PI * (isSine ? 0.5 - t : t);
        double square = x * x;
        double sum = 1;
        for (int k = 9; k >= 1; k--)
        {
            int n = (2 * k) + (isSine ? 1 : 0);
            sum = 1 - (square / (n * (n - 1)) * sum);
        }

        return isSine ? x * sum : sum;
    }

    private protected override double Factor(long step, int stepsPerEpoch)
    {
        long warmUp = (long)WarmUpEpochs * stepsPerEpoch;
        long end = (long)Epochs * stepsPerEpoch;
        return step < warmUp ? (step + 1) / (double)warmUp
            : step >= end ? Final
            : Final + ((1 - Final) * 0.5 * (1 + CosineOfPi((step - warmUp) / (double)(end - warmUp))));
    }

    private protected override string Describe() =>
        FormattableString.Invariant($"{nameof(Cosine)}({Epochs}, {WarmUpEpochs}, {Format(Final)})");
}
