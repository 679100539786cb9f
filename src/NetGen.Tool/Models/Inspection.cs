using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen.Tool.Models;

/// <summary>A layer of a model.</summary>
internal sealed record LayerInspection(
    int Index, string Kind, int Inputs, int Outputs, string? Activation, double? Alpha, long Parameters, long MultiplyAdds);

/// <summary>The values of a parameter block; those that are not finite count in none of the numbers before.</summary>
internal sealed record BlockInspection(
    string Name, IReadOnlyList<int> Shape, double Min, double Max, double Mean, double StandardDeviation, long NotFinite);

/// <summary>All that <c>inspect</c> finds in a model.</summary>
internal sealed record Inspection(
    string File,
    string Network,
    bool HasActivations,
    string NumericType,
    IReadOnlyList<LayerInspection> Layers,
    IReadOnlyList<BlockInspection> Blocks,
    long Parameters,
    long ParameterBytes,
    string Sha256,
    long MultiplyAdds,
    long InferenceBytes,
    InferenceBound LowerBound,
    IReadOnlyList<string>? ClassNames,
    IReadOnlyList<string>? FeatureNames,
    IReadOnlyList<string> Notes)
{
    /// <summary>Looks at a model, and measures what this machine can do at best.</summary>
    public static Inspection Of(NetworkModel model) =>
        model.NumericType == NetGen.NumericType.Single ? Of<float>(model) : Of<double>(model);

    private static Inspection Of<T>(NetworkModel model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = model.Structure;
        int numberSize = Marshal.SizeOf<T>();
        LayerInspection[] layers = [.. topology.Layers.Select(layer => Of(layer, model.HasActivations))];
        long operations = layers.Sum(layer => layer.MultiplyAdds);
        long bytes = numberSize * (topology.ParameterCount + topology.InputSize + topology.Layers.Sum(layer => (long)layer.OutputSize));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var blocks = new List<BlockInspection>();
        for (int i = 0; i < topology.ParameterBlocks.Count; i++)
        {
            ReadOnlySpan<T> values = model.ValuesOf<T>(i);
            hash.AppendData(MemoryMarshal.AsBytes(values));
            blocks.Add(Of(topology.ParameterBlocks[i], values));
        }

        return new Inspection(
            model.Source, model.ToString().Replace($" ({model.Source})", "", StringComparison.Ordinal), model.HasActivations,
            model.NumericType.ToString(), layers, blocks, topology.ParameterCount, numberSize * topology.ParameterCount,
            Convert.ToHexStringLower(hash.GetHashAndReset()), operations, bytes, InferenceBound.Measure<T>(operations, bytes),
            model.ClassNames, model.FeatureNames, model.Notes);
    }

    private static LayerInspection Of(LayerTopology layer, bool hasActivations)
    {
        // Scaling multiplies each input once; dropout does nothing in use.
        long operations = layer is DenseTopology ? (long)layer.InputSize * layer.OutputSize
            : layer.ParameterCount > 0 ? layer.OutputSize
            : 0;
        bool says = hasActivations && layer is DenseTopology;
        return new LayerInspection(
            layer.Index, layer.Kind, layer.InputSize, layer.OutputSize, says ? layer.Activation.ToString() : null,
            says && ActivationTraits.HasAlpha(layer.Activation) ? layer.Alpha : null, layer.ParameterCount, operations);
    }

    private static BlockInspection Of<T>(ParameterBlock block, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double min, double max, double sum, long count) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0);
        foreach (T number in values)
        {
            if (T.IsFinite(number))
            {
                double value = double.CreateTruncating(number);
                (min, max, sum, count) = (Math.Min(min, value), Math.Max(max, value), sum + value, count + 1);
            }
        }

        if (count == 0)
        {
            return new BlockInspection(block.Name, block.Shape, double.NaN, double.NaN, double.NaN, double.NaN, values.Length);
        }

        (double mean, double squares) = (sum / count, 0);
        foreach (T number in values)
        {
            if (T.IsFinite(number))
            {
                double distance = double.CreateTruncating(number) - mean;
                squares += distance * distance;
            }
        }

        return new BlockInspection(block.Name, block.Shape, min, max, mean, Math.Sqrt(squares / count), values.Length - count);
    }
}
