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

    /// <summary>The gradient averaged over the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Mean<TVector>(TVector gradient)
        where TVector : struct, ISimd<TVector, T> => gradient * TVector.Broadcast(_inverseCount);

    /// <summary>The new values of parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector parameters, TVector gradient, ref TVector mean, ref TVector meanSquare)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector m = TVector.FusedMultiplyAdd(TVector.Broadcast(_beta1), mean, TVector.Broadcast(_rest1) * gradient);
        TVector v = TVector.FusedMultiplyAdd(TVector.Broadcast(_beta2), meanSquare, TVector.Broadcast(_rest2) * gradient * gradient);
        m = Subnormals.ToZero<TVector, T>(m);
        v = Subnormals.ToZero<TVector, T>(v);
        mean = m;
        meanSquare = v;
        TVector root = TVector.FusedMultiplyAdd(
            TVector.SquareRoot(v), TVector.Broadcast(_inverseRootCorrection), TVector.Broadcast(_epsilon));
        return TVector.FusedMultiplyAdd(TVector.Broadcast(_negativeRate), m / root, parameters);
    }
}
