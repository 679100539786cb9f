using System.CommandLine;
using System.Diagnostics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>The largest errors of NetGen's elementary functions, in units in the last place.</summary>
internal static class UlpCommand
{
    /// <summary>Of every so many blocks of floats, the quick pass takes one: a prime, to meet all positions in a binade.</summary>
    private const int QuickStride = 127;

    public static Command Create()
    {
        var sample = new Option<long>("--sample")
        {
            Description = "The number of doubles to try for each function.",
            DefaultValueFactory = _ => 10_000_000,
        };
        var quick = new Option<bool>("--quick")
        {
            Description = $"Try one in {QuickStride} floats, block by block, instead of every float.",
        };
        var command = new Command("ulp", "Prints the largest errors of the elementary functions: every float, many doubles.")
        {
            sample,
            quick,
        };
        command.SetAction(parsed => Run(parsed.GetValue(sample), parsed.GetValue(quick) ? QuickStride : 1));
        return command;
    }

    private static void Run(long samples, int stride)
    {
        Console.WriteLine($"{"function",-9} {"type",-7} {"largest error",13}  {"where",-24} {"inputs",14} {"seconds",8}");

        RunDouble<ExpFunction>(samples);
        RunDouble<LogFunction>(samples);
        RunDouble<SigmoidFunction>(samples);
        RunDouble<TanhFunction>(samples);
        RunDouble<ErfFunction>(samples);
        RunDouble<NormalCdfFunction>(samples);
        RunDouble<GeluFunction>(samples);
        RunDouble<LogOnePlusFunction>(samples);
        RunSingle<ExpFunction>(stride);
        RunSingle<LogFunction>(stride);
        RunSingle<SigmoidFunction>(stride);
        RunSingle<TanhFunction>(stride);
        RunSingle<ErfFunction>(stride);
        RunSingle<NormalCdfFunction>(stride);
        RunSingle<GeluFunction>(stride);
        RunSingle<LogOnePlusFunction>(stride);
    }

    private static void RunDouble<TFunction>(long samples)
        where TFunction : struct, IMeasuredFunction
    {
        long started = Stopwatch.GetTimestamp();
        UlpError worst = DoubleSampling.Worst<TFunction>(samples);
        Print(TFunction.Name, "double", worst, samples, started);
    }

    private static void RunSingle<TFunction>(int stride)
        where TFunction : struct, IMeasuredFunction
    {
        long started = Stopwatch.GetTimestamp();
        UlpError worst = SingleScan.Worst<TFunction>(stride, out long inputs);
        Print(TFunction.Name, "float", worst, inputs, started);
    }

    private static void Print(string name, string type, UlpError worst, long inputs, long started)
    {
        string where = type == "float" ? $"{(float)worst.Input:R}" : $"{worst.Input:R}";
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{name,-9} {type,-7} {worst.Ulp,9:F4} ulp  {where,-24} {inputs,14:N0} {seconds,8:F1}");
    }
}
