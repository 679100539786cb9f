using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>
/// What <see cref="Optimizer.Adam"/>, <see cref="Optimizer.AdamW"/> and <see cref="Optimizer.NAdam"/> have in common: constants and
/// moments; and the step of the first two.
/// </summary>
internal readonly struct AdamStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _beta1;
    private readonly T _rest1;
    private readonly T _beta2;
    private readonly T _rest2;
    private readonly T _epsilon;
    private readonly T _negativeRate;
    private readonly T _decay;

    /// <summary>Computes the constants in double, and rounds each once.</summary>
    /// <remarks>
    /// Those that gradients are multiplied by divide by the number of samples as well, so sums need not be averaged first. In the place of
    /// the second moment, the learning rate is corrected, as at the end of section 2 of Kingma and Ba, and ε with it: so the step is that
    /// of their algorithm 1. A divisor of 0 and a decay of infinity would make zeros NaN.
    /// </remarks>
    public AdamStep(double beta1, double beta2, double epsilon, double decay, in StepNumbers<T> step)
    {
        double count = step.Count;
        double correction = Math.Sqrt(1 - step.PowerOf(beta2));
        _beta1 = T.CreateTruncating(beta1);
        _rest1 = T.CreateTruncating((1 - beta1) / count);
        _beta2 = T.CreateTruncating(beta2);
        _rest2 = T.CreateTruncating((1 - beta2) / (count * count));
        _epsilon = T.Max(T.CreateTruncating(epsilon * correction), Subnormals.LeastNormalOf<T>());
        _negativeRate = T.CreateTruncating(-step.LearningRate * correction / (1 - step.PowerOf(beta1)));
        _decay = T.CreateTruncating(Math.Min(decay * count, typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue));
    }

    /// <summary>What the two moments of each parameter's gradient are called.</summary>
    public static string[] StateNames => ["mean", "meanSquare"];

    /// <summary>The constants, with what decoupled weight decay keeps of a parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>(T kept)
        where TVector : struct, ISimd<TVector, T> => new()
        {
            HasDecay = _decay != T.Zero,
            Decay = TVector.Broadcast(_decay),
            Kept = TVector.Broadcast(kept),
            NegativeRate = TVector.Broadcast(_negativeRate),
            FirstKept = TVector.Broadcast(_beta1),
            FirstAdded = TVector.Broadcast(_rest1),
            SecondKept = TVector.Broadcast(_beta2),
            SecondAdded = TVector.Broadcast(_rest2),
            Epsilon = TVector.Broadcast(_epsilon),
        };

    /// <summary>The gradient, summed over the samples, with weight decay.</summary>
    /// <remarks>Without decay, nothing is added: the update waits for multiply-adds as much as for divisions.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Decayed<TVector>(in RuleConstants<TVector> constants, TVector parameters, TVector gradient)
        where TVector : struct, ISimd<TVector, T> =>
        constants.HasDecay ? TVector.FusedMultiplyAdd(constants.Decay, parameters, gradient) : gradient;

    /// <summary>The new values of parameters, from the gradient summed over the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector mean, ref TVector meanSquare)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector root = Moments(in constants, gradient, ref mean, ref meanSquare, out TVector m);
        return TVector.FusedMultiplyAdd(constants.NegativeRate, m / root, parameters);
    }

    /// <summary>The new moments, of which the first is given as well, and what a step is divided by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Moments<TVector>(
        in RuleConstants<TVector> constants, TVector gradient, ref TVector mean, ref TVector meanSquare, out TVector m)
        where TVector : struct, ISimd<TVector, T>
    {
        m = TVector.FusedMultiplyAdd(constants.FirstKept, mean, constants.FirstAdded * gradient);
        TVector v = TVector.FusedMultiplyAdd(constants.SecondKept, meanSquare, constants.SecondAdded * gradient * gradient);
        m = Subnormals.ToZero<TVector, T>(m);
        v = Subnormals.PositiveToZero<TVector, T>(v);
        mean = m;
        meanSquare = v;
        return TVector.SquareRoot(v) + constants.Epsilon;
    }
}
