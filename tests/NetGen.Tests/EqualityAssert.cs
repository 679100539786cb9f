using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tests;

/// <summary>Holds a network to the reference: raw bits, of every operation.</summary>
internal static class EqualityAssert
{
    private static readonly int[] Threads = [1, 2, 3, 7];

    /// <summary>Compares raw bits and names the first difference; any NaN equals any other.</summary>
    public static void SameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = T.IsNaN(expected[i])
                ? T.IsNaN(actual[i])
                : MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.Slice(i, 1)));
            if (!same)
            {
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}; expected {expected[i]:R}.");
            }
        }
    }

    /// <summary>Compares all parameters, those included that training does not change.</summary>
    public static void SameParameters<T>(INetwork<T> expected, INetwork<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in expected.Topology.ParameterBlocks)
        {
            var expectedValues = new T[block.Count];
            var actualValues = new T[block.Count];
            expected.Parameters.CopyTo(block.Name, expectedValues);
            actual.Parameters.CopyTo(block.Name, actualValues);
            SameBits<T>(expectedValues, actualValues, $"{what}: {block.Name}");
        }
    }

    /// <summary>Feedforward, costs, backpropagation and training of <paramref name="network"/> give the bits of the reference.</summary>
    /// <param name="network">A network; trained by this.</param>
    /// <param name="batches">Batch sizes for feedforward.</param>
    /// <param name="steps">Training steps.</param>
    /// <param name="random">Draws the samples.</param>
    /// <param name="large">Whether to train a mini-batch of more samples than go through the layers in one block.</param>
    /// <param name="learningRate">The learning rate of all steps.</param>
    /// <param name="rule">The optimizer to train by at last; null to draw one for every second network.</param>
    public static void MatchesReference<T>(
        ITrainableNetwork<T> network,
        IEnumerable<int> batches,
        int steps,
        Random random,
        bool large = true,
        double learningRate = 0.5,
        Func<double, Optimizer>? rule = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string name = network.Topology.ToString();
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
        SameParameters(reference, network, name);
        foreach (int count in batches)
        {
            SameForward(reference, network, count, random, name);
        }

        SameBackprop(reference, network, random, name);
        SameBackpropToInputs(reference, network, random, name);
        for (int step = 0; step < steps; step++)
        {
            bool compares = step is 0 or 1 or 9 || step == steps - 1;
            Step(1 + (step % 13), null, $"training step {step}", compares);
        }

        foreach (int threads in Threads)
        {
            using var workers = new WorkerTeam(threads) { DividesAll = true };
            Step((4 * threads) - 3, workers, $"a training step on {threads} threads");
        }

        using var many = new WorkerTeam(Threads[^1]) { DividesAll = true };
        Step(2, many, "a step with fewer samples than threads");
        if (large)
        {
            Step(131, null, "a large mini-batch");
            Step(131, many, $"a large mini-batch on {many.Size} threads");
        }

        // Of every second network, for the time that compiling its kernels for another rule takes.
        if (rule is not null || random.Next(2) == 0)
        {
            SameOptimizer(reference, network, random, large, rule, name);
        }

        void Step(int count, WorkerTeam? workers, string what, bool compares = true)
        {
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, count, random);
            DropoutKey? dropout = DrawKey(random);
            SameStep(reference, network, inputs, targets, T.CreateChecked(learningRate), workers, dropout, $"{name}: {what}", compares);
        }
    }

    /// <summary>
    /// Random samples: inputs with zeros of both signs and negative numbers among them, targets in [0, 1], or -1 and 1 for the hinge cost.
    /// </summary>
    public static (T[] Inputs, T[] Targets) Samples<T>(NetworkTopology topology, int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inputs = new T[count * topology.InputSize];
        var targets = new T[count * topology.OutputSize];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.Next(5) switch
            {
                0 => random.Next(2) == 0 ? T.Zero : T.NegativeZero,
                _ => T.CreateChecked((random.NextDouble() * 2) - 1),
            };
        }

        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = random.Next(3) == 0 ? T.CreateChecked(random.Next(2)) : T.CreateChecked(random.NextDouble());
            if (CostTraits.TargetsOf(topology.Cost) == TargetRange.Signs)
            {
                targets[i] = targets[i] < T.CreateChecked(0.5) ? -T.One : T.One;
            }
        }

        return (inputs, targets);
    }

    /// <summary>Draws the parameters that training does not change, such as means.</summary>
    public static void DrawUntrained<T>(ParameterBuffer<T> parameters, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in parameters.Topology.ParameterBlocks.Where(block => !block.IsTrained))
        {
            T[] values = [.. Enumerable.Range(0, (int)block.Count).Select(_ => T.CreateChecked(0.5 + random.NextDouble()))];
            parameters.CopyFrom(block.Name, values);
        }
    }

    // Most drop something, where there is dropout. Some are beyond 32 bits.
    private static DropoutKey? DrawKey(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => new DropoutKey(random.NextInt64(), random.NextInt64()) { FirstSample = random.NextInt64() },
        _ => new DropoutKey(random.Next(), random.Next(1000)),
    };

    private static void SameForward<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T> network, int count, Random random, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        (T[] inputs, T[] targets) = Samples<T>(topology, count, random);
        var expected = new T[targets.Length];
        var actual = new T[targets.Length];
        reference.FeedForwardBatch(inputs, expected);
        network.FeedForwardBatch(inputs, actual);
        SameBits<T>(expected, actual, $"{name}: feedforward of a batch of {count}");

        T[] single = new T[topology.OutputSize];
        network.FeedForward(inputs.AsSpan(0, topology.InputSize), single);
        SameBits<T>(expected.AsSpan(0, single.Length), single, $"{name}: feedforward of one sample");
        Assert.Equal(reference.Classify(inputs.AsSpan(0, topology.InputSize)), network.Classify(inputs.AsSpan(0, topology.InputSize)));
        SameBits<T>([reference.Cost(inputs, targets)], [network.Cost(inputs, targets)], $"{name}: cost of {count}");
        SameCosts(reference, network, inputs, targets, expected, $"{name}: outputs with costs of {count}");
    }

    // With the costs the outputs are the same, and the costs in their order add up to the cost of all.
    private static void SameCosts<T>(
        ReferenceNetwork<T> reference, ITrainableNetwork<T> network, T[] inputs, T[] targets, T[] outputs, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = targets.Length / network.Topology.OutputSize;
        var expected = new T[count];
        var actual = new T[count];
        var expectedOutputs = new T[targets.Length];
        var actualOutputs = new T[targets.Length];
        reference.FeedForwardBatch(inputs, targets, expectedOutputs, expected);
        network.FeedForwardBatch(inputs, targets, actualOutputs, actual);
        SameBits<T>(outputs, expectedOutputs, $"{name}: outputs of the reference");
        SameBits<T>(outputs, actualOutputs, $"{name}: outputs");
        SameBits<T>(expected, actual, $"{name}: costs");
        T sum = actual.Aggregate(T.Zero, (sum, cost) => sum + cost);
        SameBits<T>([network.Cost(inputs, targets)], [sum / T.CreateChecked(count)], $"{name}: average of the costs");
    }

    private static void SameStep<T>(
        ReferenceNetwork<T> reference,
        ITrainableNetwork<T> network,
        T[] inputs,
        T[] targets,
        T rate,
        WorkerTeam? workers,
        DropoutKey? dropout,
        string name,
        bool compares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T expectedCost = reference.TrainMiniBatch(inputs, targets, rate, dropout: dropout);
        T actualCost = network.TrainMiniBatch(inputs, targets, rate, workers, dropout);
        SameBits<T>([expectedCost], [actualCost], $"{name}: cost");
        if (compares)
        {
            SameParameters(reference, network, $"{name}: parameters");
        }
    }

    // One optimizer for each network, drawn. Small rates: no network diverges.
    private static void SameOptimizer<T>(
        ReferenceNetwork<T> reference,
        ITrainableNetwork<T> network,
        Random random,
        bool large,
        Func<double, Optimizer>? rule,
        string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double rate = 0.01 / Math.Max(33, network.Topology.Layers.Max(layer => layer.InputSize));
        Optimizer[] optimizers =
        [
            Optimizer.Adam(rate, weightDecay: 0.1), Optimizer.Momentum(rate, 0.8), Optimizer.AdamW(rate, 0.8, 0.99, 1e-7, 0.3),
            Optimizer.Nesterov(rate, 0.7, 0.2), Optimizer.Adam(rate), Optimizer.Sgd(rate, 0.3), Optimizer.Momentum(rate, 0.9, 0.1),
            Optimizer.Nesterov(rate, 0.8), Optimizer.Sgd(rate), Optimizer.Sgd(rate, 1.5 / rate),
            Optimizer.Adagrad(rate, weightDecay: 0.1), Optimizer.RMSprop(rate), Optimizer.RMSprop(rate, 0.9, 1e-7, 0.8, 0.1),
            Optimizer.NAdam(rate, weightDecay: 0.1), Optimizer.Rprop(rate, 0.4, 1.3, 1e-5, 0.01, 0.1), Optimizer.Rprop(rate),
            Optimizer.Sgd(rate) with { L1Decay = 0.1 }, Optimizer.Sgd(rate, 0.3) with { ClipValue = 0.01, MaxNorm = 0.5 },
            Optimizer.Momentum(rate) with { ClipNorm = 0.05 }, Optimizer.Sgd(rate) with { MaxNorm = 0.7 },
            Optimizer.Adam(rate) with { L1Decay = 0.1, ClipNorm = 0.5, ClipValue = 0.02, MaxNorm = 0.6 },
        ];
        Optimizer optimizer = rule?.Invoke(rate) ?? optimizers[random.Next(optimizers.Length)];
        OptimizerState<T> expected = optimizer.CreateState<T>(network.Topology);
        OptimizerState<T> actual = optimizer.CreateState<T>(network.Topology);
        using var workers = new WorkerTeam(Threads[random.Next(1, Threads.Length)]) { DividesAll = true };
        int most = large && random.Next(4) == 0 ? 131 : 3;
        foreach ((int count, WorkerTeam? team) in new[] { (1, null), (6, workers), (most, workers), (4, null) })
        {
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, count, random);
            string what = $"{name}: a step of {count} by {optimizer} on {team?.Size ?? 1} threads";
            DropoutKey? dropout = DrawKey(random);
            T expectedCost = reference.TrainMiniBatch(inputs, targets, expected, dropout: dropout);
            T actualCost = network.TrainMiniBatch(inputs, targets, actual, team, dropout);
            SameBits<T>([expectedCost], [actualCost], $"{what}: cost");
            SameState(expected, actual, what);
        }

        (T[] lastInputs, T[] lastTargets) = Samples<T>(network.Topology, 3, random);
        var gradient = new ParameterBuffer<T>(network.Topology);
        network.Backprop(lastInputs, lastTargets, gradient);
        reference.ApplyGradient(gradient, 3, expected);
        network.ApplyGradient(gradient, 3, actual);

        // The packed buffers, so that padding is compared as well.
        SameState(expected, actual, $"{name}: applying a gradient by {optimizer}");
        SameBits<T>(reference.Parameters.Packed, network.Parameters.Packed, $"{name}: parameters after steps by {optimizer}");
    }

    /// <summary>Compares what an optimizer keeps: the packed buffers, so that padding is compared as well.</summary>
    public static void SameState<T>(OptimizerState<T> expected, OptimizerState<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.StepCount, actual.StepCount);
        foreach (((string buffer, ParameterBuffer<T> wanted), (_, ParameterBuffer<T> values)) in expected.Buffers.Zip(actual.Buffers))
        {
            SameBits<T>(wanted.Packed, values.Packed, $"{what}: {buffer}");
        }
    }

    private static void SameBackprop<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T> network, Random random, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var expected = new ParameterBuffer<T>(network.Topology);
        var actual = new ParameterBuffer<T>(network.Topology);
        foreach (int count in new[] { 1, 7, 2 })
        {
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, count, random);
            DropoutKey? dropout = DrawKey(random);
            T expectedCost = reference.Backprop(inputs, targets, expected, dropout);
            T actualCost = network.Backprop(inputs, targets, actual, dropout);
            SameBits<T>([expectedCost], [actualCost], $"{name}: cost of backprop of {count}");
        }

        // The packed buffers, so that padding is compared as well.
        SameBits<T>(expected.Packed, actual.Packed, $"{name}: gradient");
        Assert.DoesNotContain(actual.Packed.ToArray(), value => T.IsZero(value) && T.IsNegative(value));
        T step = T.CreateChecked(0.01);
        reference.ApplyGradient(expected, step);
        network.ApplyGradient(actual, step);
        SameParameters(reference, network, $"{name}: after applying a gradient");
    }

    // From each start, to the parameters, to the inputs and to both; more samples than tiles of rows hold, and single ones.
    private static void SameBackpropToInputs<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T> network, Random random, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (BackpropFrom From, int Count)[] calls =
        [
            (BackpropFrom.Targets, 11), (BackpropFrom.OutputGradients, 1), (BackpropFrom.OutputGradients, 6),
            (BackpropFrom.OutputErrors, 2),
        ];
        foreach ((BackpropFrom from, int count) in calls)
        {
            (T[] inputs, T[] values) = Samples<T>(network.Topology, count, random);
            T[] given = from == BackpropFrom.Targets ? values : Array.ConvertAll(values, value => value - T.CreateChecked(0.4));
            DropoutKey? dropout = DrawKey(random);
            string what = $"{name}: backprop of {count} from {from}";
            var expected = new ParameterBuffer<T>(network.Topology);
            var actual = new ParameterBuffer<T>(network.Topology);
            var expectedInputs = new T[inputs.Length];
            var actualInputs = new T[inputs.Length];
            T expectedCost = reference.Backprop(from, inputs, given, expected, expectedInputs, dropout);
            T actualCost = network.Backprop(from, inputs, given, actual, actualInputs, dropout);
            SameBits<T>([expectedCost], [actualCost], $"{what}: cost");
            SameBits<T>(expected.Packed, actual.Packed, $"{what}: gradient");
            SameBits<T>(expectedInputs, actualInputs, $"{what}: gradient of the inputs");

            Array.Clear(actualInputs);
            SameBits<T>([expectedCost], [network.Backprop(from, inputs, given, null, actualInputs, dropout)], $"{what}: cost alone");
            SameBits<T>(expectedInputs, actualInputs, $"{what}: gradient of the inputs alone");
            actual.Clear();
            network.Backprop(from, inputs, given, actual, [], dropout);
            SameBits<T>(expected.Packed, actual.Packed, $"{what}: gradient alone");
        }
    }
}
