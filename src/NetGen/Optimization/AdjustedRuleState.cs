using System.Numerics;

namespace NetGen.Optimization;

/// <summary>The state of an optimizer whose rule takes a gradient that is adjusted first.</summary>
internal sealed class AdjustedRuleState<TRule, TOptimizer, T>(TOptimizer optimizer, NetworkTopology topology)
    : RuleState<AdjustedRule<TRule, T>, T>(optimizer, topology, TRule.StateNames)
    where TRule : struct, IUpdateRule<TRule, TOptimizer, T>
    where TOptimizer : Optimizer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override bool HasProduct => TRule.HasProduct;

    private protected override double FactorOf(long step) => TRule.FactorOf(optimizer, step);

    private protected override AdjustedRule<TRule, T> CreateRule(in StepNumbers<T> step, bool decays) =>
        new(TRule.Create(optimizer, step, decays), optimizer, step, decays);
}
