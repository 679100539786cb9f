using System.Diagnostics;
using System.Globalization;

namespace NetGen.Native;

/// <summary>How long operations of networks take, the same code whether it is compiled just in time or ahead of time.</summary>
internal static class Times
{
    private const double Seconds = 0.004;
    private const int Rounds = 9;
    private const double WarmUpSeconds = 0.25;

    // So small that the weights stay as they are: every round does the same work.
    private const float LearningRate = 1e-9f;

    /// <summary>Prints a line for each operation of each network: its name, a tab, and the median of nanoseconds for a sample.</summary>
    public static void Print()
    {
        Print("2-4-1", XorNet.Create(1));
        Print("64-32-10", SmallNet.Create(1));
        Print("784-30-10", DigitNet.Create(1));
        Print("784-512-512-10", WideNet.Create(1));
    }

    private static void Print<TNetwork>(string sizes, TNetwork net)
        where TNetwork : class, ITrainableNetwork<TNetwork, float>
    {
        foreach (int batch in (int[])[1, 10, 100])
        {
            // Drawn, without zeros that kernels would leave out.
            var random = new Random(1);
            float[] inputs = [.. Enumerable.Range(0, batch * TNetwork.Topology.InputSize).Select(_ => random.NextSingle() + 0.01f)];
            float[] outputs = new float[batch * TNetwork.Topology.OutputSize];
            if (batch == 1)
            {
                Print($"{sizes} one sample", batch, () => net.FeedForward(inputs, outputs));
            }

            Print($"{sizes} forward {batch}", batch, () => net.FeedForwardBatch(inputs, outputs));
            Print($"{sizes} train {batch}", batch, () => net.TrainMiniBatch(inputs, outputs, LearningRate));
        }
    }

    private static void Print(string name, int batch, Action run)
    {
        int repetitions = 1;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds;)
        {
            repetitions = Time(run, repetitions) < Seconds ? repetitions * 2 : repetitions;
        }

        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => Time(run, repetitions) / repetitions).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{times[Rounds / 2] / batch * 1e9:F2}"));
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
