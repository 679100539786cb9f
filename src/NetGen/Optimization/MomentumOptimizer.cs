using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Gradient descent with momentum.</summary>
internal sealed record MomentumOptimizer(double? LearningRate, double Coefficient, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(Momentum);

    private protected override double?[] Arguments => [LearningRate, Coefficient, WeightDecay];

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, MomentumOptimizer, T>(this, topology);

    private readonly struct Rule<T>(MomentumStep<T> step) : IUpdateRule<Rule<T>, MomentumOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool Updates => true;

        public static int StateCount => 1;

        public static string[] StateNames => MomentumStep<T>.StateNames;

        public static Rule<T> Create(MomentumOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(new MomentumStep<T>(optimizer.Coefficient, decays ? optimizer.WeightDecay : 0, step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => step.Spread<TVector>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            gradient = AveragedGradient.Decayed<TVector, T>(in constants, parameters, gradient);
            TVector velocity = MomentumStep<T>.Velocity(in constants, gradient, first);
            first = velocity;
            return TVector.FusedMultiplyAdd(constants.NegativeRate, velocity, parameters);
        }
    }
}
