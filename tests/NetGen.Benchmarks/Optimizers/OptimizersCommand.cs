using System.CommandLine;
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
            quick,
            torch,
        };
        command.SetAction(parsed => Run(parsed.GetValue(torch), parsed.GetValue(quick) ? QuickRounds : DefaultRounds));
        return command;
    }

    private static void Run(bool withTorch, int count)
    {
        ThisMachine.Current.Print();
        using TorchProcess? torch = withTorch ? StartTorch() : null;
        OptimizerWorkload[] workloads =
        [
            new("784-30-10", () => Digits30.Create(1), 10),
            new("784-30-10", () => Digits30.Create(1), 100),
            new("784-512-512-10", () => Wide512.Create(1), 10),
            new("784-512-512-10", () => Wide512.Create(1), 100),
        ];
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
}
