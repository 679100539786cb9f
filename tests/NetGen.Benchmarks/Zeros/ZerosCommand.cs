using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Benchmarks.Peers;
using NetGen.Samples;

namespace NetGen.Benchmarks.Zeros;

/// <summary>
/// What leaving out zero inputs gains: networks that do beside the same that do not, and ONNX Runtime, on inputs of given densities.
/// </summary>
internal static class ZerosCommand
{
    private const int DefaultRounds = 45;
    private const int QuickRounds = 5;

    // As many as make the branches of a kernel hard to foresee, and whole mini-batches of 10 and 100.
    private const int Samples = 300;

    // So small that the weights stay as they are: every round does the same work.
    private const float LearningRate = 1e-9f;

    // The batch is that of ONNX Runtime, which does not train; 0 for the others.
    private static readonly (string Name, int Batch, Func<ITrainableNetwork<float>, float[], Contender> Create)[] s_operations =
    [
        ("one sample", 1, (network, samples) => new OneByOne("one sample", network, samples)),
        ("batch of 10", 10, (network, samples) => new InBatches("batch of 10", network, samples, 10)),
        ("train 10", 0, (network, samples) => new Training("train 10", network, samples, 10, Optimizer.Sgd(LearningRate))),
        ("train 100", 0, (network, samples) => new Training("train 100", network, samples, 100, Optimizer.Sgd(LearningRate))),
        ("Adam 10", 0, (network, samples) => new Training("Adam 10", network, samples, 10, Optimizer.Adam(LearningRate))),
        ("Adam 100", 0, (network, samples) => new Training("Adam 100", network, samples, 100, Optimizer.Adam(LearningRate))),
    ];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "A folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte of MNIST, each as it is or as .gz: adds "
                + "its images, and trains 784-512-512-10 on them for an epoch before it is timed.",
            HelpName = "DIR",
        };
        var filter = new Option<string>("--filter")
        {
            Description = "Only rows that contain the text, such as \"784-30-10 MNIST\".",
            DefaultValueFactory = _ => "",
        };
        var command = new Command(
            "zeros", "Times networks in use and in training, float, with zero inputs left out and not, for inputs of given densities.")
        {
            quick,
            data,
            filter,
        };
        command.SetAction(parsed =>
        {
            try
            {
                DataSet<float>? images = parsed.GetValue(data) is DirectoryInfo folder ? MnistFolder.ReadTest(folder.ToString()) : null;
                Run(images, parsed.GetValue(quick) ? QuickRounds : DefaultRounds, parsed.GetValue(filter)!);
                return 0;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(exception.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Run(DataSet<float>? images, int count, string filter)
    {
        ThisMachine.Current.Print();
        var random = new Random(1);
        List<(string Name, Func<int, float[]> Inputs)> kinds =
        [
            .. new[] { 0, 5, 20, 30, 40, 50, 75, 100 }.Select(percent => (
                Text($"{percent} % not zero"), (Func<int, float[]>)(size => Scattered(size, percent / 100.0, random)))),
            ("20 %, in runs", size => Runs(size, random)),
        ];
        if (images is not null)
        {
            kinds.Add(("MNIST", _ => Images(images)));
        }

        Console.WriteLine(
            $"{"network",-16} {"inputs",-16} {"operation",-12} {"all ns",10} {"±",4} {"skipping ns",12} {"±",4} {"ratio",6} "
            + $"{"ONNX ns",10}");
        foreach ((string name, Func<int, float[]> inputs) in kinds)
        {
            Rows("784-30-10", name, Digits30Dense.Create(1), Digits30.Create(1), inputs(784), count, filter);
        }

        Wide512 wide = Wide512.Create(1);
        Wide512Dense wideDense = Wide512Dense.Create(1);
        if (images is not null && s_operations.Any(operation => IsSelected("784-512-512-10", "MNIST", operation.Name, filter)))
        {
            _ = wide.Train(images, new TrainingOptions { Epochs = 1 });
            wideDense.Parameters.CopyFrom(wide.Parameters);
        }

        string[] ofWide = ["100 % not zero", "20 %, in runs", "MNIST"];
        foreach ((string name, Func<int, float[]> inputs) in kinds.Where(kind => ofWide.Contains(kind.Name)))
        {
            Rows("784-512-512-10", name, wideDense, wide, inputs(784), count, filter);
        }

        Rows("1024-64-8", "16 one-hot of 64", OneHotDense.Create(1), OneHot.Create(1), OneHotColumns(random), count, filter);
        Console.WriteLine();
        Console.WriteLine("The median for a sample and the interquartile range; ratio: with zeros left out to without.");
    }

    private static void Rows(
        string network,
        string inputs,
        ITrainableNetwork<float> dense,
        ITrainableNetwork<float> skipping,
        float[] samples,
        int count,
        string filter)
    {
        foreach ((string name, int batch, Func<ITrainableNetwork<float>, float[], Contender> create) in s_operations)
        {
            if (!IsSelected(network, inputs, name, filter))
            {
                continue;
            }

            using OnnxInBatches? onnx = batch > 0 ? new OnnxInBatches(dense, samples, batch) : null;
            Contender[] contenders =
                [create(dense, samples), create(skipping, samples), .. onnx is null ? Array.Empty<Contender>() : [onnx]];
            Rounds.WarmUp(contenders);
            IReadOnlyList<Timing> timings = new Rounds(count).Measure(contenders);
            Console.WriteLine(
                Text($"{network,-16} {inputs,-16} {name,-12} {Nanoseconds(timings[0]),10:N0} {timings[0].Spread,4:0%} ")
                + Text($"{Nanoseconds(timings[1]),12:N0} {timings[1].Spread,4:0%} {timings[1].Seconds / timings[0].Seconds,6:0.000} ")
                + (onnx is null ? $"{"-",10}" : Text($"{Nanoseconds(timings[2]),10:N0}")));
        }
    }

    private static bool IsSelected(string network, string inputs, string operation, string filter) =>
        $"{network} {inputs} {operation}".Contains(filter, StringComparison.OrdinalIgnoreCase);

    // Of a sample: a run takes them all.
    private static double Nanoseconds(Timing timing) => timing.Seconds * 1e9 / Samples;

    private static float[] Scattered(int size, double density, Random random) =>
        [.. Enumerable.Range(0, size * Samples).Select(_ => random.NextDouble() < density ? 0.1f + random.NextSingle() : 0)];

    // As in the lines of images: runs of 2 to 8 values, and four times as many zeros between them.
    private static float[] Runs(int size, Random random)
    {
        var values = new float[size * Samples];
        for (int i = 0; i < values.Length;)
        {
            i += random.Next(8, 33);
            for (int length = random.Next(2, 9); length > 0 && i < values.Length; length--)
            {
                values[i++] = 0.1f + random.NextSingle();
            }
        }

        return values;
    }

    private static float[] OneHotColumns(Random random)
    {
        const int Columns = 16;
        const int Categories = 64;
        var values = new float[Columns * Categories * Samples];
        for (int column = 0; column < Columns * Samples; column++)
        {
            values[(column * Categories) + random.Next(Categories)] = 1;
        }

        return values;
    }

    private static float[] Images(DataSet<float> images)
    {
        var values = new float[images.InputSize * Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            images.CopyInput(sample % images.Count, values.AsSpan(sample * images.InputSize, images.InputSize));
        }

        return values;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class OneByOne(string name, ITrainableNetwork<float> network, float[] samples) : Contender(name)
    {
        private readonly float[] _output = new float[network.Topology.OutputSize];
        private readonly int _size = network.Topology.InputSize;

        public override void Run(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                for (int first = 0; first < samples.Length; first += _size)
                {
                    network.FeedForward(samples.AsSpan(first, _size), _output);
                }
            }
        }
    }

    private sealed class InBatches(string name, ITrainableNetwork<float> network, float[] samples, int batch) : Contender(name)
    {
        private readonly float[] _outputs = new float[batch * network.Topology.OutputSize];
        private readonly int _size = batch * network.Topology.InputSize;

        public override void Run(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                for (int first = 0; first < samples.Length; first += _size)
                {
                    network.FeedForwardBatch(samples.AsSpan(first, _size), _outputs);
                }
            }
        }
    }

    private sealed class OnnxInBatches : Contender, IDisposable
    {
        private readonly OnnxSession<float> _session;
        private readonly int[] _bindings;

        public OnnxInBatches(INetwork<float> network, float[] samples, int batch)
            : base("ONNX Runtime")
        {
            _session = new OnnxSession<float>(OnnxModel.Write(network, batch));
            float[] inputs = GC.AllocateArray<float>(samples.Length, pinned: true);
            samples.CopyTo(inputs, 0);
            float[] outputs = GC.AllocateArray<float>(batch * network.Topology.OutputSize, pinned: true);
            int size = batch * network.Topology.InputSize;
            _bindings = [.. Enumerable.Range(0, samples.Length / size)
                .Select(i => _session.Bind(inputs.AsMemory(i * size, size), outputs, batch))];
        }

        public override void Run(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                foreach (int binding in _bindings)
                {
                    _session.Run(binding);
                }
            }
        }

        public void Dispose() => _session.Dispose();
    }

    private sealed class Training(
        string name, ITrainableNetwork<float> network, float[] samples, int batch, Optimizer optimizer) : Contender(name)
    {
        private readonly float[] _targets = new float[batch * network.Topology.OutputSize];
        private readonly int _size = batch * network.Topology.InputSize;
        private readonly OptimizerState<float> _state = optimizer.CreateState<float>(network.Topology);

        public override void Run(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                for (int first = 0; first < samples.Length; first += _size)
                {
                    network.TrainMiniBatch(samples.AsSpan(first, _size), _targets, _state);
                }
            }
        }
    }
}
