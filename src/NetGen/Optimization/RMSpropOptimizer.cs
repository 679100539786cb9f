using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>RMSprop.</summary>
internal sealed record RMSpropOptimizer(
    double? LearningRate, double Alpha, double Epsilon, double Coefficient, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(RMSprop);

    private protected override double?[] Arguments => [LearningRate, Alpha, Epsilon, Coefficient, WeightDecay];

    private protected override void CheckNumbers<T>() => CheckNormal<T>(Epsilon, "epsilon");

    // Without momentum there is no velocity to read and write.
    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) => Coefficient == 0
        ? StateOf<Rule<T>, RMSpropOptimizer, T>(this, topology)
        : StateOf<MomentumRule<T>, RMSpropOptimizer, T>(this, topology);

    private readonly struct Rule<T>(RMSpropStep<T> step) : IUpdateRule<Rule<T>, RMSpropOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool Updates => true;

        public static int StateCount => 1;

        public static string[] StateNames => ["meanSquare"];

        public static Rule<T> Create(RMSpropOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(new RMSpropStep<T>(optimizer, step, decays));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => step.Spread<TVector>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T> =>
            TVector.FusedMultiplyAdd(
                constants.NegativeRate, RMSpropStep<T>.Scaled(in constants, parameters, gradient, ref first), parameters);
    }

    private readonly struct MomentumRule<T>(RMSpropStep<T> step) : IUpdateRule<MomentumRule<T>, RMSpropOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool Updates => true;

        public static int StateCount => 2;

        public static string[] StateNames => ["meanSquare", "velocity"];

        public static MomentumRule<T> Create(RMSpropOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(new RMSpropStep<T>(optimizer, step, decays));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => step.Spread<TVector>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector scaled = RMSpropStep<T>.Scaled(in constants, parameters, gradient, ref first);
            TVector velocity = Subnormals.ToZero<TVector, T>(TVector.FusedMultiplyAdd(constants.SecondKept, second, scaled));
            second = velocity;
            return TVector.FusedMultiplyAdd(constants.NegativeRate, velocity, parameters);
        }
    }
}
