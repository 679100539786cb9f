using System.CommandLine;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Startup;

namespace NetGen.Benchmarks.Compare;

/// <summary>The generated code beside the machine's limits and other ways to do the same work.</summary>
internal static class CompareCommand
{
    private const int DefaultRounds = 15;
    private const int QuickRounds = 3;
    private const int StartupRuns = 7;

    public static Command Create()
    {
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only workloads whose name contains all these words, such as 784-30-10, float, train or \"forward 100\".",
            HelpName = "WORD",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var json = new Option<FileInfo?>("--json") { Description = "Writes all figures to this file too.", HelpName = "FILE" };
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var cpp = new Option<bool>("--cpp")
        {
            Description = $"Adds C++: loops over constant sizes, compiled on the spot by $CXX or g++, {CppCompiler.Flags}.",
        };
        var command = new Command(
            "compare",
            "Times every operation of many networks, beside the limits of the machine and the peers, and without --filter "
                + "the start of a process. "
            + "dotnet run -p:TorchSharp=true adds the peer TorchSharp: a download of 1 GB, and on Linux a libstdc++ of GCC 13.2 or newer.")
        {
            filter,
            json,
            quick,
            cpp,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(filter) ?? [],
            parsed.GetValue(json),
            parsed.GetValue(cpp),
            new Rounds(parsed.GetValue(quick) ? QuickRounds : DefaultRounds)));
        return command;
    }

    private static int Run(string[] words, FileInfo? json, bool withCpp, Rounds rounds)
    {
        (NetworkCase Case, Operation[] Operations)[] selected =
        [
            .. NetworkCase.All
                .Select(network => (
                    Case: network,
                    Operations: Operation.All.Where(operation => NameFilter.HasAll($"{network.Name} {operation.Name}", words)).ToArray()))
                .Where(pair => pair.Operations.Length > 0),
        ];
        if (selected.Length == 0)
        {
            Console.Error.WriteLine($"No workload has a name with: {string.Join(", ", words)}. The networks are:");
            Console.Error.WriteLine(string.Join(Environment.NewLine, NetworkCase.All.Select(network => $"  {network.Name}")));
            return 1;
        }

        ThisMachine.Current.Print();
        IReadOnlyList<IOptionalPeer> optional = OptionalPeers.Load(withCpp);
        string[] optionalNames = [.. optional.Select(peer => peer.Name)];
        var limits = new Dictionary<Type, MachineLimits>();
        var results = new List<Result>();
        foreach ((NetworkCase network, _) in selected)
        {
            if (!limits.ContainsKey(network.GetType()))
            {
                limits[network.GetType()] = network.MeasureLimits(rounds);
                CompareTable.PrintLimits(network.NumericType, limits[network.GetType()]);
            }
        }

        CompareTable.PrintHeader(optionalNames);
        foreach ((NetworkCase network, Operation[] operations) in selected)
        {
            foreach (Result result in network.Run(operations, limits[network.GetType()], optional, rounds))
            {
                CompareTable.Print(result, optionalNames);
                results.Add(result);
            }

            Console.WriteLine();
        }

        CompareTable.PrintLegend(optionalNames);
        IReadOnlyDictionary<string, StartupTimes>? startup = null;
        if (words.Length == 0)
        {
            Console.WriteLine();
            startup = StartupCommand.Run(StartupRuns);
        }

        if (json is not null)
        {
            CompareJson.Write(json, limits.Values, results, startup);
        }

        return 0;
    }
}
