using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>A rule as its optimizer makes it for a step.</summary>
internal interface IUpdateRule<TSelf, TOptimizer, T> : IUpdateRule<T>
    where TSelf : struct, IUpdateRule<TSelf, TOptimizer, T>
    where TOptimizer : Optimizer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the numbers that are kept for each parameter are called, in the order of the arguments of the update.</summary>
    static abstract string[] StateNames { get; }

    /// <summary>Whether the constants of a step depend on a product over all steps so far.</summary>
    static virtual bool HasProduct => false;

    /// <summary>The factor of a step in that product.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="step">The number of the step, from 1.</param>
    static virtual double FactorOf(TOptimizer optimizer, long step) => 1;

    /// <summary>The rule with its constants for a step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="step">The numbers of the step.</param>
    /// <param name="decays">Whether the parameters are those that weight decay is for.</param>
    static abstract TSelf Create(TOptimizer optimizer, in StepNumbers<T> step, bool decays);
}
