using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Adam.</summary>
internal sealed record AdamOptimizer(double? LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(Adam);

    private protected override double?[] Arguments => [LearningRate, Beta1, Beta2, Epsilon, WeightDecay];

    private protected override void CheckNumbers<T>() => CheckNormal<T>(Epsilon, "epsilon");

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, AdamOptimizer, T>(this, topology);

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, AdamOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly AdamStep<T> _step;

        private Rule(AdamStep<T> step) => _step = step;

        public static bool Updates => true;

        public static int StateCount => 2;

        public static string[] StateNames => AdamStep<T>.StateNames;

        public static Rule<T> Create(AdamOptimizer optimizer, in StepNumbers<T> step, bool decays) => new(
            new AdamStep<T>(optimizer.Beta1, optimizer.Beta2, optimizer.Epsilon, decays ? optimizer.WeightDecay : 0, step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => _step.Spread<TVector>(T.One);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            gradient = AdamStep<T>.Decayed(in constants, parameters, gradient);
            return AdamStep<T>.Update(in constants, parameters, gradient, ref first, ref second);
        }
    }
}
