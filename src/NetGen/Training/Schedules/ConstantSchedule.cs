namespace NetGen;

/// <summary>The same rate in every step.</summary>
internal sealed record ConstantSchedule : LearningRateSchedule
{
    private protected override double Factor(long step, int stepsPerEpoch) => 1;

    private protected override string Describe() => nameof(Constant);
}
