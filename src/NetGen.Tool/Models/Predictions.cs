using System.Globalization;
using System.Numerics;
using NetGen.Data;
using NetGen.Metrics;

namespace NetGen.Tool.Models;

/// <summary>What a network says of samples: classes, or outputs.</summary>
/// <param name="Classes">The class of each sample; null for outputs.</param>
/// <param name="Outputs">The outputs of each sample; null for classes.</param>
internal sealed record Predictions(IReadOnlyList<Prediction>? Classes, IReadOnlyList<IReadOnlyList<double>>? Outputs)
{
    /// <summary>The number of samples.</summary>
    public int Count => Classes?.Count ?? Outputs!.Count;

    /// <summary>The first sample without a prediction; null if all have one.</summary>
    public int? Missing
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (Classes is not null ? Classes[i].Label < 0 : Outputs![i].Any(double.IsNaN))
                {
                    return i;
                }
            }

            return null;
        }
    }

    /// <summary>A line of names, and one for each sample.</summary>
    public IEnumerable<string> ToCsv() => Classes is not null
        ? Classes.Select(one => $"{Quote(NameOf(one))},{one.Probability?.ToString("R", CultureInfo.InvariantCulture)}")
            .Prepend("class,probability")
        : Outputs!.Select(row => string.Join(',', row.Select(Text)))
            .Prepend(string.Join(',', Enumerable.Range(0, Outputs!.Count == 0 ? 0 : Outputs[0].Count).Select(i => $"output{i}")));

    /// <summary>An object for each sample.</summary>
    public IEnumerable<object> ToJson() => Classes is not null
        ? Classes.Select(one => new { @class = NameOf(one), label = one.Label, probability = one.Probability })
        : Outputs!.Select(row => new { outputs = row });

    private static string NameOf(Prediction one) => one.Label < 0 ? "" : one.Name ?? one.Label.ToString(CultureInfo.InvariantCulture);

    // Outputs of float are as short as float allows.
    private static string Text(double value) => (float)value == value || double.IsNaN(value)
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : text;
}

/// <summary>Computes predictions.</summary>
internal sealed class Predicting(string path, CsvOptions layout, bool asOutputs) : INetworkUse<Predictions>
{
    /// <inheritdoc/>
    public Predictions Use<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DataSet<T> data = CsvFile.ReadInputs<T>(path, layout);
        if (data.InputSize != network.Topology.InputSize)
        {
            throw new ToolException(
                $"{path} has {data.InputSize} features, and the network takes {network.Topology.InputSize}. Name the label by "
                + "--label, so that it is left out, and give the options of the training.");
        }

        if (!asOutputs && HasClasses(network))
        {
            return new Predictions(network.Predict(data), null);
        }

        T[] outputs = network.FeedForward(data);
        return new Predictions(
            null, [.. outputs.Chunk(network.Topology.OutputSize).Select(row => Array.ConvertAll(row, double.CreateTruncating))]);
    }

    private static bool HasClasses<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.ClassNames is not null || network.Topology.Cost == CostFunction.Hinge
        || network.Topology.Layers[^1].Activation is Activation.Softmax or Activation.LogSoftmax or Activation.Sigmoid;
}
