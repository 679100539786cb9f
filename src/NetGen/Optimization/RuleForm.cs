using System.Numerics;

namespace NetGen.Optimization;

/// <summary>
/// What is done with the rules of optimizers before kernels take them. An optimizer has such an object only if one of its properties made
/// it: so Native AOT compiles kernels for these rules only where a program sets such a property.
/// </summary>
internal abstract class RuleForm
{
    /// <summary>The state of an optimizer whose rule is changed so.</summary>
    public abstract OptimizerState<T> CreateState<TRule, TOptimizer, T>(TOptimizer optimizer, NetworkTopology topology)
        where TRule : struct, IUpdateRule<TRule, TOptimizer, T>
        where TOptimizer : Optimizer
        where T : unmanaged, IFloatingPointIeee754<T>;
}
