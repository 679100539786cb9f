using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Adam with decoupled weight decay.</summary>
internal sealed record AdamWOptimizer(double? LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    /// <inheritdoc/>
    internal override bool DecaysByGradient => false;

    private protected override string Name => nameof(AdamW);

    private protected override double?[] Arguments => [LearningRate, Beta1, Beta2, Epsilon, WeightDecay];

    private protected override void CheckNumbers<T>() => CheckNormal<T>(Epsilon, "epsilon");

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, AdamWOptimizer, T>(this, topology);

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, AdamWOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly AdamStep<T> _step;
        private readonly T _kept;

        private Rule(AdamStep<T> step, double kept)
        {
            _step = step;
            _kept = T.CreateTruncating(kept);
        }

        public static bool Updates => true;

        public static int StateCount => 2;

        public static string[] StateNames => AdamStep<T>.StateNames;

        public static Rule<T> Create(AdamWOptimizer optimizer, in StepNumbers<T> step, bool decays) => new(
            new AdamStep<T>(optimizer.Beta1, optimizer.Beta2, optimizer.Epsilon, decay: 0, step),
            decays ? 1 - (step.LearningRate * optimizer.WeightDecay) : 1);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => _step.Spread<TVector>(_kept);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            parameters = TVector.FusedMultiplyAdd(parameters, constants.Kept, TVector.Create(0));
            return AdamStep<T>.Update(in constants, parameters, gradient, ref first, ref second);
        }
    }
}
