using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>How most rules begin.</summary>
internal static class AveragedGradient
{
    /// <summary>The gradient averaged over the samples, with weight decay.</summary>
    /// <param name="constants">Those of the step: <c>Scale</c> and <c>Decay</c>.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Their gradient, summed over the samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Decayed<TVector, T>(in RuleConstants<TVector> constants, TVector parameters, TVector gradient)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.FusedMultiplyAdd(constants.Decay, parameters, gradient * constants.Scale);
}
