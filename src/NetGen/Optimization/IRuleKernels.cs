using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Kernels that update parameters by any rule as they sum the gradient.</summary>
internal interface IRuleKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// The gradient summed over a block of samples, and the update it makes; of several workers each takes weights of its own.
    /// </summary>
    void Update<TRule>(
        ref T parameters, ref T inputs, ref T scratch, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
        where TRule : struct, IUpdateRule<T>;
}
