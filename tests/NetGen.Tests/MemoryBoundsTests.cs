using System.Numerics;
using NetGen.Tests.Support;

namespace NetGen.Tests;

/// <summary>No operation touches memory behind the spans that it is given.</summary>
public class MemoryBoundsTests
{
    private static readonly int[] _counts = [1, 2, 3, 4, 7, 10, 33];

    [Theory]
    [MemberData(nameof(GeneratedNetworkTests.FloatNames), MemberType = typeof(GeneratedNetworkTests))]
    public void Spans_may_end_where_memory_ends(string name) => AssertInBounds(GeneratedNetworkTests.FloatNetworks[name]());

    [Theory]
    [MemberData(nameof(GeneratedNetworkTests.DoubleNames), MemberType = typeof(GeneratedNetworkTests))]
    public void Spans_may_end_where_memory_ends_in_double(string name) => AssertInBounds(GeneratedNetworkTests.DoubleNetworks[name]());

    /// <summary>Kernels that take only inputs that are not zero look at all of them.</summary>
    [Fact]
    public void Spans_with_many_zeros_may_end_where_memory_ends()
    {
        AssertInBounds(SparseNet.Create(1), isSparse: true);
        AssertInBounds(OddSparseNet.Create(2), isSparse: true);
        AssertInBounds(NarrowSparseNet.Create(3), isSparse: true);
    }

    [Fact]
    public void Spans_with_many_zeros_may_end_where_memory_ends_in_double() => AssertInBounds(SparseDoubleNet.Create(1), isSparse: true);

    internal static void AssertInBounds<T>(ITrainableNetwork<T> network, bool isSparse = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Pages that nobody may touch are made by system calls of Linux.");
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
        NetworkTopology topology = network.Topology;
        var gradient = new ParameterBuffer<T>(topology);
        using var workers = new WorkerTeam(2) { DividesAll = true };
        foreach (int count in _counts)
        {
            (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, count, new Random(count));
            inputs = isSparse ? SparseSamples.Draw<T>(inputs.Length, 0.05, inRuns: false, new Random(count)) : inputs;
            using var memory = new GuardedMemory();
            Span<T> guardedInputs = memory.Copy<T>(inputs);
            Span<T> guardedTargets = memory.Copy<T>(targets);
            Span<T> outputs = memory.Copy<T>(new T[targets.Length]);
            Span<T> output = memory.Copy<T>(new T[topology.OutputSize]);
            var expected = new T[targets.Length];
            string what = $"{topology}, {count} samples: ";

            reference.FeedForwardBatch(inputs, expected);
            network.FeedForwardBatch(guardedInputs, outputs);
            EqualityAssert.SameBits<T>(expected, outputs, what + "outputs");
            network.FeedForward(guardedInputs[^topology.InputSize..], output);
            EqualityAssert.SameBits<T>(expected.AsSpan()[^topology.OutputSize..], output, what + "last output");

            Assert.Equal(reference.Cost(inputs, targets), network.Cost(guardedInputs, guardedTargets));
            Assert.Equal(
                reference.Backprop(inputs, targets, new ParameterBuffer<T>(topology)),
                network.Backprop(guardedInputs, guardedTargets, gradient));
            T rate = T.CreateChecked(0.5);
            Assert.Equal(reference.TrainMiniBatch(inputs, targets, rate), network.TrainMiniBatch(guardedInputs, guardedTargets, rate));
            Assert.Equal(
                reference.TrainMiniBatch(inputs, targets, rate), network.TrainMiniBatch(guardedInputs, guardedTargets, rate, workers));
            EqualityAssert.SameParameters(reference, network, what + "after two steps");
        }
    }
}
