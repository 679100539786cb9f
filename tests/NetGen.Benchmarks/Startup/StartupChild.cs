using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Networks;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Startup;

/// <summary>The fresh process of <see cref="StartupCommand"/>: does one thing, and prints how long it took.</summary>
internal static class StartupChild
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "startup-child";

    public const string Empty = "empty";
    public const string NetGen = "netgen";
    public const string Zeros = "zeros";
    public const string Prepared = "prepared";
    public const string Onnx = "onnx";

    /// <summary>The arguments: what to do, the time stamp at the start, and the model for ONNX Runtime.</summary>
    public static int Run(string[] args)
    {
        long entered = Stopwatch.GetTimestamp();
        long started = long.Parse(args[1], CultureInfo.InvariantCulture);

        // Zeros lead to kernels of their own.
        var inputs = new float[7840];
        for (int i = 0; i < inputs.Length && args[0] != Zeros; i++)
        {
            inputs[i] = ((i % 7) + 1) / 8f;
        }

        TimeSpan jitTime = JitInfo.GetCompilationTime();
        long jitMethods = JitInfo.GetCompiledMethodCount();
        Moments moments = args[0] switch
        {
            NetGen or Zeros => RunNetGen(inputs),
            Prepared => RunPrepared(inputs),
            Onnx => RunOnnx(args[2]),
            _ => new Moments(entered, entered, entered, entered, entered, JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount()),
        };
        var times = new StartupTimes(
            Milliseconds(started, entered),
            Milliseconds(moments.Before, moments.Constructed),
            Milliseconds(moments.Constructed, moments.First),
            Milliseconds(moments.First, moments.Second),
            Milliseconds(moments.Second, moments.Trained),
            Milliseconds(started, moments.First),
            (moments.JitTime - jitTime).TotalMilliseconds,
            moments.JitMethods - jitMethods);
        Console.WriteLine(times);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Moments RunNetGen(float[] inputs)
    {
        long before = Stopwatch.GetTimestamp();
        Digits30 network = Digits30.Create(1);
        long constructed = Stopwatch.GetTimestamp();
        ReadOnlySpan<float> input = inputs.AsSpan(0, 784);
        var output = new float[10];
        network.FeedForward(input, output);
        long first = Stopwatch.GetTimestamp();
        TimeSpan jitTime = JitInfo.GetCompilationTime();
        long jitMethods = JitInfo.GetCompiledMethodCount();
        long secondStart = Stopwatch.GetTimestamp();
        network.FeedForward(input, output);
        long second = Stopwatch.GetTimestamp() - (secondStart - first);
        var targets = new float[100];
        long trainingStart = Stopwatch.GetTimestamp();
        network.TrainMiniBatch(inputs, targets, 3);
        long trained = Stopwatch.GetTimestamp() - (trainingStart - second);
        return new Moments(before, constructed, first, second, trained, jitTime, jitMethods);
    }

    // The time of preparation counts as that from the start of the process.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Moments RunPrepared(float[] inputs)
    {
        Digits30.PrepareTraining();
        return RunNetGen(inputs);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Moments RunOnnx(string path)
    {
        long before = Stopwatch.GetTimestamp();
        using var session = new OnnxSession<float>(File.ReadAllBytes(path));
        long constructed = Stopwatch.GetTimestamp();
        float[] input = GC.AllocateArray<float>(784, pinned: true);
        float[] output = GC.AllocateArray<float>(10, pinned: true);
        int binding = session.Bind(input, output, 1);
        session.Run(binding);
        long first = Stopwatch.GetTimestamp();
        TimeSpan jitTime = JitInfo.GetCompilationTime();
        long jitMethods = JitInfo.GetCompiledMethodCount();
        long secondStart = Stopwatch.GetTimestamp();
        session.Run(binding);
        long second = Stopwatch.GetTimestamp() - (secondStart - first);
        return new Moments(before, constructed, first, second, second, jitTime, jitMethods);
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private readonly record struct Moments(
        long Before, long Constructed, long First, long Second, long Trained, TimeSpan JitTime, long JitMethods);
}
