namespace NetGen.Optimization;

/// <summary>Rules for a gradient that is adjusted first.</summary>
internal sealed class AdjustedForm : RuleForm
{
    private AdjustedForm()
    {
    }

    /// <summary>The only one, so that optimizers with equal properties are equal.</summary>
    public static AdjustedForm Instance { get; } = new();

    /// <inheritdoc/>
    public override OptimizerState<T> CreateState<TRule, TOptimizer, T>(TOptimizer optimizer, NetworkTopology topology) =>
        new AdjustedRuleState<TRule, TOptimizer, T>(optimizer, topology);
}
