using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Benchmarks.Peers.PyTorch;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>Steps of training by each update rule, beside plain gradient descent and the rule in a pass of its own.</summary>
internal static class OptimizersCommand
{
    private const int DefaultRounds = 45;
    private const int QuickRounds = 5;

    public static Command Create()
    {
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only rules whose row contains all these words, such as 784-30-10, \"batch 10\" or Adam.",
            HelpName = "WORD",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var torch = new Option<bool>("--torch")
        {
            Description = "Adds PyTorch: one thread of a python3 that has it, looked for in /usr/bin and then on the PATH.",
        };
        var command = new Command(
            "optimizers",
            "Times a step of training by each update rule, beside plain gradient descent and the rule in a pass of its own: "
                + "784-30-10 and 784-512-512-10, float, mini-batches of 10 and 100.")
        {
            filter,
            quick,
            torch,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(filter) ?? [], parsed.GetValue(torch), parsed.GetValue(quick) ? QuickRounds : DefaultRounds));
        return command;
    }

    private static int Run(string[] words, bool withTorch, int count)
    {
        OptimizerWorkload[] workloads =
        [
            .. Select("784-30-10", () => Digits30.Create(1), 10, words),
            .. Select("784-30-10", () => Digits30.Create(1), 100, words),
            .. Select("784-512-512-10", () => Wide512.Create(1), 10, words),
            .. Select("784-512-512-10", () => Wide512.Create(1), 100, words),
        ];
        if (workloads.Length == 0)
        {
            Console.Error.WriteLine($"No row has: {string.Join(", ", words)}.");
            return 1;
        }

        ThisMachine.Current.Print();
        using TorchProcess? torch = withTorch ? StartTorch() : null;
        Rounds.WarmUp([.. workloads.SelectMany(workload => workload.Contenders)]);
        var rounds = new Rounds(count);
        OptimizersTable.PrintHeader(torch is not null);
        foreach (OptimizerWorkload workload in workloads)
        {
            IReadOnlyList<RuleResult> results = workload.Measure(rounds, out Timing inUse);
            double torchInUse = 0;
            OptimizersTable.Print(workload, results, torch is null ? null : workload.MeasureTorch(torch, count, out torchInUse));
            OptimizersTable.PrintInUse(workload, inUse, torch is null ? null : torchInUse);
        }

        OptimizersTable.PrintLegend(torch is not null);
        return 0;
    }

    // Plain gradient descent is always measured, as all others are compared with it.
    private static IEnumerable<OptimizerWorkload> Select(
        string network, Func<ITrainableNetwork<float>> create, int batch, string[] words)
    {
        RuleCase[] rules = [.. RuleCase.Others.Where(rule => NameFilter.HasAll(Text($"{network} batch {batch} {rule.Name}"), words))];
        return rules.Length == 0 ? [] : [new OptimizerWorkload(network, create, batch, rules)];
    }

    private static TorchProcess? StartTorch()
    {
        string? interpreter = PythonInterpreter.FindWithTorch();
        if (interpreter is null)
        {
            Console.WriteLine(
                $"{TorchProcess.Name} is left out: no python3 in /usr/bin or on the PATH has it. "
                + "On Debian: apt-get install python3-torch libopenblas0.");
            Console.WriteLine();
            return null;
        }

        var torch = new TorchProcess(interpreter);
        Console.WriteLine($"{TorchProcess.Name} {torch.Version}; one thread of {interpreter}");
        Console.WriteLine();
        return torch;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
