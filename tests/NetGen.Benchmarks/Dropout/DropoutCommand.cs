using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Dropout;

/// <summary>What dropout layers cost: a network with them beside the same without.</summary>
internal static class DropoutCommand
{
    private const int DefaultRounds = 45;
    private const int QuickRounds = 5;

    // So small that the weights stay as they are: every round does the same work.
    private const float LearningRate = 1e-9f;

    private static readonly int[] Batches = [1, 10, 100];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var command = new Command(
            "dropout", "Times 784-512-512-10 in use and in training, float, with and without a dropout layer after each hidden one.")
        {
            quick,
        };
        command.SetAction(parsed => Run(parsed.GetValue(quick) ? QuickRounds : DefaultRounds));
        return command;
    }

    private static void Run(int count)
    {
        ThisMachine.Current.Print();
        Wide512 plain = Wide512.Create(1);
        WideDropout dropping = WideDropout.Create(1);
        (string Name, int Batch, Contender Plain, Contender Dropping)[] rows =
        [
            .. Batches.Select(batch => ("forward", batch, Forward(plain, batch), Forward(dropping, batch))),
            .. Batches.Select(batch => ("train", batch, Train(plain, batch), Train(dropping, batch))),
        ];
        Rounds.WarmUp([.. rows.SelectMany(row => new[] { row.Plain, row.Dropping })]);
        Console.WriteLine($"{"operation",-10} {"batch",5} {"without µs",12} {"±",4} {"with µs",12} {"±",4} {"ratio",6}");
        foreach ((string name, int batch, Contender without, Contender with) in rows)
        {
            IReadOnlyList<Timing> timings = new Rounds(count).Measure([without, with]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-10} {batch,5} {timings[0].Seconds * 1e6,12:N2} {timings[0].Spread,4:0%} {timings[1].Seconds * 1e6,12:N2} "
                + $"{timings[1].Spread,4:0%} {timings[1].Seconds / timings[0].Seconds,6:0.000}"));
        }

        Console.WriteLine();
        Console.WriteLine("The median of a call and the interquartile range; ratio: with dropout to without.");
    }

    private static ForwardContender<float> Forward(ITrainableNetwork<float> network, int batch)
    {
        Forward<float> forward = batch == 1 ? network.FeedForward : network.FeedForwardBatch;
        return new ForwardContender<float>("forward", forward, new SampleSets<float>(network.Topology, batch));
    }

    private static LearnContender<float> Train(ITrainableNetwork<float> network, int batch)
    {
        Func<ReadOnlySpan<float>, ReadOnlySpan<float>, float, WorkerTeam?, DropoutKey?, float> train = network.TrainMiniBatch;
        long step = 0;
        return new LearnContender<float>(
            "train",
            (inputs, targets) => train(inputs, targets, LearningRate, null, new DropoutKey(1, step++)),
            new SampleSets<float>(network.Topology, batch));
    }
}
