using System.CommandLine;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Ulp;

namespace NetGen.Benchmarks;

/// <summary>Measurements behind the figures in the documentation. Each command is a file of its own.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand("Measures NetGen: accuracy and speed.")
        {
            CompareCommand.Create(),
            UlpCommand.Create(),
        };
        return root.Parse(args).Invoke();
    }
}
