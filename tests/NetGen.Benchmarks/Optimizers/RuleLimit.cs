namespace NetGen.Benchmarks.Optimizers;

/// <summary>The least time of a rule over all parameters.</summary>
/// <param name="Arithmetic">Seconds of its arithmetic.</param>
/// <param name="Traffic">Seconds of reading and writing what it keeps.</param>
internal sealed record RuleLimit(double Arithmetic, double Traffic)
{
    /// <summary>The longer of the two, which can go on at the same time.</summary>
    public double Seconds => Math.Max(Arithmetic, Traffic);

    /// <summary>Which of them it is.</summary>
    public string Name => Arithmetic >= Traffic ? "arithmetic" : "memory";
}
