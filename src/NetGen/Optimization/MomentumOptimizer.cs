using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>Gradient descent with momentum.</summary>
internal sealed record MomentumOptimizer(double? LearningRate, double Coefficient, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(Momentum);

    private protected override double?[] Arguments => [LearningRate, Coefficient, WeightDecay];

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        new RuleState<Rule<T>, MomentumOptimizer, T>(this, topology);

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, MomentumOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T _inverseCount;
        private readonly T _decay;
        private readonly T _momentum;
        private readonly T _negativeRate;

        private Rule(MomentumOptimizer optimizer, in StepNumbers<T> step, bool decays)
        {
            _inverseCount = step.InverseCount;
            _decay = T.CreateTruncating(decays ? optimizer.WeightDecay : 0);
            _momentum = T.CreateTruncating(optimizer.Coefficient);
            _negativeRate = T.CreateTruncating(-step.LearningRate);
        }

        public static bool Updates => true;

        public static int StateCount => 1;

        public static string[] StateNames => ["velocity"];

        public static Rule<T> Create(MomentumOptimizer optimizer, in StepNumbers<T> step, bool decays) => new(optimizer, step, decays);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => new()
            {
                Scale = TVector.Broadcast(_inverseCount),
                Decay = TVector.Broadcast(_decay),
                FirstKept = TVector.Broadcast(_momentum),
                NegativeRate = TVector.Broadcast(_negativeRate),
            };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            gradient *= constants.Scale;
            gradient = TVector.FusedMultiplyAdd(constants.Decay, parameters, gradient);
            TVector velocity = TVector.FusedMultiplyAdd(constants.FirstKept, first, gradient);
            velocity = Subnormals.ToZero<TVector, T>(velocity);
            first = velocity;
            return TVector.FusedMultiplyAdd(constants.NegativeRate, velocity, parameters);
        }
    }
}
