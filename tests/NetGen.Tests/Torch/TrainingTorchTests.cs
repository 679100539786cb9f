using System.Text.Json;

namespace NetGen.Tests.Torch;

/// <summary>
/// Trainings of twenty epochs with every schedule go as in PyTorch, step by step, in double, up to rounding. PyTorch evaluates its own
/// network where a schedule depends on that.
/// </summary>
public class TrainingTorchTests
{
    private const double Tolerance = 1e-12;
    private const int Epochs = 20;
    private const int StepsPerEpoch = 3;
    private const int Steps = Epochs * StepsPerEpoch;

    private static readonly NetworkTopology Topology =
        new([5, 18, 3], [Activation.Tanh, Activation.Identity], numericType: NumericType.Double);

    // The arguments as PyTorch takes them. With cost alone, the validation data have no labels.
    private static readonly (LearningRateSchedule Schedule, string Name, double[] Arguments, bool HasLabels)[] Schedules =
    [
        (LearningRateSchedule.Constant, "Constant", [], true),
        (LearningRateSchedule.Step(3, 0.5), "Step", [3, 0.5], true),
        (LearningRateSchedule.Exponential(0.9), "Exponential", [0.9], true),
        (LearningRateSchedule.Cosine(Epochs), "Cosine", [Steps, 0], true),
        (LearningRateSchedule.Cosine(Epochs, final: 0.1).PerEpoch(), "CosineOfEpochs", [Epochs, 0.1], true),
        (LearningRateSchedule.Cosine(Epochs, 4, 0.1), "CosineAfterWarmUp", [4 * StepsPerEpoch, Steps, 0.1], true),
        (LearningRateSchedule.OneCycle(Epochs), "OneCycle", [Steps, 0.3, 25, 1e4, 0], true),
        (LearningRateSchedule.OneCycle(Epochs, 0.45, 10, 100, linear: true), "OneCycle", [Steps, 0.45, 10, 100, 1], true),
        (LearningRateSchedule.Constant.WithWarmUp(5), "WarmUp", [5 * StepsPerEpoch], true),
        (LearningRateSchedule.Constant.WithWarmUpSteps(7), "WarmUp", [7], true),
        (LearningRateSchedule.Step(3, 0.5).WithWarmUpSteps(7), "WarmUpOfStep", [7, 3 * StepsPerEpoch, 0.5], true),
        (LearningRateSchedule.ReduceOnPlateau(0.5, 0, 0.05), "Plateau", [0.5, 0, 0.05, 0, 0], true),
        (LearningRateSchedule.ReduceOnPlateau(0.6, 0, 0.05, 1, 0.3), "Plateau", [0.6, 0, 0.05, 1, 0.3], true),
        (LearningRateSchedule.Halving(2, 1e6), "Halving", [2, 1e6], true),
        (LearningRateSchedule.Halving(1, 8), "Halving", [1, 8], true),
        (LearningRateSchedule.Halving(1, 1e6), "Halving", [1, 1e6], false),
        (LearningRateSchedule.Custom("of steps", (step, _) => 1 / (1 + (0.1 * step))), "LambdaOfSteps", [0.1], true),
        (LearningRateSchedule.Custom("of epochs", (step, steps) => 1 / (1 + (0.3 * (step / steps)))), "LambdaOfEpochs", [0.3], true),
    ];

    private static readonly (Optimizer Optimizer, string Name, double Rate)[] Optimizers =
        [(Optimizer.Momentum(0.1, 0.8), "Momentum", 0.1), (Optimizer.Adam(), "Adam", 0.02)];

