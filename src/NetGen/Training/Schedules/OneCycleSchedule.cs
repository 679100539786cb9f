namespace NetGen;

/// <summary>A rate that rises to its full value, and falls far below the first one.</summary>
internal sealed record OneCycleSchedule(int Epochs, double PctStart, double DivFactor, double FinalDivFactor, bool IsLinear)
    : LearningRateSchedule
{
    private protected override double Factor(long step, int stepsPerEpoch)
    {
        double last = ((double)Epochs * stepsPerEpoch) - 1;
        double peak = (PctStart * (last + 1)) - 1;
        double done = Math.Min(step, last);
        double initial = 1 / DivFactor;

        // A single step may be the peak and the last.
        double fallen = last > peak ? (done - peak) / (last - peak) : 0;
        return peak > 0 && done <= peak
            ? Between(initial, 1, done / peak)
            : Between(1, initial / FinalDivFactor, fallen);
    }

    private protected override string Describe()
    {
        string linear = IsLinear ? "true" : "false";
        return FormattableString.Invariant(
            $"{nameof(OneCycle)}({Epochs}, {Format(PctStart)}, {Format(DivFactor)}, {Format(FinalDivFactor)}, {linear})");
    }

    private double Between(double start, double end, double t) =>
        IsLinear ? start + ((end - start) * t) : end + ((start - end) * 0.5 * (1 + CosineSchedule.CosineOfPi(t)));
}
