using System.Numerics;

namespace NetGen.Tests;

/// <summary>Many threads on one network get what one thread alone gets.</summary>
public class ConcurrencyTests
{
    private const int Threads = 6;
    private const int Rounds = 10;
    private const int Samples = 150;

    [Fact]
    public void A_float_network() => AssertSameBits<DigitNet, float>();

    [Fact]
    public void A_network_that_hands_activations_on_in_registers() => AssertSameBits<EqualWidthsNet, float>();

    [Fact]
    public void A_network_in_dot_form() => AssertSameBits<DotErrorNet, float>();

    [Fact]
    public void A_double_network() => AssertSameBits<DoubleNet, double>();

    /// <summary>One sample takes the scratch memory of the thread, not the stack.</summary>
    [Fact]
    public void A_wide_network() => AssertSameBits<StackBorderNet, float>();

    private static void AssertSameBits<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(1);
        var work = new Work<T>(network);
        Result<T> alone = work.Run(0);
        using var start = new Barrier(Threads);
        var failures = new Exception?[Threads];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
            {
                start.SignalAndWait();
                failures[index] = Record.Exception(() =>
                {
                    for (int round = 0; round < Rounds; round++)
                    {
                        work.Run(index + round).AssertSame(alone);
                    }
                });
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    private sealed class Work<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly (T[] Inputs, T[] Targets) _samples = EqualityAssert.Samples<T>(network.Topology, Samples, new Random(2));

        // Threads begin with different samples, so that what one left behind never suits another.
        public Result<T> Run(int first)
        {
            (T[] inputs, T[] targets) = _samples;
            int inputSize = network.Topology.InputSize;
            int outputSize = network.Topology.OutputSize;
            var gradient = new ParameterBuffer<T>(network.Topology);
            var result = new Result<T>(new T[targets.Length], new T[targets.Length], new int[Samples], gradient);
            for (int i = 0; i < 10; i++)
            {
                int sample = (first + i) % 10;
                ReadOnlySpan<T> input = inputs.AsSpan(sample * inputSize, inputSize);
                network.FeedForward(input, result.Single.AsSpan(sample * outputSize, outputSize));
                result.Classes[sample] = network.Classify(input);
            }

            network.FeedForwardBatch(inputs, result.Batch);
            result.Cost = network.Backprop(inputs.AsSpan(0, 20 * inputSize), targets.AsSpan(0, 20 * outputSize), result.Gradient);
            return result;
        }
    }

    private sealed record Result<T>(T[] Single, T[] Batch, int[] Classes, ParameterBuffer<T> Gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T Cost { get; set; }

        public void AssertSame(Result<T> alone)
        {
            EqualityAssert.SameBits<T>(alone.Single, Single, "feedforward");
            EqualityAssert.SameBits<T>(alone.Batch, Batch, "feedforward of a batch");
            Assert.Equal(alone.Classes, Classes);
            EqualityAssert.SameBits<T>([alone.Cost], [Cost], "cost of backprop");
            EqualityAssert.SameBits<T>(alone.Gradient.Packed, Gradient.Packed, "gradient");
        }
    }
}
