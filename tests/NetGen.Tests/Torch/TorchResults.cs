using System.Text.Json;

namespace NetGen.Tests.Torch;

/// <summary>What PyTorch computes of a <see cref="TorchCase"/>.</summary>
/// <param name="Outputs"><c>[SampleCount, OutputSize]</c>.</param>
/// <param name="Costs">One for each sample.</param>
/// <param name="MeanCost">Their average.</param>
/// <param name="Gradient">Of the sum of the costs, by the names of the parameter blocks.</param>
/// <param name="InputGradient">Of the same sum, by the inputs.</param>
/// <param name="InputGradientOfOutputs">
/// The derivatives with respect to the inputs of Σ y a, where the targets y serve as given derivatives.
/// </param>
/// <param name="WeightedGradient">Of the sum of the costs times the weights of the samples.</param>
internal sealed record TorchResult(
    double[] Outputs,
    double[] Costs,
    double MeanCost,
    IReadOnlyDictionary<string, double[]> Gradient,
    double[] InputGradient,
    double[] InputGradientOfOutputs,
    IReadOnlyDictionary<string, double[]> WeightedGradient);

/// <summary>The results of all cases, computed once by one Python process, because importing PyTorch takes seconds.</summary>
public sealed class TorchResults
{
    private readonly Lazy<Task<TorchResult[]>> _results = new(ComputeAsync);

    /// <summary>The results, in the order of <see cref="TorchCase.All"/>.</summary>
    internal Task<TorchResult[]> GetAsync() => _results.Value;

    private static async Task<TorchResult[]> ComputeAsync()
    {
        string input = JsonSerializer.Serialize(TorchCase.All.Select(Describe), JsonSerializerOptions.Web);
        string output = await TorchPython.RunAsync(Script(), input);
        return JsonSerializer.Deserialize<TorchResult[]>(output, JsonSerializerOptions.Web)!;
    }

    private static string Script()
    {
        using Stream stream = typeof(TorchResults).Assembly.GetManifestResourceStream("NetGen.Tests.Torch.reference.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static object Describe(TorchCase torchCase) => new
    {
        Layers = torchCase.Topology.Layers.Select(layer => new { Activation = $"{layer.Activation}", layer.Alpha }),
        Cost = $"{torchCase.Topology.Cost}",
        torchCase.Topology.Delta,
        torchCase.Topology.LabelSmoothing,
        Parameters = torchCase.Topology.ParameterBlocks.ToDictionary(block => block.Name, block => Describe(torchCase, block)),
        Inputs = new { Shape = new[] { -1, torchCase.Topology.InputSize }, Values = torchCase.Inputs },
        SampleWeights = new { Shape = new[] { -1 }, Values = torchCase.SampleWeights },
        Targets = new { Shape = new[] { -1, torchCase.Topology.OutputSize }, Values = torchCase.Targets },
    };

    private static object Describe(TorchCase torchCase, ParameterBlock block)
    {
        var values = new double[block.Count];
        torchCase.Network.Parameters.CopyTo(block.Name, values);
        return new { block.Shape, Values = values };
    }
}
