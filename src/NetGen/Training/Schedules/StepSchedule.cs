namespace NetGen;

/// <summary>The rate times a factor after every so many epochs.</summary>
internal sealed record StepSchedule(int Epochs, double Change) : LearningRateSchedule
{
    // Math.Pow gives other bits on other platforms; products do not.
    private protected override double Factor(long step, int stepsPerEpoch)
    {
        double factor = 1;
        double power = Change;
        for (long exponent = step / stepsPerEpoch / Epochs; exponent > 0; exponent >>= 1)
        {
            factor *= (exponent & 1) == 1 ? power : 1;
            power *= power;
        }

        return factor;
    }

    private protected override string Describe() => Epochs == 1
        ? $"{nameof(Exponential)}({Format(Change)})"
        : FormattableString.Invariant($"{nameof(Step)}({Epochs}, {Format(Change)})");
}
