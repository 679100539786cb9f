using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>What <see cref="Optimizer.Momentum"/> and <see cref="Optimizer.Nesterov"/> have in common: the velocity.</summary>
internal readonly struct MomentumStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _inverseCount;
    private readonly T _decay;
    private readonly T _momentum;
    private readonly T _negativeRate;

    /// <summary>Computes the constants in double, and rounds each once.</summary>
    public MomentumStep(double momentum, double decay, in StepNumbers<T> step)
    {
        _inverseCount = step.InverseCount;
        _decay = T.CreateTruncating(decay);
        _momentum = T.CreateTruncating(momentum);
        _negativeRate = T.CreateTruncating(-step.LearningRate);
    }

    /// <summary>What is kept for each parameter, by name.</summary>
    public static string[] StateNames => ["velocity"];

    /// <summary>The constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => new()
        {
            Scale = TVector.Broadcast(_inverseCount),
            Decay = TVector.Broadcast(_decay),
            FirstKept = TVector.Broadcast(_momentum),
            NegativeRate = TVector.Broadcast(_negativeRate),
        };

    /// <summary>The new velocity, from the averaged gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Velocity<TVector>(in RuleConstants<TVector> constants, TVector gradient, TVector velocity)
        where TVector : struct, ISimd<TVector, T> =>
        Subnormals.ToZero<TVector, T>(TVector.FusedMultiplyAdd(constants.FirstKept, velocity, gradient));
}
