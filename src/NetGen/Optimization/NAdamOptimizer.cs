using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>Adam with Nesterov's momentum.</summary>
internal sealed record NAdamOptimizer(
    double? LearningRate, double Beta1, double Beta2, double Epsilon, double MomentumDecay, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    // ln 0.96
    private const double LogOfBase = -0.040821994520255166;

    private protected override string Name => nameof(NAdam);

    private protected override double?[] Arguments => [LearningRate, Beta1, Beta2, Epsilon, MomentumDecay, WeightDecay];

    private protected override void CheckNumbers<T>() => CheckNormal<T>(Epsilon, "epsilon");

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, NAdamOptimizer, T>(this, topology);

    // β₁ (1 − ½ · 0.96^(ψ t)) of a step t. Math.Pow gives other bits on other platforms.
    private double MomentumOf(long step) =>
        Beta1 * (1 - (0.5 * StepNumbers.Power(Elementary.Exp<V1<double>, double>(new(MomentumDecay * LogOfBase)).Value, step)));

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, NAdamOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly AdamStep<T> _step;
        private readonly T _negativeRate;
        private readonly T _negativeGradientRate;

        // Computes the constants in double, and rounds each once.
        private Rule(NAdamOptimizer optimizer, in StepNumbers<T> step, double decay)
        {
            double momentum = optimizer.MomentumOf(step.Step);
            double next = optimizer.MomentumOf(step.Step + 1);
            double rate = -step.LearningRate * Math.Sqrt(1 - step.PowerOf(optimizer.Beta2));
            _step = new AdamStep<T>(optimizer.Beta1, optimizer.Beta2, optimizer.Epsilon, decay, step);
            _negativeRate = T.CreateTruncating(rate * next / (1 - (step.Product * next)));
            _negativeGradientRate = T.CreateTruncating(rate * (1 - momentum) / (1 - step.Product) / step.Count);
        }

        public static bool Updates => true;

        public static int StateCount => 2;

        public static string[] StateNames => AdamStep<T>.StateNames;

        public static bool HasProduct => true;

        public static double FactorOf(NAdamOptimizer optimizer, long step) => optimizer.MomentumOf(step);

        public static Rule<T> Create(NAdamOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(optimizer, step, decays ? optimizer.WeightDecay : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => _step.Spread<TVector>(T.One) with
            {
                NegativeRate = TVector.Broadcast(_negativeRate),
                NegativeGradientRate = TVector.Broadcast(_negativeGradientRate),
            };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            gradient = AdamStep<T>.Decayed(in constants, parameters, gradient);
            TVector root = AdamStep<T>.Moments(in constants, gradient, ref first, ref second, out TVector mean);
            TVector change = TVector.FusedMultiplyAdd(constants.NegativeRate, mean, constants.NegativeGradientRate * gradient);
            return parameters + (change / root);
        }
    }
}
