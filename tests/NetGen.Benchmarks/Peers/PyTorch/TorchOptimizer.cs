using System.Text.Json.Serialization;

namespace NetGen.Benchmarks.Peers.PyTorch;

/// <summary>An optimizer of PyTorch.</summary>
/// <param name="Class">Its class in <c>torch.optim</c>.</param>
/// <param name="Momentum">The argument of this name, where the class has it.</param>
/// <param name="Nesterov">The argument of this name, where the class has it.</param>
internal sealed record TorchOptimizer(string Class, double Momentum = 0, bool Nesterov = false)
{
    /// <summary>It as <c>training.py</c> reads it.</summary>
    /// <param name="rate">The learning rate of what is timed.</param>
    /// <param name="largeRate">The learning rate of what is checked.</param>
    public TorchRequest WithRates(double rate, double largeRate)
    {
        var arguments = new Dictionary<string, object>();
        if (Momentum > 0)
        {
            arguments["momentum"] = Momentum;
            arguments["nesterov"] = Nesterov;
        }

        return new TorchRequest(Class, arguments, rate, largeRate);
    }
}

/// <summary>A request to time an optimizer.</summary>
internal sealed record TorchRequest(
    [property: JsonPropertyName("class")] string Class,
    [property: JsonPropertyName("arguments")] IReadOnlyDictionary<string, object> Arguments,
    [property: JsonPropertyName("rate")] double Rate,
    [property: JsonPropertyName("large_rate")] double LargeRate);

/// <summary>The answer to a case.</summary>
/// <param name="Steps">That to each request.</param>
/// <param name="InUse">The median time of the outputs of a mini-batch, in seconds.</param>
internal sealed record TorchAnswer(
    [property: JsonPropertyName("steps")] TorchResult[] Steps,
    [property: JsonPropertyName("in_use")] double InUse);

/// <summary>The answer to a request.</summary>
/// <param name="Seconds">The median time of a step.</param>
/// <param name="Outputs">The outputs for the first set of samples after the checked steps on it.</param>
internal sealed record TorchResult(
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("outputs")] float[] Outputs);
