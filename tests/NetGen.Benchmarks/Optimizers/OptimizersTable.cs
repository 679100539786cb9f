using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers.PyTorch;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>The figures of <see cref="OptimizersCommand"/> as text.</summary>
internal static class OptimizersTable
{
    public static void PrintHeader(bool withTorch) => Console.WriteLine(
        $"{"network",-18} {"batch",5}  {"rule",-15} {"step µs",9} {"±",4} {"x SGD",6} {"pass µs",9} {"±",4} {"SGD + pass",10} {"part",6} "
        + $"{"limit µs",8} {"sets it",-10} {"share",5}"
        + (withTorch ? $" {TorchProcess.Name,10} {"x NetGen",8}" : "") + $" {"B/step",7}");

    public static void Print(
        OptimizerWorkload workload, IReadOnlyList<RuleResult> results, IReadOnlyDictionary<RuleCase, double>? torch)
    {
        foreach (RuleResult result in results)
        {
            Console.WriteLine(
                Text($"{workload.Network,-18} {workload.Batch,5}  {result.Rule.Name,-15} {Microseconds(result.Step.Seconds),9} ")
                + Text($"{result.Step.Spread,4:0%} {result.Ratio,6:0.000} {Microseconds(result.Pass?.Seconds),9} ")
                + Text($"{Part(result.Pass?.Spread, "0%"),4} {Microseconds(result.SeparateSeconds),10} ")
                + Text($"{Part(result.PartOfSeparate, "0.000"),6} {Microseconds(result.Limit?.Seconds),8} ")
                + Text($"{result.Limit?.Name ?? "-",-10} {Part(result.PartOfLimit, "0%"),5}")
                + (torch is null ? "" : TorchColumns(result, torch))
                + Text($" {result.Step.AllocatedBytes,7:0}"));
        }
    }

    /// <summary>Prints how long the outputs of a mini-batch take.</summary>
    public static void PrintInUse(OptimizerWorkload workload, Timing timing, double? torch)
    {
        string peer = torch is null
            ? ""
            : $"; {TorchProcess.Name} {Microseconds(torch)}, {Part(torch / timing.Seconds, "0.00")} times as long";
        Console.WriteLine(
            Text($"{workload.Network,-18} {workload.Batch,5}  {"in use",-15} {Microseconds(timing.Seconds),9} {timing.Spread,4:0%}{peer}"));
        Console.WriteLine();
    }

    public static void PrintLegend(bool withTorch)
    {
        Console.WriteLine(
            """
            step: the median of a step of training with one mini-batch; ±: the interquartile range; x SGD: how many times as
            long as plain gradient descent. pass: the rule in a pass of its own over all parameters, from a gradient that is
            there. part: the step as a part of plain gradient descent and that pass, which it should not exceed.
            limit: the least time of the rule over all parameters; what sets it: its arithmetic, square roots and divisions or
            all other operations at the speed of multiply-adds in registers, or reading and writing what it keeps. share: plain
            gradient descent and the limit as a part of the step. A norm is taken in a pass of its own: such rules are not fused.
            in use: the outputs of a mini-batch, without a step.
            """);
        if (withTorch)
        {
            Console.WriteLine($"{TorchProcess.Name}: a step in µs, and how many times NetGen's time it takes.");
        }
    }

    private static string TorchColumns(RuleResult result, IReadOnlyDictionary<RuleCase, double> torch)
    {
        double? seconds = torch.TryGetValue(result.Rule, out double known) ? known : null;
        string ratio = Part(seconds / result.Step.Seconds, "0.0");
        return $" {Microseconds(seconds),10} {ratio,8}";
    }

    private static string Microseconds(double? seconds) => Part(seconds * 1e6, "N2");

    private static string Part(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
