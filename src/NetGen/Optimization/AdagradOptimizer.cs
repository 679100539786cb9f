using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>Adagrad.</summary>
internal sealed record AdagradOptimizer(double? LearningRate, double Epsilon, double WeightDecay) : Optimizer(LearningRate, WeightDecay)
{
    private protected override string Name => nameof(Adagrad);

    private protected override double?[] Arguments => [LearningRate, Epsilon, WeightDecay];

    private protected override void CheckNumbers<T>() => CheckNormal<T>(Epsilon, "epsilon");

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, AdagradOptimizer, T>(this, topology);

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, AdagradOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T _inverseCount;
        private readonly T _decay;
        private readonly T _negativeRate;
        private readonly T _epsilon;

        private Rule(AdagradOptimizer optimizer, in StepNumbers<T> step, double decay)
        {
            _inverseCount = step.InverseCount;
            _decay = T.CreateTruncating(decay);
            _negativeRate = T.CreateTruncating(-step.LearningRate);
            _epsilon = T.CreateTruncating(optimizer.Epsilon);
        }

        public static bool Updates => true;

        public static int StateCount => 1;

        public static string[] StateNames => ["squareSum"];

        public static Rule<T> Create(AdagradOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(optimizer, step, decays ? optimizer.WeightDecay : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => new()
            {
                Scale = TVector.Broadcast(_inverseCount),
                Decay = TVector.Broadcast(_decay),
                NegativeRate = TVector.Broadcast(_negativeRate),
                Epsilon = TVector.Broadcast(_epsilon),
            };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            gradient = AveragedGradient.Decayed<TVector, T>(in constants, parameters, gradient);
            TVector sum = Subnormals.PositiveToZero<TVector, T>(TVector.FusedMultiplyAdd(gradient, gradient, first));
            first = sum;
            return TVector.FusedMultiplyAdd(
                constants.NegativeRate, gradient / (TVector.SquareRoot(sum) + constants.Epsilon), parameters);
        }
    }
}
