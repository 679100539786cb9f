namespace NetGen.Tests.Torch;

/// <summary>The reference network computes what PyTorch does, in double, up to rounding.</summary>
public class ReferenceTorchTests(TorchResults torch) : IClassFixture<TorchResults>
{
    private const double Tolerance = 1e-12;

    // For blocks of zeros, and for small costs: PyTorch 1.13 rounds the sum in ln(1 + e^−|z|) before it takes the logarithm.
    private const double Floor = 1e-15;

    /// <summary>All output activations with their costs.</summary>
    public static TheoryData<Activation, CostFunction> Heads =>
        [.. TorchCase.All.Select(torchCase => torchCase.Head).Distinct()];

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task Outputs_and_costs_are_those_of_torch(Activation output, CostFunction cost)
    {
        foreach ((TorchCase torchCase, TorchResult expected) in await CasesOf(output, cost))
        {
            int outputSize = torchCase.Topology.OutputSize;
            var outputs = new double[torchCase.Targets.Length];
            var costs = new double[outputs.Length / outputSize];
            torchCase.Network.FeedForwardBatch(torchCase.Inputs, torchCase.Targets, outputs, costs);
            for (int i = 0; i < costs.Length; i++)
            {
                var sample = new Range(i * outputSize, (i + 1) * outputSize);
                Near(expected.Outputs[sample], outputs[sample], $"{torchCase}: outputs of sample {i}");
                Near([expected.Costs[i]], [costs[i]], $"{torchCase}: cost of sample {i}");
            }

            Near([expected.MeanCost], [torchCase.Network.Cost(torchCase.Inputs, torchCase.Targets)], $"{torchCase}: cost");
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task Gradients_are_those_of_torch(Activation output, CostFunction cost)
    {
        foreach ((TorchCase torchCase, TorchResult expected) in await CasesOf(output, cost))
        {
            var gradient = new ParameterBuffer<double>(torchCase.Topology);
            double sum = torchCase.Network.Backprop(torchCase.Inputs, torchCase.Targets, gradient);
            Near([expected.Costs.Sum()], [sum], $"{torchCase}: cost of backpropagation");
            Assert.Equal(torchCase.Topology.ParameterBlocks.Select(block => block.Name), expected.Gradient.Keys);
            foreach (ParameterBlock block in torchCase.Topology.ParameterBlocks)
            {
                var values = new double[block.Count];
                gradient.CopyTo(block.Name, values);
                Near(expected.Gradient[block.Name], values, $"{torchCase}: gradient of {block.Name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task Gradients_of_the_inputs_are_those_of_torch(Activation output, CostFunction cost)
    {
        foreach ((TorchCase torchCase, TorchResult expected) in await CasesOf(output, cost))
        {
            var gradients = new double[torchCase.Inputs.Length];
            torchCase.Network.InputGradients(torchCase.Inputs, torchCase.Targets, gradients);
            Near(expected.InputGradient, gradients, $"{torchCase}: gradient of the inputs");
            torchCase.Network.Backprop(BackpropFrom.OutputGradients, torchCase.Inputs, torchCase.Targets, null, gradients);
            Near(expected.InputGradientOfOutputs, gradients, $"{torchCase}: gradient of the inputs from given derivatives");
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task Weighted_gradients_are_those_of_torch(Activation output, CostFunction cost)
    {
        foreach ((TorchCase torchCase, TorchResult expected) in await CasesOf(output, cost))
        {
            var gradient = new ParameterBuffer<double>(torchCase.Topology);
            double sum = torchCase.Network.Backprop(torchCase.Inputs, torchCase.Targets, torchCase.SampleWeights, gradient);
            Near(
                [expected.Costs.Zip(torchCase.SampleWeights, (one, weight) => one * weight).Sum()],
                [sum],
                $"{torchCase}: weighted cost of backpropagation");
            foreach (ParameterBlock block in torchCase.Topology.ParameterBlocks)
            {
                var values = new double[block.Count];
                gradient.CopyTo(block.Name, values);
                Near(expected.WeightedGradient[block.Name], values, $"{torchCase}: weighted gradient of {block.Name}");
            }
        }
    }

    // ‖actual − expected‖ ≤ tolerance · ‖expected‖ + floor.
    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double norm = 0;
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            norm = double.Hypot(norm, expected[i]);
            difference = double.Hypot(difference, actual[i] - expected[i]);
        }

        Assert.True(difference <= (Tolerance * norm) + Floor, $"{what}: off by {difference:R}; PyTorch's norm is {norm:R}.");
    }

    private async Task<IEnumerable<(TorchCase Case, TorchResult Expected)>> CasesOf(Activation output, CostFunction cost)
    {
        TorchResult[] results = await torch.GetAsync();
        Assert.Equal(TorchCase.All.Count, results.Length);
        return TorchCase.All.Zip(results).Where(pair => pair.First.Head == (output, cost));
    }
}
