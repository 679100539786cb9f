using System.CommandLine;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Choices;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Dropout;
using NetGen.Benchmarks.Micro;
using NetGen.Benchmarks.Models;
using NetGen.Benchmarks.Native;
using NetGen.Benchmarks.Optimizers;
using NetGen.Benchmarks.Runtime;
using NetGen.Benchmarks.Scale;
using NetGen.Benchmarks.Startup;
using NetGen.Benchmarks.Training;
using NetGen.Benchmarks.Ulp;
using NetGen.Benchmarks.Zeros;

namespace NetGen.Benchmarks;

/// <summary>Measurements behind the figures in the documentation. Each command is a file of its own.</summary>
internal static class Program
{
    // A process that measures its own start must not load a parser of commands first.
    private static int Main(string[] args) =>
        args is [StartupChild.Verb, .. string[] rest] ? StartupChild.Run(rest) : RunCommand(args);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunCommand(string[] args)
    {
        var root = new RootCommand("Measures NetGen: accuracy and speed.")
        {
            CompareCommand.Create(),
            StartupCommand.Create(),
            TrainCommand.Create(),
            LargeCommand.Create(),
            OptimizersCommand.Create(),
            DropoutCommand.Create(),
            ZerosCommand.Create(),
            RuntimeCommand.Create(),
            NativeCommand.Create(),
            ModelsCommand.Create(),
            HalfCommand.Create(),
            ChoicesCommand.Create(),
            ScaleCommand.Create(),
            MicroCommand.Create(),
            UlpCommand.Create(),
        };
        return root.Parse(args).Invoke();
    }
}
