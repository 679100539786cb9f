namespace NetGen;

/// <summary>Another schedule, whose rate changes between epochs alone.</summary>
internal sealed record EpochwiseSchedule(LearningRateSchedule Inner) : LearningRateSchedule
{
    /// <inheritdoc/>
    internal override bool NeedsValidation => Inner.NeedsValidation;

    private protected override double Factor(long step, int stepsPerEpoch) =>
        Inner.FactorAt(step - (step % stepsPerEpoch), stepsPerEpoch);

    private protected override (double Factor, bool HasEnded) After(IReadOnlyList<EpochResult> epochs) => Inner.StateAfter(epochs);

    private protected override string Describe() => $"{Inner}.{nameof(PerEpoch)}()";
}
