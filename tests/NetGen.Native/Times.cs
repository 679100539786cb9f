using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Heads;

namespace NetGen.Native;

/// <summary>How long operations of networks take, the same code whether it is compiled just in time or ahead of time.</summary>
/// <param name="loops">Whether networks run by the library's plain loops in place of the kernels that the machine gets.</param>
/// <param name="quick">Whether to measure so briefly that it only shows that all of it runs.</param>
internal sealed class Times(bool loops, bool quick)
{
    private const double Seconds = 0.004;

    private readonly int _rounds = quick ? 1 : 9;
    // So long that the just-in-time compiler is done with its instrumented code.
    private readonly double _warmUpSeconds = quick ? 0.005 : 0.6;

    // So small that the weights stay as they are: every round does the same work.
    private const double LearningRate = 1e-9;

    /// <summary>Prints a line for each operation of each network: its name, a tab, and the median of nanoseconds for a sample.</summary>
    public void Print()
    {
        Print<XorNet, float>("2-4-1", XorNet.Create(1));
        Print<SmallNet, float>("64-32-10", SmallNet.Create(1));
        Print<DigitNet, float>("784-30-10", DigitNet.Create(1));
        Print<WideNet, float>("784-512-512-10", WideNet.Create(1));
        Print<DoubleNet, double>("64-20-10 double", DoubleNet.Create(1));
    }

    private void Print<TNetwork, T>(string sizes, TNetwork net)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = TNetwork.Topology;
        PortableKernels<T>? plain = loops ? new(topology, HeadRegistry.Create<T>(topology), minParallelRows: int.MaxValue) : null;
        ParameterBuffer<T>? gradient = null;
        T rate = T.CreateTruncating(LearningRate);
        foreach (int batch in (int[])[1, 10, 100])
        {
            // Drawn, without zeros that kernels would leave out.
            var random = new Random(1);
            T[] inputs =
                [.. Enumerable.Range(0, batch * topology.InputSize).Select(_ => T.CreateTruncating(random.NextSingle() + 0.01f))];
            T[] outputs = new T[batch * topology.OutputSize];
            if (batch == 1)
            {
                Print($"{sizes} one sample", batch, plain is null
                    ? () => net.FeedForward(inputs, outputs)
                    : () => plain.FeedForward(net.Parameters, inputs, outputs));
            }

            Print($"{sizes} forward {batch}", batch, plain is null
                ? () => net.FeedForwardBatch(inputs, outputs)
                : () => plain.FeedForwardBatch(net.Parameters, inputs, outputs));
            Print($"{sizes} train {batch}", batch, plain is null
                ? () => net.TrainMiniBatch(inputs, outputs, rate)
                : () => plain.TrainMiniBatch(net.Parameters, ref gradient, inputs, outputs, rate, null, null));
        }
    }

    private void Print(string name, int batch, Action run)
    {
        int repetitions = 1;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < _warmUpSeconds;)
        {
            repetitions = Time(run, repetitions) < Seconds ? repetitions * 2 : repetitions;
        }

        double[] times = [.. Enumerable.Range(0, _rounds).Select(_ => Time(run, repetitions) / repetitions).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{times[_rounds / 2] / batch * 1e9:F2}"));
    }

    private static double Time(Action run, int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
