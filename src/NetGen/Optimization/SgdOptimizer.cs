using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Stochastic gradient descent.</summary>
internal sealed record SgdOptimizer(double? LearningRate, double WeightDecay) : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(Sgd);

    private protected override double?[] Arguments => [LearningRate, WeightDecay];

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) => WeightDecay == 0
        ? StateOf<SgdRule<T>, SgdOptimizer, T>(this, topology)
        : StateOf<DecayingRule<T>, SgdOptimizer, T>(this, topology);

    /// <summary>w ← w (1 − η λ) − η/m · Σ.</summary>
    private readonly struct DecayingRule<T> : IUpdateRule<DecayingRule<T>, SgdOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T _negativeStep;
        private readonly T _kept;

        private DecayingRule(T negativeStep, T kept) => (_negativeStep, _kept) = (negativeStep, kept);

        public static bool Updates => true;

        public static int StateCount => 0;

        public static string[] StateNames => [];

        public static DecayingRule<T> Create(SgdOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(step.NegativeStep, T.CreateTruncating(decays ? 1 - (step.LearningRate * optimizer.WeightDecay) : 1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => new()
            {
                NegativeRate = TVector.Broadcast(_negativeStep),
                Kept = TVector.Broadcast(_kept),
            };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T> =>
            TVector.FusedMultiplyAdd(
                constants.NegativeRate,
                gradient,
                TVector.FusedMultiplyAdd(parameters, constants.Kept, TVector.Create(0)));
    }
}
