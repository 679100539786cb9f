using NetGen.Benchmarks.Peers.PyTorch;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>An update rule to measure.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Create">The optimizer with a learning rate.</param>
/// <param name="LargeRate">A learning rate that changes the parameters, to check PyTorch with.</param>
/// <param name="Work">What it does for each parameter; null for one that is not fused, as it looks at all of them first or last.</param>
/// <param name="Torch">The same in PyTorch; null where PyTorch differs, whose weight decay is for biases too.</param>
internal sealed record RuleCase(string Name, Func<double, Optimizer> Create, double LargeRate, RuleWork? Work, TorchOptimizer? Torch)
{
    private const double Momentum = 0.9;
    private const double Decay = 1e-4;

    /// <summary>What all others are compared with; measured as the overload that takes a learning rate.</summary>
    public static RuleCase Sgd { get; } = new("SGD", rate => Optimizer.Sgd(rate), 0.1, null, new("SGD"));

    /// <summary>The others.</summary>
    public static IReadOnlyList<RuleCase> Others { get; } =
    [
        new("SGD with decay", rate => Optimizer.Sgd(rate, Decay), 0.1, new(0, 2), null),
        new("momentum", rate => Optimizer.Momentum(rate, Momentum), 0.1, new(1, 8), new("SGD", Momentum)),
        new("Nesterov", rate => Optimizer.Nesterov(rate, Momentum), 0.1, new(1, 9), new("SGD", Momentum, Nesterov: true)),
        new("Adam", rate => Optimizer.Adam(rate), 0.001, new(2, 13, 1), new("Adam")),
        new("AdamW", rate => Optimizer.AdamW(rate), 0.001, new(2, 14, 1), null),

        // PyTorch has this formula from version 2 on.
        new("NAdam", rate => Optimizer.NAdam(rate), 0.001, new(2, 15, 1), null),
        new("RMSprop", rate => Optimizer.RMSprop(rate), 0.001, new(1, 9, 1), new("RMSprop")),
        new("Adagrad", rate => Optimizer.Adagrad(rate), 0.001, new(1, 7, 1), new("Adagrad")),
        new("Rprop", rate => Optimizer.Rprop(rate, minStep: rate / 2, maxStep: rate), 0.001, new(2, 24), null),
        new("SGD with L1", rate => Optimizer.Sgd(rate) with { L1Decay = Decay }, 0.1, new(0, 5), null),
        new("clip by value", rate => Optimizer.Sgd(rate) with { ClipValue = 1 }, 0.1, new(0, 4), null),
        new("clip by norm", rate => Optimizer.Sgd(rate) with { ClipNorm = 1 }, 0.1, null, null),
        new("max-norm", rate => Optimizer.Sgd(rate) with { MaxNorm = 3 }, 0.1, null, null),
    ];
}
