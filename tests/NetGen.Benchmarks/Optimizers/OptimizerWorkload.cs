using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers.PyTorch;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>A network and a mini-batch size, with rules.</summary>
internal sealed class OptimizerWorkload
{
    /// <summary>So small that the weights stay as they are: every round does the same work.</summary>
    private const float LearningRate = 1e-9f;

    /// <summary>Steps with a large rate after which PyTorch must still agree.</summary>
    private const int CheckedSteps = 2;

    private readonly Func<ITrainableNetwork<float>> _create;
    private readonly IReadOnlyList<RuleCase> _rules;
    private readonly SampleSets<float> _samples;
    private readonly Contender _descent;
    private readonly List<Contender> _steps = [];
    private readonly List<Contender> _passes = [];
    private readonly Contender _inUse;
    private readonly RuleLimits _limits;

    public OptimizerWorkload(string network, Func<ITrainableNetwork<float>> create, int batch, IReadOnlyList<RuleCase> rules)
    {
        Network = network;
        Batch = batch;
        _rules = rules;
        _create = create;

        // All rules work on one network, and a step and a pass on one state: where these lie in memory is the same for all.
        ITrainableNetwork<float> net = create();
        _limits = new RuleLimits(net.Topology.ParameterCount);
        _samples = new SampleSets<float>(net.Topology, batch);
        var gradient = new ParameterBuffer<float>(net.Topology);
        net.Backprop(SetOf(_samples.Inputs, 0), SetOf(_samples.Targets, 0), gradient);
        Func<ReadOnlySpan<float>, ReadOnlySpan<float>, float, WorkerTeam?, DropoutKey?, float> descend = net.TrainMiniBatch;
        Func<ReadOnlySpan<float>, ReadOnlySpan<float>, OptimizerState<float>, WorkerTeam?, DropoutKey?, float> train = net.TrainMiniBatch;
        _descent = new LearnContender<float>(
            RuleCase.Sgd.Name, (inputs, targets) => descend(inputs, targets, LearningRate, null, null), _samples);
        var outputs = new float[_samples.TargetLength];
        _inUse = new LearnContender<float>("in use", (inputs, _) => net.FeedForwardBatch(inputs, outputs), _samples);
        foreach (RuleCase rule in rules)
        {
            OptimizerState<float> state = rule.Create(LearningRate).CreateState<float>(net.Topology);
            _steps.Add(new LearnContender<float>(rule.Name, (inputs, targets) => train(inputs, targets, state, null, null), _samples));
            _passes.Add(new ApplyContender(rule.Name, net, gradient, batch, state));
        }
    }

    public string Network { get; }

    public int Batch { get; }

    public IEnumerable<Contender> Contenders => [_descent, .. _steps, .. _passes, .. _limits.Contenders, _inUse];

    /// <summary>A result for each rule, plain gradient descent first.</summary>
    /// <param name="rounds">How to measure.</param>
    /// <param name="inUse">The time of the outputs of a mini-batch.</param>
    public IReadOnlyList<RuleResult> Measure(Rounds rounds, out Timing inUse)
    {
        IReadOnlyList<Timing> timings = rounds.Measure([.. Contenders]);
        Timing descent = timings[0];
        Timing[] limits = [.. timings.Skip(1 + (2 * _steps.Count)).SkipLast(1)];
        inUse = timings[^1];
        return
        [
            new RuleResult(RuleCase.Sgd, descent, descent, null, null),
            .. _rules.Select((rule, i) => new RuleResult(
                rule,
                timings[1 + i],
                descent,
                timings[1 + _steps.Count + i],
                rule.Work is null ? null : _limits.Of(rule.Work, limits))),
        ];
    }

    /// <summary>The median seconds of a step in PyTorch for the rules that it has, after a check that it computes the same.</summary>
    /// <param name="torch">PyTorch.</param>
    /// <param name="rounds">Rounds of measurements.</param>
    /// <param name="inUse">The median seconds of the outputs of a mini-batch.</param>
    public IReadOnlyDictionary<RuleCase, double> MeasureTorch(TorchProcess torch, int rounds, out double inUse)
    {
        RuleCase[] rules = [.. _rules.Prepend(RuleCase.Sgd).Where(rule => rule.Torch is not null)];
        TorchAnswer answer = torch.Measure(
            _create(),
            _samples,
            [.. rules.Select(rule => rule.Torch!.WithRates(LearningRate, rule.LargeRate))],
            CheckedSteps,
            rounds);
        foreach ((RuleCase rule, TorchResult result) in rules.Zip(answer.Steps))
        {
            Agreement.Check<float>($"{Network} by {rule.Name}", TorchProcess.Name, OutputsAfter(rule), result.Outputs);
        }

        inUse = answer.InUse;
        return rules.Zip(answer.Steps).ToDictionary(pair => pair.First, pair => pair.Second.Seconds);
    }

    // The outputs for the first set after steps on it.
    private float[] OutputsAfter(RuleCase rule)
    {
        ITrainableNetwork<float> net = _create();
        OptimizerState<float> state = rule.Create(rule.LargeRate).CreateState<float>(net.Topology);
        for (int step = 0; step < CheckedSteps; step++)
        {
            net.TrainMiniBatch(SetOf(_samples.Inputs, 0), SetOf(_samples.Targets, 0), state);
        }

        var outputs = new float[_samples.TargetLength];
        net.FeedForwardBatch(SetOf(_samples.Inputs, 0), outputs);
        return outputs;
    }

    private ReadOnlySpan<float> SetOf(float[] values, int set)
    {
        int length = values.Length / _samples.Count;
        return values.AsSpan(set * length, length);
    }
}
