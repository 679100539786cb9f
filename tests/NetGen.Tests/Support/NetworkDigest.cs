using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen.Tests;

/// <summary>Digests of the raw bits that a network computes from fixed inputs.</summary>
internal static class NetworkDigest
{
    private static readonly Optimizer[] Optimizers =
    [
        Optimizer.Sgd(0.01, 0.1), Optimizer.Momentum(0.01, 0.8, 0.1), Optimizer.Nesterov(0.01, 0.8, 0.1),
        Optimizer.Adam(0.001, weightDecay: 0.1), Optimizer.AdamW(0.001),
    ];

    /// <summary>The SHA-256 of outputs, costs, gradients and trained parameters; trains the network.</summary>
    public static string Of<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        NetworkTopology topology = network.Topology;
        (T[] inputs, T[] targets) = Samples<T>(topology, 37);
        var outputs = new T[targets.Length];
        network.FeedForward(inputs.AsSpan(0, topology.InputSize), outputs.AsSpan(0, topology.OutputSize));
        Append<T>(hash, outputs.AsSpan(0, topology.OutputSize));
        network.FeedForwardBatch(inputs, outputs);
        Append<T>(hash, outputs);
        var costs = new T[37];
        network.FeedForwardBatch(inputs, targets, outputs, costs);
        Append<T>(hash, outputs);
        Append<T>(hash, costs);

        var gradient = new ParameterBuffer<T>(topology);
        Append<T>(hash, [network.Cost(inputs, targets), network.Backprop(inputs, targets, gradient)]);
        AppendParameters(hash, gradient);
        Assert.True(gradient.Norm() > T.Zero, "The gradient is zero, and training would not change the digest.");

        for (int step = 0; step < 20; step++)
        {
            int first = step % 5;
            int count = 1 + step;
            Append<T>(hash, [network.TrainMiniBatch(
                inputs.AsSpan(first * topology.InputSize, count * topology.InputSize),
                targets.AsSpan(first * topology.OutputSize, count * topology.OutputSize),
                T.CreateChecked(0.01),
                dropout: new DropoutKey(7, step))]);
        }

        AppendParameters(hash, network.Parameters);

        // One for each network: compiling kernels for all of them would take most of the time.
        OptimizerState<T> state = Optimizers[topology.ParameterCount % Optimizers.Length].CreateState<T>(topology);
        for (int step = 0; step < 4; step++)
        {
            int count = 1 + (3 * step);
            Append<T>(hash, [network.TrainMiniBatch(
                inputs.AsSpan(0, count * topology.InputSize), targets.AsSpan(0, count * topology.OutputSize), state,
                dropout: new DropoutKey(8, step))]);
        }

        AppendParameters(hash, network.Parameters);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static (T[] Inputs, T[] Targets) Samples<T>(NetworkTopology topology, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SeededRandom(41);
        T[] inputs = [.. Enumerable.Range(0, count * topology.InputSize).Select(_ => T.CreateChecked((random.NextDouble() * 2) - 1))];
        T[] targets = [.. Enumerable.Range(0, count * topology.OutputSize).Select(_ => T.CreateChecked(random.NextDouble()))];
        if (CostTraits.TargetsOf(topology.Cost) == TargetRange.Signs)
        {
            targets = Array.ConvertAll(targets, target => target < T.CreateChecked(0.5) ? T.NegativeOne : T.One);
        }

        return (inputs, targets);
    }

    private static void AppendParameters<T>(IncrementalHash hash, ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in parameters.Topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            parameters.CopyTo(block.Name, values);
            Append<T>(hash, values);
        }
    }

    // The bits of NaN are not part of the contract.
    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            Assert.True(T.IsFinite(value), "The network diverges, and its digest would say nothing.");
        }

        hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
