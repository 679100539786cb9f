namespace NetGen;

/// <summary>A rate that is halved where the network does not get better, until training ends.</summary>
internal sealed record HalvingSchedule(int Patience, double Until) : LearningRateSchedule
{
    /// <inheritdoc/>
    internal override bool NeedsValidation => true;

    private protected override double Factor(long step, int stepsPerEpoch) => 1;

    private protected override (double Factor, bool HasEnded) After(IReadOnlyList<EpochResult> epochs)
    {
        double factor = 1;
        double best = double.NegativeInfinity;
        int bad = 0;
        for (int i = 0; i < epochs.Count && factor * Until > 1; i++)
        {
            Evaluation validation = ValidationOf(epochs, i);
            double score = validation.Accuracy ?? -validation.Cost;
            bad = score > best ? 0 : bad + 1;
            best = score > best ? score : best;
            if (bad == Patience)
            {
                factor /= 2;
                bad = 0;
            }
        }

        return (factor, factor * Until <= 1);
    }

    private protected override string Describe() => FormattableString.Invariant($"{nameof(Halving)}({Patience}, {Format(Until)})");
}
