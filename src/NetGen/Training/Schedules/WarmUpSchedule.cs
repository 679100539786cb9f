namespace NetGen;

/// <summary>Another schedule, whose rate rises in a line at first.</summary>
/// <param name="Inner">The other schedule.</param>
/// <param name="Length">How many epochs, or steps, it takes to the full rate.</param>
/// <param name="IsInSteps">Whether the length is in steps.</param>
internal sealed record WarmUpSchedule(LearningRateSchedule Inner, int Length, bool IsInSteps) : LearningRateSchedule
{
    /// <inheritdoc/>
    internal override bool NeedsValidation => Inner.NeedsValidation;

    private protected override double Factor(long step, int stepsPerEpoch)
    {
        long length = IsInSteps ? Length : (long)Length * stepsPerEpoch;
        double factor = Inner.FactorAt(step, stepsPerEpoch);
        return step < length ? (step + 1) / (double)length * factor : factor;
    }

    private protected override (double Factor, bool HasEnded) After(IReadOnlyList<EpochResult> epochs) => Inner.StateAfter(epochs);

    private protected override string Describe() =>
        FormattableString.Invariant($"{Inner}.{(IsInSteps ? nameof(WithWarmUpSteps) : nameof(WithWarmUp))}({Length})");
}
