namespace NetGen;

/// <summary>A rate that falls where the validation cost does not.</summary>
internal sealed record PlateauSchedule(double Change, int Patience, double Threshold, int Cooldown, double Min) : LearningRateSchedule
{
    /// <inheritdoc/>
    internal override bool NeedsValidation => true;

    private protected override double Factor(long step, int stepsPerEpoch) => 1;

    private protected override (double Factor, bool HasEnded) After(IReadOnlyList<EpochResult> epochs)
    {
        double factor = 1;
        double best = double.PositiveInfinity;
        int bad = 0;
        int rest = 0;
        for (int i = 0; i < epochs.Count; i++)
        {
            double cost = ValidationOf(epochs, i).Cost;
            bool isBetter = cost < best * (1 - Threshold);
            best = isBetter ? cost : best;
            bad = isBetter || rest > 0 ? 0 : bad + 1;
            rest = Math.Max(0, rest - 1);
            if (bad > Patience)
            {
                factor = Math.Max(factor * Change, Min);
                rest = Cooldown;
                bad = 0;
            }
        }

        return (factor, false);
    }

    private protected override string Describe() => FormattableString.Invariant(
        $"{nameof(ReduceOnPlateau)}({Format(Change)}, {Patience}, {Format(Threshold)}, {Cooldown}, {Format(Min)})");
}
