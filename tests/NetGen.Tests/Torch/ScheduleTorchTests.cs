using System.Text.Json;

namespace NetGen.Tests.Torch;

/// <summary>Every schedule gives the learning rates of PyTorch, over its whole horizon, up to rounding.</summary>
public class ScheduleTorchTests
{
    private const double Tolerance = 1e-12;
    private const int StepsPerEpoch = 4;

    // The arguments as PyTorch takes them, how many rates to compare, and whether PyTorch's are those of epochs.
    private static readonly (LearningRateSchedule Schedule, string Name, double[] Arguments, int Count, bool OfEpochs)[] Schedules =
    [
        (LearningRateSchedule.Step(3, 0.3), "Step", [3, 0.3], 20, true),
        (LearningRateSchedule.Exponential(0.8), "Exponential", [0.8], 20, true),
        (LearningRateSchedule.Cosine(10), "Cosine", [40, 0], 40, false),
        (LearningRateSchedule.Cosine(10, final: 0.1), "Cosine", [40, 0.1], 40, false),
        (LearningRateSchedule.Cosine(10, final: 0.1).PerEpoch(), "Cosine", [10, 0.1], 10, true),
        (LearningRateSchedule.OneCycle(10), "OneCycle", [40, 0.3, 25, 1e4, 0], 40, false),
        (LearningRateSchedule.OneCycle(7, 0.45, 10, 100), "OneCycle", [28, 0.45, 10, 100, 0], 28, false),
        (LearningRateSchedule.OneCycle(10, linear: true), "OneCycle", [40, 0.3, 25, 1e4, 1], 40, false),
        (LearningRateSchedule.OneCycle(10, 0, linear: true), "OneCycle", [40, 0, 25, 1e4, 1], 40, false),
        (LearningRateSchedule.Constant.WithWarmUp(3), "WarmUp", [12], 20, false),
        (LearningRateSchedule.Constant.WithWarmUpSteps(7), "WarmUp", [7], 20, false),
        (LearningRateSchedule.ReduceOnPlateau(0.5, 2, 0.01), "Plateau", [0.5, 2, 0.01, 0, 0], 60, true),
        (LearningRateSchedule.ReduceOnPlateau(0.7, 1, 0.05, 3, 0.2), "Plateau", [0.7, 1, 0.05, 3, 0.2], 60, true),
        (LearningRateSchedule.ReduceOnPlateau(), "Plateau", [0.1, 10, 1e-4, 0, 0], 60, true),
    ];

    [Fact]
    public async Task Every_rate_is_that_of_torch()
    {
        // They fall, and rise again by chance.
        var random = new Random(1);
        double[] costs = [.. Enumerable.Range(0, 60).Select(epoch => (1.0 / (1 + (epoch / 8))) + (0.1 * random.NextDouble()))];
        string input = JsonSerializer.Serialize(
            Schedules.Select(schedule => new { schedule.Name, schedule.Arguments, Costs = costs.Take(schedule.Count) }),
            JsonSerializerOptions.Web);
        string output = await TorchPython.RunAsync(Script(), input);
        double[][] results = JsonSerializer.Deserialize<double[][]>(output)!;
        Assert.Equal(Schedules.Length, results.Length);
        EpochResult[] epochs = [.. costs.Select((cost, i) => new EpochResult
        {
            Epoch = i + 1, TrainingCost = 1, Elapsed = default, Validation = new Evaluation { Cost = cost, Count = 1 },
        })];
        foreach (((LearningRateSchedule schedule, _, _, int count, bool ofEpochs), double[] expected) in Schedules.Zip(results))
        {
            Assert.Equal(count, expected.Length);
            for (int i = 0; i < count; i++)
            {
                int step = ofEpochs ? i * StepsPerEpoch : i;
                double factor = schedule.FactorAt(step, StepsPerEpoch, epochs[..(step / StepsPerEpoch)]);
                Assert.True(
                    Math.Abs(factor - expected[i]) <= Tolerance, $"{schedule}, {i}: {factor:R}; PyTorch has {expected[i]:R}.");
            }
        }

        Assert.All([11, 12], plateau => Assert.InRange(results[plateau].Distinct().Count(), 4, 60));
    }

    private static string Script()
    {
        using Stream stream = typeof(ScheduleTorchTests).Assembly.GetManifestResourceStream("NetGen.Tests.Torch.schedules.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