    [Fact]
    public async Task Every_step_is_that_of_torch()
    {
        DataSet<double> data = Data((StepsPerEpoch * 4) - 1, 1, hasLabels: true);
        (LearningRateSchedule Schedule, string Name, double[] Arguments, bool HasLabels, (Optimizer Rule, string Name, double Rate) By)[]
            trainings = [.. Schedules.SelectMany(schedule => Optimizers.Select(optimizer =>
                (schedule.Schedule, schedule.Name, schedule.Arguments, schedule.HasLabels, optimizer)))];
        string input = JsonSerializer.Serialize(
            new
            {
                Batches = Batches(data),
                Validation = Describe(Data(40, 2, hasLabels: true)),
                Trainings = trainings.Select(training => new
                {
                    Schedule = training.Name,
                    training.Arguments,
                    Optimizer = training.By.Name,
                    training.By.Rate,
                    StepsPerEpoch,
                    ByAccuracy = training.HasLabels,
                    Parameters = TorchParameters.Describe(ReferenceNetwork<double>.Create(Topology, 1)),
                }),
            },
            JsonSerializerOptions.Web);
        string output = await TorchPython.RunAsync(Script(), input);
        Dictionary<string, double[]>[][] results = JsonSerializer.Deserialize<Dictionary<string, double[]>[][]>(output)!;
        Assert.Equal(trainings.Length, results.Length);
        foreach ((var training, Dictionary<string, double[]>[] expected) in trainings.Zip(results))
        {
            ReferenceNetwork<double> network = ReferenceNetwork<double>.Create(Topology, 1);
            TrainingOptions options = Options with
            {
                Optimizer = training.By.Rule, LearningRate = training.By.Rate, Schedule = training.Schedule,
            };
            using var trainer = new Trainer<double>(network, data, options, Data(40, 2, training.HasLabels));
            for (int step = 0; step < expected.Length; step++)
            {
                Assert.Null(trainer.StopReason);
                _ = trainer.RunStep();
                TorchParameters.AssertNear(
                    expected[step], network, Tolerance, $"{training.Schedule}, {training.By.Rule}, step {step + 1}");
            }

            Assert.NotNull(trainer.StopReason);
            double?[] rates = [.. trainer.History.Epochs.Select(epoch => epoch.LearningRate)];
            Assert.True(
                training.Schedule == LearningRateSchedule.Constant || rates.Distinct().Count() >= 3,
                $"{training.Schedule}, {training.By.Rule}: the rate has changed too little to compare, {string.Join(' ', rates)}.");
        }

        // The book's schedule also ends trainings.
        Assert.Contains(results, steps => steps.Length < Steps);
    }

    private static TrainingOptions Options => new() { Epochs = Epochs, MiniBatchSize = 4, MaxDegreeOfParallelism = 1, Seed = 5 };

    // Targets are 1 for one of three classes, which nothing but chance connects with the inputs: so validation gets worse at times.
    private static DataSet<double> Data(int count, int seed, bool hasLabels)
    {
        var random = new Random(seed);
        double[] inputs = [.. Enumerable.Range(0, count * Topology.InputSize).Select(_ => (2 * random.NextDouble()) - 1)];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Topology.OutputSize))];
        return hasLabels
            ? DataSet.FromLabels<double>(inputs, Topology.InputSize, labels, Topology.OutputSize)
            : DataSet.FromTargets(inputs, Topology.InputSize, [.. labels.SelectMany(OneOf)], Topology.OutputSize);
    }

    private static double[] OneOf(int label) => [.. Enumerable.Range(0, Topology.OutputSize).Select(i => i == label ? 1.0 : 0)];

    // As a trainer takes them.
    private static object[] Batches(DataSet<double> data)
    {
        var batches = new MiniBatches<double>(Topology, data, Options, null);
        Assert.Equal(StepsPerEpoch, batches.StepCount);
        var taken = new List<object>();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            for (int step = 0; step < StepsPerEpoch; step++)
            {
                batches.Take();
                taken.Add(Describe(batches.Inputs, batches.Targets));
                batches.Complete();
            }

            batches.StartEpoch();
        }

        return [.. taken];
    }

    private static object Describe(DataSet<double> data)
    {
        var inputs = new double[data.Count * data.InputSize];
        var targets = new double[data.Count * data.TargetSize];
        return Describe(data.Inputs(0, data.Count, inputs), data.Targets(0, data.Count, targets));
    }

    private static object Describe(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets) => new
    {
        Inputs = new { Shape = new[] { -1, Topology.InputSize }, Values = inputs.ToArray() },
        Targets = new { Shape = new[] { -1, Topology.OutputSize }, Values = targets.ToArray() },
    };

    private static string Script()
    {
        using Stream stream = typeof(TrainingTorchTests).Assembly.GetManifestResourceStream("NetGen.Tests.Torch.trainings.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
