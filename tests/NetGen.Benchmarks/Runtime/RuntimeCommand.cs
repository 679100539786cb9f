using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Runtime;

/// <summary>A network of run-time topology beside generated code of the same layers.</summary>
internal static class RuntimeCommand
{
    private const int DefaultRounds = 45;
    private const int QuickRounds = 9;

    private static readonly int[] Batches = [1, 10, 100];

    private static readonly (string Name, Func<ITrainableNetwork<float>> Create)[] Cases =
    [
        ("784-30-10", () => Digits30.Create(1)),
        ("784-100-10", () => Digits100.Create(1)),
        ("784-512-512-10", () => Wide512.Create(1)),
        ("64-32-10", () => SmallDigits.Create(1)),
        ("4-16-3", () => Flowers.Create(1)),
    ];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var network = new Option<string?>("--network") { Description = "The sizes of one network, such as 784-30-10; else all." };
        var command = new Command(
            "runtime",
            "Times RuntimeNetwork beside generated code: float, one sample, batches of 10 and 100, training by SGD and by Adam.")
        {
            quick,
            network,
        };
        command.SetAction(parsed => Run(parsed.GetValue(network), parsed.GetValue(quick) ? QuickRounds : DefaultRounds));
        return command;
    }

    private static void Run(string? only, int count)
    {
        ThisMachine.Current.Print();
        Console.WriteLine($"{"network",-16} {"batch",5}  {"operation",-10} {"generated µs",12} {"run-time µs",12} {"speed",6}");
        var rounds = new Rounds(count);
        foreach ((string name, Func<ITrainableNetwork<float>> create) in Cases.Where(each => only is null || each.Name == only))
        {
            foreach (int batch in Batches)
            {
                Measure(rounds, name, new RuntimeWorkload(create, batch));
            }
        }

        Console.WriteLine();
        Console.WriteLine("speed: that of the network of run-time topology as a part of that of generated code.");
    }

    private static void Measure(Rounds rounds, string name, RuntimeWorkload workload)
    {
        Rounds.WarmUp(workload.Contenders);
        IReadOnlyList<Timing> timings = rounds.Measure(workload.Contenders);
        for (int i = 0; i < timings.Count; i += 2)
        {
            double generated = timings[i].Seconds;
            double runtime = timings[i + 1].Seconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16} {workload.Batch,5}  {workload.Contenders[i].Name,-10} {generated * 1e6,12:N2} {runtime * 1e6,12:N2} "
                    + $"{generated / runtime,6:0%}"));
        }
    }
}
