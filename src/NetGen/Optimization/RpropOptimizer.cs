using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Optimization;

/// <summary>Resilient backpropagation.</summary>
internal sealed record RpropOptimizer(
    double? LearningRate, double EtaMinus, double EtaPlus, double MinStep, double MaxStep, double WeightDecay)
    : Optimizer(LearningRate, WeightDecay)
{
    internal override bool HasOwnStepSizes => true;

    private protected override string Name => nameof(Rprop);

    private protected override double?[] Arguments => [LearningRate, EtaMinus, EtaPlus, MinStep, MaxStep, WeightDecay];

    private protected override void CheckNumbers<T>()
    {
        CheckNormal<T>(EtaMinus, "etaMinus");
        CheckNormal<T>(EtaPlus, "etaPlus");
        CheckNormal<T>(MinStep, "minStep");
        CheckNormal<T>(MaxStep, "maxStep");
    }

    private protected override OptimizerState<T> CreateStateOf<T>(NetworkTopology topology) =>
        StateOf<Rule<T>, RpropOptimizer, T>(this, topology);

    private readonly struct Rule<T> : IUpdateRule<Rule<T>, RpropOptimizer, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T _inverseCount;
        private readonly T _decay;
        private readonly T _initialStep;
        private readonly T _shrinkage;
        private readonly T _growth;
        private readonly T _minStep;
        private readonly T _maxStep;

        private Rule(RpropOptimizer optimizer, in StepNumbers<T> step, double decay)
        {
            _inverseCount = step.InverseCount;
            _decay = T.CreateTruncating(decay);
            _initialStep = T.CreateTruncating(Math.Clamp(step.LearningRate, optimizer.MinStep, optimizer.MaxStep));
            _shrinkage = T.CreateTruncating(optimizer.EtaMinus);
            _growth = T.CreateTruncating(optimizer.EtaPlus);
            _minStep = T.CreateTruncating(optimizer.MinStep);
            _maxStep = T.CreateTruncating(optimizer.MaxStep);
        }

        public static bool Updates => true;

        public static int StateCount => 2;

        public static string[] StateNames => ["gradient", "stepSize"];

        public static Rule<T> Create(RpropOptimizer optimizer, in StepNumbers<T> step, bool decays) =>
            new(optimizer, step, decays ? optimizer.WeightDecay : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, T> => new()
            {
                Scale = TVector.Broadcast(_inverseCount),
                Decay = TVector.Broadcast(_decay),
                InitialStep = TVector.Broadcast(_initialStep),
                Shrinkage = TVector.Broadcast(_shrinkage),
                Growth = TVector.Broadcast(_growth),
                MinStep = TVector.Broadcast(_minStep),
                MaxStep = TVector.Broadcast(_maxStep),
            };

        // A step size of 0 stands for one that has not been set: it is set with the first gradient that is not zero, so that padding stays
        // zero.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector zero = TVector.Create(0);
            gradient = AveragedGradient.Decayed<TVector, T>(in constants, parameters, gradient);
            TVector turn = gradient * first;
            TVector step = TVector.SelectEqual(second, zero, constants.InitialStep, second);
            TVector grown = step * constants.Growth;
            TVector shrunk = step * constants.Shrinkage;
            grown = TVector.SelectLess(constants.MaxStep, grown, constants.MaxStep, grown);
            shrunk = TVector.SelectLess(shrunk, constants.MinStep, constants.MinStep, shrunk);
            step = TVector.SelectLess(zero, turn, grown, TVector.SelectLess(turn, zero, shrunk, step));
            second = TVector.SelectEqual(gradient, zero, second, step);
            gradient = TVector.SelectLess(turn, zero, zero, gradient);
            first = gradient;
            TVector signed = step | (gradient & TVector.Create(-0.0));
            return parameters - TVector.SelectEqual(gradient, zero, zero, signed);
        }
    }
}
