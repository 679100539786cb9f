using System.Diagnostics;
using System.Globalization;
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
    private const float LearningRate = 1e-9f;

    /// <summary>Prints a line for each operation of each network: its name, a tab, and the median of nanoseconds for a sample.</summary>
    public void Print()
    {
        Print("2-4-1", XorNet.Create(1));
        Print("64-32-10", SmallNet.Create(1));
        Print("784-30-10", DigitNet.Create(1));
        Print("784-512-512-10", WideNet.Create(1));
    }

    private void Print<TNetwork>(string sizes, TNetwork net)
        where TNetwork : class, ITrainableNetwork<TNetwork, float>
    {
        NetworkTopology topology = TNetwork.Topology;
        PortableKernels<float>? plain = loops ? new(topology, HeadRegistry.Create<float>(topology), minParallelRows: int.MaxValue) : null;
        ParameterBuffer<float>? gradient = null;
        foreach (int batch in (int[])[1, 10, 100])
        {
            // Drawn, without zeros that kernels would leave out.
            var random = new Random(1);
            float[] inputs = [.. Enumerable.Range(0, batch * topology.InputSize).Select(_ => random.NextSingle() + 0.01f)];
            float[] outputs = new float[batch * topology.OutputSize];
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
                ? () => net.TrainMiniBatch(inputs, outputs, LearningRate)
                : () => plain.TrainMiniBatch(net.Parameters, ref gradient, inputs, outputs, LearningRate, null, null));
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
