using System.Numerics;

namespace NetGen.Optimization;

/// <summary>The state of an optimizer whose rule is as it is.</summary>
internal sealed class PlainRuleState<TRule, TOptimizer, T>(TOptimizer optimizer, NetworkTopology topology)
    : RuleState<TRule, T>(optimizer, topology, TRule.StateNames)
    where TRule : struct, IUpdateRule<TRule, TOptimizer, T>
    where TOptimizer : Optimizer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override bool HasProduct => TRule.HasProduct;

    private protected override double FactorOf(long step) => TRule.FactorOf(optimizer, step);

    private protected override TRule CreateRule(in StepNumbers<T> step, bool decays) => TRule.Create(optimizer, step, decays);
}
