using System.Globalization;
using NetGen.Benchmarks.Limits;

namespace NetGen.Benchmarks.Compare;

/// <summary>The figures of <see cref="CompareCommand"/> as text.</summary>
internal static class CompareTable
{
    private const int OptionalWidth = 10;

    public static void PrintLimits(NumericType type, MachineLimits limits)
    {
        string peaks = string.Join(", ", limits.FmaPerSecond.Select(pair => Text($"{2 * pair.Value / 1e9:0} at {pair.Key} bits")));
        Console.WriteLine(Text($"{type}: GFLOP/s in registers {peaks}"));
        string activations = string.Join(
            ", ",
            limits.ActivationSeconds.Select(pair => Text($"{pair.Key} {pair.Value * 1e9:0.000}")));
        Console.WriteLine(Text($"{type}: nanoseconds for one activation {activations}"));
        string reading = string.Join(", ", limits.BytesPerSecond.Select(pair => Text($"{pair.Key} {pair.Value / 1e9:0}")));
        Console.WriteLine(Text($"{type}: GB/s of reading {reading}"));
        Console.WriteLine();
    }

    public static void PrintHeader(IReadOnlyList<string> optional)
    {
        Console.WriteLine(
            $"{"network",-24} {"operation",-13} {"ns/sample",11} {"±",4} {"GFLOP/s",8} {"limit ns",11} {"of",-4} {"reached",7} "
            + $"{"inputs ns",10} {"Tensors",8} {"ONNX",8} {"Reference",9} "
            + string.Concat(optional.Select(peer => $"{peer,OptionalWidth} ")) + $"{"B/call",7}");
    }

    public static void Print(Result result, IReadOnlyList<string> optional)
    {
        int batch = result.Operation.Batch;
        Console.WriteLine(Text(
            $"{result.Network,-24} {result.Operation.Name,-13} {result.SecondsPerSample * 1e9,11:N1} {result.NetGen.Spread,4:0%} ")
            + Text($"{result.GigaFlops,8:0.0} {result.Limit.Seconds / batch * 1e9,11:N1} {result.Limit.Kind,-4} ")
            + Text($"{result.PartOfLimit,7:0%} {result.Limit.ReadingInputs / batch * 1e9,10:N1} ")
            + $"{Ratio(result, Workload.Tensors),8} {Ratio(result, Workload.Onnx),8} {Ratio(result, Workload.Reference),9} "
            + string.Concat(optional.Select(peer => $"{Ratio(result, peer),OptionalWidth} "))
            + Text($"{result.NetGen.AllocatedBytes,7:0}"));
    }

    public static void PrintLegend(IReadOnlyList<string> optional)
    {
        Console.WriteLine("ns/sample: the median of NetGen; ±: the interquartile range. "
            + "GFLOP/s: multiply-adds without padding, times two.");
        Console.WriteLine("limit: the longer of reading the weights once (read) and the multiply-adds at the peak of the registers with");
        Console.WriteLine("the activations at the speed of their kernel (fma, or act where these take longer), in the same rounds.");
        Console.WriteLine("inputs: reading them once, which is not in the limit. Tensors, ONNX, Reference: how many times NetGen's time");
        Console.WriteLine("TensorPrimitives, ONNX Runtime and ReferenceNetwork take; -: does not do it; huge: would take too long.");
        foreach (string peer in optional)
        {
            Console.WriteLine($"{peer}: how many times NetGen's time it takes.");
        }
    }

    private static string Ratio(Result result, string peer) => result.RatioTo(peer) switch
    {
        double ratio => Text($"{ratio:0.00}x"),
        _ => peer == Workload.Reference ? "huge" : "-",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
