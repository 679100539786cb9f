namespace NetGen;

/// <summary>A function of a program. Functions cannot be compared, so names are.</summary>
internal sealed record CustomSchedule(string Name, Func<long, int, double> Function) : LearningRateSchedule
{
    /// <summary>Whether the other has the same name.</summary>
    public bool Equals(CustomSchedule? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    private protected override double Factor(long step, int stepsPerEpoch)
    {
        double factor = Function(step, stepsPerEpoch);
        return factor >= 0 && double.IsFinite(factor)
            ? factor
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The schedule {this} gives {Format(factor)} for step {step}; a factor is finite and at least 0."));
    }

    private protected override string Describe() => $"{nameof(Custom)}({Serialization.MessageText.Quote(Name)})";
}
