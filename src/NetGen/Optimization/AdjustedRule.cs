using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>
/// A rule for a gradient that is adjusted first: multiplied by a factor, clipped by value, and with the term of L1. It is the gradient
/// summed over the samples, so limit and term are those of the average times their number.
/// </summary>
internal readonly struct AdjustedRule<TRule, T> : IUpdateRule<T>
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TRule _rule;
    private readonly T _factor;
    private readonly T _limit;
    private readonly T _signTerm;

    /// <summary>Takes a rule with its constants.</summary>
    public AdjustedRule(TRule rule, Optimizer optimizer, in StepNumbers<T> step, bool decays)
    {
        _rule = rule;
        _factor = T.CreateTruncating(step.GradientFactor);
        _limit = T.CreateTruncating((optimizer.ClipValue ?? double.PositiveInfinity) * step.Count);
        _signTerm = T.CreateTruncating(decays ? optimizer.L1Decay * step.Count : 0);
    }

    public static bool Updates => true;

    // Kernels take a rule with state tile by tile, so that its constants are made once for each: that matters for the many of this one. For
    // state that the inner rule does not have it is given the parameters, and does not touch them. A constant, as the JIT compiler must
    // know it when it begins.
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => _rule.Spread<TVector>() with
        {
            GradientFactor = TVector.Broadcast(_factor),
            GradientLimit = TVector.Broadcast(_limit),
            SignTerm = TVector.Broadcast(_signTerm),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector zero = TVector.Create(0);
        TVector limit = constants.GradientLimit;
        gradient *= constants.GradientFactor;
        gradient = TVector.SelectLess(limit, gradient, limit, gradient);
        gradient = TVector.SelectLess(gradient, -limit, -limit, gradient);
        TVector term = constants.SignTerm | (parameters & TVector.Create(-0.0));
        gradient += TVector.SelectEqual(parameters, zero, zero, term);
        return TRule.Update(in constants, parameters, gradient, ref first, ref second);
    }
}
