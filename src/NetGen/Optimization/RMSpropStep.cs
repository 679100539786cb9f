using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>What RMSprop does with and without momentum: the mean square, and the gradient over its root.</summary>
internal readonly struct RMSpropStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _inverseCount;
    private readonly T _decay;
    private readonly T _alpha;
    private readonly T _rest;
    private readonly T _momentum;
    private readonly T _epsilon;
    private readonly T _negativeRate;

    /// <summary>Computes the constants in double, and rounds each once.</summary>
    public RMSpropStep(RMSpropOptimizer optimizer, in StepNumbers<T> step, bool decays)
    {
        _inverseCount = step.InverseCount;
        _decay = T.CreateTruncating(decays ? optimizer.WeightDecay : 0);
        _alpha = T.CreateTruncating(optimizer.Alpha);
        _rest = T.CreateTruncating(1 - optimizer.Alpha);
        _momentum = T.CreateTruncating(optimizer.Coefficient);
        _epsilon = T.CreateTruncating(optimizer.Epsilon);
        _negativeRate = T.CreateTruncating(-step.LearningRate);
    }

    /// <summary>The constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => new()
        {
            Scale = TVector.Broadcast(_inverseCount),
            Decay = TVector.Broadcast(_decay),
            NegativeRate = TVector.Broadcast(_negativeRate),
            FirstKept = TVector.Broadcast(_alpha),
            FirstAdded = TVector.Broadcast(_rest),
            SecondKept = TVector.Broadcast(_momentum),
            Epsilon = TVector.Broadcast(_epsilon),
        };

    /// <summary>The gradient over the root of its mean square, from the gradient summed over the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Scaled<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector meanSquare)
        where TVector : struct, ISimd<TVector, T>
    {
        gradient = AveragedGradient.Decayed<TVector, T>(in constants, parameters, gradient);
        TVector square = TVector.FusedMultiplyAdd(constants.FirstKept, meanSquare, constants.FirstAdded * gradient * gradient);
        square = Subnormals.PositiveToZero<TVector, T>(square);
        meanSquare = square;
        return gradient / (TVector.SquareRoot(square) + constants.Epsilon);
    }
}
