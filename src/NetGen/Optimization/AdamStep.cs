using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>
/// What <see cref="Optimizer.Adam"/> and <see cref="Optimizer.AdamW"/> have in common: moments, and the step that follows.
/// </summary>
internal readonly struct AdamStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _inverseCount;
    private readonly T _beta1;
    private readonly T _rest1;
    private readonly T _beta2;
    private readonly T _rest2;
    private readonly T _inverseRootCorrection;
    private readonly T _epsilon;
    private readonly T _negativeRate;

    /// <summary>Computes the constants in double, and rounds each once.</summary>
    public AdamStep(double beta1, double beta2, double epsilon, in StepNumbers<T> step)
    {
        _inverseCount = step.InverseCount;
        _beta1 = T.CreateTruncating(beta1);
        _rest1 = T.CreateTruncating(1 - beta1);
        _beta2 = T.CreateTruncating(beta2);
        _rest2 = T.CreateTruncating(1 - beta2);
        _inverseRootCorrection = T.CreateTruncating(1 / Math.Sqrt(1 - step.PowerOf(beta2)));
        _epsilon = T.CreateTruncating(epsilon);
        _negativeRate = T.CreateTruncating(-step.LearningRate / (1 - step.PowerOf(beta1)));
    }

    /// <summary>What the two moments of each parameter's gradient are called.</summary>
    public static string[] StateNames => ["mean", "meanSquare"];

    /// <summary>The constants, with those for weight decay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>(T decay, T kept)
        where TVector : struct, ISimd<TVector, T> => new()
        {
            Scale = TVector.Broadcast(_inverseCount),
            Decay = TVector.Broadcast(decay),
            Kept = TVector.Broadcast(kept),
            NegativeRate = TVector.Broadcast(_negativeRate),
            FirstKept = TVector.Broadcast(_beta1),
            FirstAdded = TVector.Broadcast(_rest1),
            SecondKept = TVector.Broadcast(_beta2),
            SecondAdded = TVector.Broadcast(_rest2),
            RootScale = TVector.Broadcast(_inverseRootCorrection),
            Epsilon = TVector.Broadcast(_epsilon),
        };

    /// <summary>The new values of parameters, from the gradient averaged over the samples.</summary>
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
        return TVector.FusedMultiplyAdd(TVector.SquareRoot(v), constants.RootScale, constants.Epsilon);
    }
}
