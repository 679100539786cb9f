using System.CommandLine;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Scale;

/// <summary>How the cost grows with width, depth, batch and the size of the data set.</summary>
internal static class ScaleCommand
{
    private const float LearningRate = 1e-9f;

    private static readonly Operation[] s_operations =
        [new(OperationKind.Forward, 1), new(OperationKind.Forward, 100), new(OperationKind.Train, 10), new(OperationKind.Train, 100)];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "3 rounds instead of 15." };
        var command = new Command("scale", "Prints the time per multiply-add against width, depth, batch and data-set size.") { quick };
        command.SetAction(parsed => Run(new Rounds(parsed.GetValue(quick) ? 3 : 15)));
        return command;
    }

    private static void Run(Rounds rounds)
    {
        ThisMachine.Current.Print();
        ITrainableNetwork<float>[] widths =
        [
            Width16.Create(1), Width32.Create(1), Width64.Create(1), Width128.Create(1),
            Width256.Create(1), Width512.Create(1), Width1024.Create(1), Width2048.Create(1),
        ];
        PrintNetworks("width, two layers", widths, network => $"{network.Topology.InputSize}", rounds);
        ITrainableNetwork<float>[] depths =
        [
            Depth1.Create(1), Depth2.Create(1), Depth3.Create(1), Depth4.Create(1),
            Depth5.Create(1), Depth6.Create(1), Depth7.Create(1), Depth8.Create(1),
        ];
        PrintNetworks("depth, layers of 64", depths, network => $"{network.Topology.Layers.Count}", rounds);
        PrintBatches("batch, 784-30-10", Digits30.Create(1), rounds);
        PrintBatches("batch, 256-256-256", Width256.Create(1), rounds);
        PrintDataSets();
    }

    private static void PrintNetworks(
        string title, ITrainableNetwork<float>[] networks, Func<ITrainableNetwork<float>, string> label, Rounds rounds)
    {
        var rows = new List<ScaleRow>();
        foreach (ITrainableNetwork<float> network in networks)
        {
            double[] times = [.. Measure(network, s_operations, rounds)];
            rows.Add(new ScaleRow(label(network), WeightBytes(network), times));
        }

        new ScaleTable(title, "multiply-add", "weights", [.. s_operations.Select(operation => operation.Name)]).Print(rows);
    }

    private static void PrintBatches(string title, ITrainableNetwork<float> network, Rounds rounds)
    {
        int[] batches = [1, 2, 4, 8, 10, 16, 32, 64, 100, 256, 512, 1000];
        OperationKind[] kinds = [OperationKind.Forward, OperationKind.Gradient, OperationKind.Train];
        Operation[] operations = [.. batches.SelectMany(batch => kinds.Select(kind => new Operation(kind, batch)))];
        double[] times = [.. Measure(network, operations, rounds)];
        IEnumerable<ScaleRow> rows = batches.Index().Select(batch => new ScaleRow(
            $"{batch.Item}",
            (long)batch.Item * network.Topology.InputSize * sizeof(float),
            times[(batch.Index * kinds.Length)..((batch.Index + 1) * kinds.Length)]));
        new ScaleTable(title, "multiply-add", "inputs", ["forward", "gradient", "train"]).Print([.. rows]);
    }

    private static void PrintDataSets()
    {
        const int Epochs = 3;
        Digits30 network = Digits30.Create(1);
        var rows = new List<ScaleRow>();
        var random = new Random(1);
        foreach (int count in (int[])[100, 1_000, 5_000, 10_000, 20_000, 50_000])
        {
            var pixels = new float[count * 784];
            foreach (ref float pixel in pixels.AsSpan())
            {
                pixel = random.Next(2) * random.NextSingle();
            }

            int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(10))];
            DataSet<float> data = DataSet.FromLabels(pixels, 784, labels, 10);
            int repetitions = Math.Max(1, 10_000 / count);
            var options = new TrainingOptions { Epochs = Epochs * repetitions };
            network.Train(data, options with { Epochs = repetitions });
            TrainingHistory history = network.Train(data, options);
            double epoch = history.Epochs.Select(result => result.Elapsed.TotalSeconds).Order().ElementAt(history.Epochs.Count / 2);
            rows.Add(new ScaleRow($"{count:N0}", (long)pixels.Length * sizeof(float), [epoch / count * 1e12]));
        }

        new ScaleTable("data set, an epoch of 784-30-10 with mini-batches of 10", "sample", "data", ["epoch"]).Print(rows);
    }

    /// <summary>Picoseconds per multiply-add for each operation.</summary>
    private static IEnumerable<double> Measure(ITrainableNetwork<float> network, Operation[] operations, Rounds rounds)
    {
        Contender[] contenders = [.. operations.Select(operation => ContenderFor(network, operation))];
        Rounds.WarmUp(contenders);
        return rounds.Measure(contenders)
            .Select((timing, i) => timing.Seconds / operations[i].MultiplyAdds(network.Topology) * 1e12);
    }

    private static Contender ContenderFor(ITrainableNetwork<float> network, Operation operation)
    {
        var samples = new SampleSets<float>(network.Topology, operation.Batch);
        if (operation.Kind == OperationKind.Forward)
        {
            Forward<float> forward = operation.Batch == 1 ? network.FeedForward : network.FeedForwardBatch;
            return new ForwardContender<float>(operation.Name, forward, samples);
        }

        if (operation.Kind == OperationKind.Gradient)
        {
            var gradient = new ParameterBuffer<float>(network.Topology);
            Func<ReadOnlySpan<float>, ReadOnlySpan<float>, ParameterBuffer<float>, DropoutKey?, float> backprop = network.Backprop;
            return new LearnContender<float>(operation.Name, (inputs, targets) => backprop(inputs, targets, gradient, null), samples);
        }

        Func<ReadOnlySpan<float>, ReadOnlySpan<float>, float, WorkerTeam?, DropoutKey?, float> train = network.TrainMiniBatch;
        return new LearnContender<float>(operation.Name, (inputs, targets) => train(inputs, targets, LearningRate, null, null), samples);
    }

    private static long WeightBytes(ITrainableNetwork<float> network) => network.Topology.ParameterCount * sizeof(float);
}
