using System.Diagnostics;
using System.Runtime;

namespace NetGen.Benchmarks.Measuring;

/// <summary>
/// Times contenders against each other: every round runs each of them once, each round beginning with another one, so that a slow
/// moment of the machine meets all alike. The result is the median over the rounds.
/// </summary>
/// <param name="count">Rounds; fewer, but at least 5, where they would take longer than the budget.</param>
internal sealed class Rounds(int count)
{
    private const int MinRounds = 5;
    private const double BudgetSeconds = 20;
    private const double MeasurementSeconds = 0.002;
    private const double WarmUpSeconds = 0.02;
    private const int MinWarmUpPasses = 4;
    private const int MaxWarmUpPasses = 20;
    private const int WarmUpCalls = 40;
    private const int MaxAttempts = 6;
    private const double MaxLost = 0.02;
    private const double LongSeconds = 0.1;

    // Windows counts processor time in ticks of 16 ms.
    private static readonly bool s_canTellProcessorTime = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Lets the JIT compiler finish with everything the contenders run.</summary>
    public static void WarmUp(IReadOnlyCollection<Contender> contenders)
    {
        long compiled = -1;
        for (int pass = 0; pass < MaxWarmUpPasses; pass++)
        {
            foreach (Contender contender in contenders)
            {
                long started = Stopwatch.GetTimestamp();
                for (int call = 0; call < WarmUpCalls && Stopwatch.GetElapsedTime(started).TotalSeconds < WarmUpSeconds; call++)
                {
                    contender.Run(2);
                }
            }

            // Methods move up a tier in the background: they are counted from 100 ms after the last new one, compiled with
            // instruments after 30 more calls, and compiled for good after another 30.
            Thread.Sleep(150);
            long now = JitInfo.GetCompiledMethodCount();
            if (pass >= MinWarmUpPasses && now == compiled)
            {
                return;
            }

            compiled = now;
        }
    }

    /// <summary>The timing of each contender, in their order.</summary>
    public IReadOnlyList<Timing> Measure(IReadOnlyList<Contender> contenders)
    {
        int[] repetitions = [.. contenders.Select(Calibrate)];
        double[] allocated = [.. contenders.Select((contender, i) => Allocated(contender, Math.Min(repetitions[i], 100)))];
        int rounds = count;
        var seconds = new double[contenders.Count][];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = new double[count];
        }

        long started = Stopwatch.GetTimestamp();
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int i = (round + turn) % contenders.Count;
                seconds[i][round] = Time(contenders[i], repetitions[i]) / repetitions[i];
            }

            double perRound = Stopwatch.GetElapsedTime(started).TotalSeconds / (round + 1);
            rounds = Math.Clamp((int)(BudgetSeconds / perRound), Math.Min(MinRounds, count), count);
        }

        return [.. contenders.Select((_, i) => Timing.From(seconds[i][..rounds], allocated[i]))];
    }

    /// <summary>
    /// The time of some repetitions. A short measurement that the system gave the processor to somebody else in is taken again, a few
    /// times.
    /// </summary>
    private static double Time(Contender contender, int repetitions)
    {
        double best = double.MaxValue;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            TimeSpan processorBefore = ProcessorTime();
            long started = Stopwatch.GetTimestamp();
            contender.Run(repetitions);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            double lost = seconds - (ProcessorTime() - processorBefore).TotalSeconds;
            best = Math.Min(best, seconds);
            if (!s_canTellProcessorTime || lost <= MaxLost * seconds || seconds > LongSeconds)
            {
                break;
            }
        }

        return best;
    }

    private static TimeSpan ProcessorTime() => s_canTellProcessorTime ? Environment.CpuUsage.TotalTime : default;

    private static int Calibrate(Contender contender)
    {
        int repetitions = 1;
        while (true)
        {
            double seconds = Time(contender, repetitions);
            if (seconds >= MeasurementSeconds)
            {
                return repetitions;
            }

            // Aims a little high, to be there with the next try.
            double factor = Math.Clamp(1.2 * MeasurementSeconds / Math.Max(seconds, 1e-9), 1.5, 100);
            repetitions = (int)Math.Ceiling(repetitions * factor);
        }
    }

    private static double Allocated(Contender contender, int repetitions)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        contender.Run(repetitions);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / repetitions;
    }
}
