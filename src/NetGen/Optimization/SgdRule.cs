using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Optimization;

namespace NetGen.CompilerServices;

/// <summary>Gradient descent: w ← w − η/m · Σ.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SgdRule<T> : IUpdateRule<T>, IUpdateRule<SgdRule<T>, SgdOptimizer, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _negativeStep;

    internal SgdRule(T negativeStep) => _negativeStep = negativeStep;

    /// <inheritdoc/>
    public static bool Updates => true;

    /// <inheritdoc/>
    public static int StateCount => 0;

    static string[] IUpdateRule<SgdRule<T>, SgdOptimizer, T>.StateNames => [];

    static SgdRule<T> IUpdateRule<SgdRule<T>, SgdOptimizer, T>.Create(SgdOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
        new(step.NegativeStep);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => new()
        {
            NegativeRate = TVector.Broadcast(_negativeStep),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.FusedMultiplyAdd(constants.NegativeRate, gradient, parameters);
}
