using System.CommandLine;
using BenchmarkDotNet.Running;

namespace NetGen.Benchmarks.Micro;

/// <summary>The micro-benchmarks, by BenchmarkDotNet, with memory and disassembly.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "What to pass on to BenchmarkDotNet, after --; such as: micro -- --filter '*FeedForward*' --job short",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("micro", "Runs the micro-benchmarks of BenchmarkDotNet, with memory and disassembly.") { arguments };
        command.SetAction(parsed => Run(parsed.GetValue(arguments) ?? []));
        return command;
    }

    private static void Run(string[] arguments) =>
        BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(arguments);
}
