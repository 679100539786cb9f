using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tests;

/// <summary>Holds a network to the reference: raw bits, of every operation.</summary>
internal static class EqualityAssert
{
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

    /// <summary>Compares all weights and biases.</summary>
    public static void SameParameters<T>(INetwork<T> expected, INetwork<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (LayerTopology layer in expected.Topology.Layers)
        {
            var expectedWeights = new T[layer.InputSize * layer.OutputSize];
            var actualWeights = new T[expectedWeights.Length];
            expected.GetWeights(layer.Index, expectedWeights);
            actual.GetWeights(layer.Index, actualWeights);
            SameBits<T>(expectedWeights, actualWeights, $"{what}: weights of layer {layer.Index}");

            var expectedBiases = new T[layer.OutputSize];
            var actualBiases = new T[layer.OutputSize];
            expected.GetBiases(layer.Index, expectedBiases);
            actual.GetBiases(layer.Index, actualBiases);
            SameBits<T>(expectedBiases, actualBiases, $"{what}: biases of layer {layer.Index}");
        }
    }

    /// <summary>Feedforward, cost, backpropagation and training of <paramref name="network"/> give the bits of the reference.</summary>
    /// <param name="network">A network; trained by this.</param>
    /// <param name="batches">Batch sizes for feedforward.</param>
    /// <param name="steps">Training steps.</param>
    /// <param name="random">Draws the samples.</param>
    /// <param name="large">Whether to train a mini-batch of more samples than go through the layers in one block.</param>
    public static void MatchesReference<T>(INetwork<T> network, IEnumerable<int> batches, int steps, Random random, bool large = true)
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
        for (int step = 0; step < steps; step++)
        {
            int count = 1 + (step % 13);
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, count, random);
            T rate = T.CreateChecked(0.5);
            T expectedCost = reference.TrainMiniBatch(inputs, targets, rate);
            T actualCost = network.TrainMiniBatch(inputs, targets, rate);
            SameBits<T>([expectedCost], [actualCost], $"{name}: cost of training step {step}");
            if (step is 0 or 1 or 9 || step == steps - 1)
            {
                SameParameters(reference, network, $"{name}: after training step {step}");
            }
        }

        foreach (int threads in new[] { 2, 3, 5 })
        {
            using var workers = new WorkerTeam(threads) { DividesAll = true };
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, (4 * threads) - 3, random);
            T expectedCost = reference.TrainMiniBatch(inputs, targets, T.One);
            T actualCost = network.TrainMiniBatch(inputs, targets, T.One, workers);
            SameBits<T>([expectedCost], [actualCost], $"{name}: cost of a training step on {threads} threads");
            SameParameters(reference, network, $"{name}: after a training step on {threads} threads");
        }

        // Fewer samples than threads.
        using var many = new WorkerTeam(5) { DividesAll = true };
        (T[] fewInputs, T[] fewTargets) = Samples<T>(network.Topology, 2, random);
        reference.TrainMiniBatch(fewInputs, fewTargets, T.One);
        network.TrainMiniBatch(fewInputs, fewTargets, T.One, many);
        SameParameters(reference, network, $"{name}: after a step with fewer samples than threads");
        if (!large)
        {
            return;
        }

        (T[] manyInputs, T[] manyTargets) = Samples<T>(network.Topology, 131, random);
        reference.TrainMiniBatch(manyInputs, manyTargets, T.One);
        network.TrainMiniBatch(manyInputs, manyTargets, T.One);
        SameParameters(reference, network, $"{name}: after a large mini-batch");
        reference.TrainMiniBatch(manyInputs, manyTargets, T.One);
        network.TrainMiniBatch(manyInputs, manyTargets, T.One, many);
        SameParameters(reference, network, $"{name}: after a large mini-batch on 5 threads");
    }

    /// <summary>Random samples: inputs with zeros and negative numbers among them, targets in [0, 1].</summary>
    public static (T[] Inputs, T[] Targets) Samples<T>(NetworkTopology topology, int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inputs = new T[count * topology.InputSize];
        var targets = new T[count * topology.OutputSize];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.Next(5) == 0 ? T.Zero : T.CreateChecked((random.NextDouble() * 2) - 1);
        }

        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = random.Next(3) == 0 ? T.CreateChecked(random.Next(2)) : T.CreateChecked(random.NextDouble());
        }

        return (inputs, targets);
    }

    private static void SameForward<T>(ReferenceNetwork<T> reference, INetwork<T> network, int count, Random random, string name)
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
    }

    private static void SameBackprop<T>(ReferenceNetwork<T> reference, INetwork<T> network, Random random, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var expected = new ParameterBuffer<T>(network.Topology);
        var actual = new ParameterBuffer<T>(network.Topology);
        foreach (int count in new[] { 1, 7, 2 })
        {
            (T[] inputs, T[] targets) = Samples<T>(network.Topology, count, random);
            T expectedCost = reference.Backprop(inputs, targets, expected);
            T actualCost = network.Backprop(inputs, targets, actual);
            SameBits<T>([expectedCost], [actualCost], $"{name}: cost of backprop of {count}");
        }

        // The packed buffers, so that padding is compared as well.
        SameBits<T>(expected.Packed, actual.Packed, $"{name}: gradient");
        T step = T.CreateChecked(0.01);
        reference.ApplyGradient(expected, step);
        network.ApplyGradient(actual, step);
        SameParameters(reference, network, $"{name}: after applying a gradient");
    }
}
