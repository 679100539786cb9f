using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>What a rule came to.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Step">A step of training.</param>
/// <param name="Descent">A step of plain gradient descent, in the same rounds.</param>
/// <param name="Pass">The rule in a pass of its own over all parameters, from a gradient that is there; null for plain descent.</param>
/// <param name="Limit">The least time of the rule; null for one without.</param>
internal sealed record RuleResult(RuleCase Rule, Timing Step, Timing Descent, Timing? Pass, RuleLimit? Limit)
{
    /// <summary>Plain gradient descent and the limit, as a part of the step.</summary>
    public double? PartOfLimit => (Descent.Seconds + Limit?.Seconds) / Step.Seconds;

    /// <summary>How many times as long as plain gradient descent the step takes.</summary>
    public double Ratio => Step.Seconds / Descent.Seconds;

    /// <summary>Plain gradient descent and the separate pass.</summary>
    public double? SeparateSeconds => Pass is null ? null : Descent.Seconds + Pass.Seconds;

    /// <summary>The step as a part of <see cref="SeparateSeconds"/>.</summary>
    public double? PartOfSeparate => Step.Seconds / SeparateSeconds;
}
