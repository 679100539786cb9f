using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Data;

namespace NetGen.Benchmarks.Zeros;

/// <summary>What leaving out zero inputs gains: networks that do beside the same that do not, on inputs of given densities.</summary>
internal static class ZerosCommand
{
    private const int DefaultRounds = 45;
    private const int QuickRounds = 5;
    private const int Samples = 64;

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = $"{QuickRounds} rounds instead of {DefaultRounds}." };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "A folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte of MNIST, each as it is or as .gz: adds "
                + "its images.",
            HelpName = "DIR",
        };
        var command = new Command(
            "zeros", "Times one sample in use, float, with zero inputs left out and not, from inputs of which given parts are not zero.")
        {
            quick,
            data,
        };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(quick) ? QuickRounds : DefaultRounds));
        return command;
    }

    private static int Run(DirectoryInfo? folder, int count)
    {
        ThisMachine.Current.Print();
        var random = new Random(1);
        List<(string Name, Func<int, float[]> Inputs)> kinds =
        [
            .. new[] { 0, 5, 20, 30, 40, 50, 75, 100 }.Select(percent => (
                Text($"{percent} % not zero"), (Func<int, float[]>)(size => Scattered(size, percent / 100.0, random)))),
            ("20 %, in runs", size => Runs(size, random)),
        ];
        if (folder is not null)
        {
            kinds.Add(("MNIST", size => size == 784 ? Images(folder) : []));
        }

        Console.WriteLine($"{"network",-16} {"inputs",-16} {"all ns",10} {"±",4} {"skipping ns",12} {"±",4} {"ratio",6}");
        foreach ((string name, Func<int, float[]> inputs) in kinds)
        {
            Row("784-30-10", name, Digits30Dense.Create(1), Digits30.Create(1), inputs(784), count);
        }

        string[] ofWide = ["100 % not zero", "20 %, in runs", "MNIST"];
        foreach ((string name, Func<int, float[]> inputs) in kinds.Where(kind => ofWide.Contains(kind.Name)))
        {
            Row("784-512-512-10", name, Wide512Dense.Create(1), Wide512.Create(1), inputs(784), count);
        }

        Row("1024-64-8", "16 one-hot of 64", OneHotDense.Create(1), OneHot.Create(1), OneHotColumns(random), count);
        Console.WriteLine();
        Console.WriteLine("The median of a call and the interquartile range; ratio: with zeros left out to without.");
        return 0;
    }

    private static void Row(
        string network, string inputs, INetwork<float> dense, INetwork<float> skipping, float[] samples, int count)
    {
        if (samples.Length == 0)
        {
            return;
        }

        Contender[] contenders = [new OneByOne("all", dense, samples), new OneByOne("skipping", skipping, samples)];
        Rounds.WarmUp(contenders);
        IReadOnlyList<Timing> timings = new Rounds(count).Measure(contenders);
        Console.WriteLine(
            Text($"{network,-16} {inputs,-16} {timings[0].Seconds * 1e9,10:N0} {timings[0].Spread,4:0%} ")
            + Text($"{timings[1].Seconds * 1e9,12:N0} {timings[1].Spread,4:0%} {timings[1].Seconds / timings[0].Seconds,6:0.000}"));
    }

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

    private static float[] Images(DirectoryInfo folder)
    {
        string FileOf(string name) => new[] { name, name + ".gz" }
            .Select(file => Path.Combine(folder.FullName, file)).FirstOrDefault(File.Exists) ?? Path.Combine(folder.FullName, name);
        DataSet<float> images = IdxFile.ReadDataSet<float>(FileOf("t10k-images-idx3-ubyte"), FileOf("t10k-labels-idx1-ubyte"));
        var values = new float[images.InputSize * Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            images.CopyInput(sample, values.AsSpan(sample * images.InputSize, images.InputSize));
        }

        return values;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // One sample after the other.
    private sealed class OneByOne(string name, INetwork<float> network, float[] samples) : Contender(name)
    {
        private readonly float[] _output = new float[network.Topology.OutputSize];
        private readonly int _size = network.Topology.InputSize;
        private int _next;

        public override void Run(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                network.FeedForward(samples.AsSpan(_next, _size), _output);
                _next += _size;
                if (_next == samples.Length)
                {
                    _next = 0;
                }
            }
        }
    }
}
