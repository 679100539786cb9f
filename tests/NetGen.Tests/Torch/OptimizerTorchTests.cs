using System.Text.Json;

namespace NetGen.Tests.Torch;

/// <summary>Twenty steps of every optimizer are those of PyTorch, in double, up to rounding.</summary>
public class OptimizerTorchTests
{
    private const double Tolerance = 1e-12;
    private const int Steps = 20;

    private static readonly NetworkTopology Topology =
        new([5, 18, 3], [Activation.Tanh, Activation.Identity], numericType: NumericType.Double);

    // Each with and without decay; the arguments as PyTorch takes them, the decay last.
    private static readonly (Optimizer Optimizer, string Name, double[] Arguments)[] Trainings =
    [
        (Optimizer.Sgd(0.2), "Sgd", [0.2, 0]),
        (Optimizer.Sgd(0.2, 0.03), "Sgd", [0.2, 0.03]),
        (Optimizer.Momentum(0.1, 0.8), "Momentum", [0.1, 0.8, 0]),
        (Optimizer.Momentum(0.1, 0.8, 0.03), "Momentum", [0.1, 0.8, 0.03]),
        (Optimizer.Nesterov(0.1, 0.8), "Nesterov", [0.1, 0.8, 0]),
        (Optimizer.Nesterov(0.1, 0.8, 0.03), "Nesterov", [0.1, 0.8, 0.03]),
        (Optimizer.Adam(0.02), "Adam", [0.02, 0.9, 0.999, 1e-8, 0]),
        (Optimizer.Adam(0.02, 0.85, 0.98, 1e-6, 0.03), "Adam", [0.02, 0.85, 0.98, 1e-6, 0.03]),
        (Optimizer.Adagrad(0.1), "Adagrad", [0.1, 1e-10, 0]),
        (Optimizer.Adagrad(0.1, 1e-6, 0.03), "Adagrad", [0.1, 1e-6, 0.03]),
        (Optimizer.RMSprop(0.01), "RMSprop", [0.01, 0.99, 1e-8, 0, 0]),
        (Optimizer.RMSprop(0.01, 0.9, 1e-6, 0.7, 0.03), "RMSprop", [0.01, 0.9, 1e-6, 0.7, 0.03]),
        (Optimizer.NAdam(0.02), "NAdam", [0.02, 0.9, 0.999, 1e-8, 0.004, 0]),
        (Optimizer.NAdam(0.02, 0.85, 0.98, 1e-6, 0.1, 0.03), "NAdam", [0.02, 0.85, 0.98, 1e-6, 0.1, 0.03]),
        (Optimizer.Rprop(), "Rprop", [0.01, 0.5, 1.2, 1e-6, 50, 0]),
        (Optimizer.Rprop(0.1, 0.3, 1.4, 0.05, 0.2, 0.03), "Rprop", [0.1, 0.3, 1.4, 0.05, 0.2, 0.03]),
        (Optimizer.AdamW(0.02), "AdamW", [0.02, 0.9, 0.999, 1e-8, 0.01]),
        (Optimizer.AdamW(0.02, 0.85, 0.98, 1e-6, 0), "AdamW", [0.02, 0.85, 0.98, 1e-6, 0]),
        (Optimizer.Sgd(0.2) with { L1Decay = 0.05 }, "Sgd", [0.2, 0]),
        (Optimizer.Adam(0.02, weightDecay: 0.03) with { L1Decay = 0.05 }, "Adam", [0.02, 0.9, 0.999, 1e-8, 0.03]),
        (Optimizer.Sgd(0.2, 0.03) with { ClipValue = 0.05 }, "Sgd", [0.2, 0.03]),
        (Optimizer.Momentum(0.1, 0.8) with { ClipNorm = 0.3 }, "Momentum", [0.1, 0.8, 0]),
        (Optimizer.Nesterov(0.1, 0.8) with { MaxNorm = 0.8 }, "Nesterov", [0.1, 0.8, 0]),
        (Optimizer.RMSprop(0.01) with { L1Decay = 0.05, ClipNorm = 0.5, ClipValue = 0.1, MaxNorm = 1 },
            "RMSprop",
            [0.01, 0.99, 1e-8, 0, 0]),
    ];

    [Fact]
    public async Task Every_step_is_that_of_torch()
    {
        (double[] Inputs, double[] Targets)[] batches =
            [.. Enumerable.Range(0, Steps).Select(step => EqualityAssert.Samples<double>(Topology, 3 + (step % 4), new Random(step)))];
        string input = JsonSerializer.Serialize(Trainings.Select(training => Describe(training, batches)), JsonSerializerOptions.Web);
        string output = await TorchPython.RunAsync(Script(), input);
        Dictionary<string, double[]>[][] results = JsonSerializer.Deserialize<Dictionary<string, double[]>[][]>(output)!;
        Assert.Equal(Trainings.Length, results.Length);
        foreach (((Optimizer optimizer, _, _), Dictionary<string, double[]>[] expected) in Trainings.Zip(results))
        {
            ReferenceNetwork<double> network = ReferenceNetwork<double>.Create(Topology, 1);
            OptimizerState<double> state = optimizer.CreateState<double>(Topology);
            for (int step = 0; step < Steps; step++)
            {
                network.TrainMiniBatch(batches[step].Inputs, batches[step].Targets, state);
                TorchParameters.AssertNear(expected[step], network, Tolerance, $"{optimizer}, step {step + 1}");
            }
        }
    }

    private static object Describe(
        (Optimizer Optimizer, string Name, double[] Arguments) training, (double[] Inputs, double[] Targets)[] batches) => new
        {
            Optimizer = training.Name,
            training.Optimizer.L1Decay,
            training.Optimizer.ClipNorm,
            training.Optimizer.ClipValue,
            training.Optimizer.MaxNorm,
            training.Arguments,
            Parameters = TorchParameters.Describe(ReferenceNetwork<double>.Create(Topology, 1)),
            Inputs = batches.Select(batch => new { Shape = new[] { -1, Topology.InputSize }, Values = batch.Inputs }),
            Targets = batches.Select(batch => new { Shape = new[] { -1, Topology.OutputSize }, Values = batch.Targets }),
        };

    private static string Script()
    {
        using Stream stream = typeof(OptimizerTorchTests).Assembly.GetManifestResourceStream("NetGen.Tests.Torch.optimizers.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
