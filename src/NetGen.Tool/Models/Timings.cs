using System.Diagnostics;
using System.Numerics;

namespace NetGen.Tool.Models;

/// <summary>How long something takes.</summary>
/// <param name="What">Inference or a step of training.</param>
/// <param name="Samples">The samples of one call.</param>
/// <param name="NanosecondsPerSample">The median.</param>
/// <param name="LeastNanosecondsPerSample">The shortest time.</param>
internal sealed record Timing(string What, int Samples, double NanosecondsPerSample, double LeastNanosecondsPerSample);

/// <summary>Times inference and training steps of a network.</summary>
internal sealed class Timings(double seconds) : INetworkUse<IReadOnlyList<Timing>>
{
    private const int Parts = 15;
    private const int Seed = 1;

    /// <inheritdoc/>
    public IReadOnlyList<Timing> Use<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.PrepareTraining();
        var timings = new List<Timing>();
        foreach (int samples in SizesFor(network.Topology, 1, 10, 100, 1000))
        {
            T[] inputs = RandomSamples.Inputs(network, samples, Seed);
            var outputs = new T[samples * network.Topology.OutputSize];
            timings.Add(samples == 1
                ? Measure("inference", 1, () => network.FeedForward(inputs, outputs.AsSpan()))
                : Measure("inference", samples, () => network.FeedForwardBatch(inputs, outputs)));
        }

        // A rate so low that the parameters keep their sizes, whatever the network.
        T rate = T.CreateTruncating(1e-12);
        foreach (int samples in SizesFor(network.Topology, 10, 100))
        {
            T[] inputs = RandomSamples.Inputs(network, samples, Seed);
            T[] targets = RandomSamples.Targets<T>(network.Topology, samples, Seed);
            timings.Add(Measure("training step", samples, () => network.TrainMiniBatch(inputs, targets, rate)));
        }

        return timings;
    }

    private static IEnumerable<int> SizesFor(NetworkTopology topology, params int[] samples) =>
        samples.Where(count => RandomSamples.Fits(topology, count));

    private Timing Measure(string what, int samples, Action call)
    {
        // As many calls in a part as fill its time, found while the code gets warm.
        double part = seconds / Parts;
        long calls = 1;
        double took = Time(call, calls);
        while (took < part / 2)
        {
            calls = took < part / 100 ? calls * 10 : calls * 2;
            took = Time(call, calls);
        }

        double[] times = [.. Enumerable.Range(0, Parts).Select(_ => 1e9 * Time(call, calls) / ((double)calls * samples)).Order()];
        return new Timing(what, samples, times[Parts / 2], times[0]);
    }

    private static double Time(Action call, long calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
