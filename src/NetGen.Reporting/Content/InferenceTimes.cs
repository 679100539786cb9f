using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Reporting;

/// <summary>How long a network takes for a sample, on one thread.</summary>
/// <param name="OneSample">Nanoseconds for one sample by itself.</param>
/// <param name="InBatch">Nanoseconds for each sample of a batch of 100.</param>
public sealed record InferenceTimes(double OneSample, double InBatch)
{
    private const int BatchSize = 100;
    private const int Runs = 15;

    // After that long, the just-in-time compiler has compiled what is called often once more, with optimizations.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>Measures for a second or more, as the network is large: medians of 15 runs.</summary>
    /// <param name="network">The network.</param>
    public static InferenceTimes Measure<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var random = new Random(1);
        var inputs = new T[BatchSize * network.Topology.InputSize];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = T.CreateTruncating(random.NextDouble());
        }

        var outputs = new T[BatchSize * network.Topology.OutputSize];
        int inputSize = network.Topology.InputSize;
        int outputSize = network.Topology.OutputSize;
        double one = Median(() => network.FeedForward(inputs.AsSpan(0, inputSize), outputs.AsSpan(0, outputSize)));
        return new InferenceTimes(one, Median(() => network.FeedForwardBatch(inputs, outputs)) / BatchSize);
    }

    private static double Median(Action call)
    {
        // Long enough for the clock, however small the network is.
        const double LeastSeconds = 0.002;
        int count = 1;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_warmUp;)
        {
            count = Seconds(call, count) < LeastSeconds ? 2 * count : count;
        }

        double[] times = [.. Enumerable.Range(0, Runs).Select(_ => Seconds(call, count) / count).Order()];
        return 1e9 * times[Runs / 2];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Seconds(Action call, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
