namespace NetGen.Benchmarks.Compare;

internal enum OperationKind
{
    /// <summary>Outputs from inputs.</summary>
    Forward,

    /// <summary>The gradient of a mini-batch.</summary>
    Gradient,

    /// <summary>A step of stochastic gradient descent.</summary>
    Train,
}

/// <summary>What a network does in a workload, and with how many samples.</summary>
internal sealed record Operation(OperationKind Kind, int Batch)
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new(OperationKind.Forward, 1),
        new(OperationKind.Forward, 10),
        new(OperationKind.Forward, 100),
        new(OperationKind.Forward, 1000),
        new(OperationKind.Gradient, 10),
        new(OperationKind.Gradient, 100),
        new(OperationKind.Train, 1),
        new(OperationKind.Train, 10),
        new(OperationKind.Train, 32),
        new(OperationKind.Train, 100),
    ];

    public string Name => FormattableString.Invariant($"{KindName} {Batch}");

    private string KindName => Kind switch
    {
        OperationKind.Forward => "forward",
        OperationKind.Gradient => "gradient",
        _ => "train",
    };

    /// <summary>The multiply-adds of one call that the mathematics asks for, without any padding.</summary>
    public double MultiplyAdds(NetworkTopology topology)
    {
        double forward = topology.Layers.Sum(layer => (double)layer.InputSize * layer.OutputSize);

        // The first layer's inputs need no error.
        double errors = forward - ((double)topology.Layers[0].InputSize * topology.Layers[0].OutputSize);
        return Kind switch
        {
            OperationKind.Forward => Batch * forward,
            OperationKind.Gradient => Batch * (forward + errors + forward),
            _ => (Batch * (forward + errors + forward)) + forward,
        };
    }
}
