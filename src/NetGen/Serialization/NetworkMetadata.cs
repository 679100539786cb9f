using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using NetGen.Layout;

namespace NetGen.Serialization;

/// <summary>What a network's file says of the network beside its parameters: texts by name.</summary>
internal static class NetworkMetadata
{
    /// <summary>The key of the version of the numerics contract.</summary>
    public const string ContractKey = "netgen.contract";

    // By convention, so that readers of other libraries know that tensors lie as PyTorch has them.
    private const string FormatKey = "format";
    private const string FormatValue = "pt";
    private const string VersionKey = "netgen.version";
    private const string SizesKey = "netgen.sizes";
    private const string ActivationsKey = "netgen.activations";
    private const string LayersKey = "netgen.layers";
    private const string LayerNamesKey = "netgen.layerNames";
    private const string CostKey = "netgen.cost";
    private const string ClassNamesKey = "netgen.classNames";
    private const string FeatureNamesKey = "netgen.featureNames";

    /// <summary>Describes a network.</summary>
    public static Dictionary<string, string> Of<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = FormatValue,
            [VersionKey] = typeof(NetworkMetadata).Assembly.GetName().Version?.ToString(3) ?? "",
            [ContractKey] = Versions.Contract.ToString(CultureInfo.InvariantCulture),
            [SizesKey] = Sizes(topology),
            [ActivationsKey] = Activations(topology),
            [LayersKey] = Layers(topology),
            [CostKey] = topology.CostText,
        };
        DenseTopology[] dense = [.. topology.Layers.OfType<DenseTopology>()];
        if (dense.Any(layer => layer.Name is not null))
        {
            // Names of blocks say the order of layers only where they have numbers.
            metadata[LayerNamesKey] = WriteNames([.. dense.Select(layer => layer.Prefix)]);
        }

        if (network.ClassNames is not null)
        {
            metadata[ClassNamesKey] = WriteNames(network.ClassNames);
        }

        if (network.Parameters.FeatureNames is not null)
        {
            metadata[FeatureNamesKey] = WriteNames(network.Parameters.FeatureNames);
        }

        return metadata;
    }

    /// <summary>Whether a file says anything of a network, as those of NetGen do.</summary>
    public static bool IsOfNetGen(IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(SizesKey) || metadata.ContainsKey(ActivationsKey) || metadata.ContainsKey(ContractKey);

    /// <summary>Checks that a file's network computes what another one does; a file that does not say is trusted.</summary>
    /// <exception cref="InvalidDataException">It has other sizes or activations.</exception>
    public static void Check(IReadOnlyDictionary<string, string> metadata, NetworkTopology topology, string file)
    {
        CheckEqual(metadata, SizesKey, "sizes", Sizes(topology), file);
        CheckEqual(metadata, ActivationsKey, "activations", Activations(topology), file);
    }

    /// <summary>Checks that a file says of itself, in all it should say, that its network is another one.</summary>
    /// <exception cref="InvalidDataException">Sizes, activations, layers or cost are missing or others.</exception>
    public static void CheckSame(IReadOnlyDictionary<string, string> metadata, NetworkTopology topology, string file)
    {
        (string Key, string What, string Expected)[] all =
        [
            (SizesKey, "sizes", Sizes(topology)),
            (ActivationsKey, "activations", Activations(topology)),
            (LayersKey, "layers", Layers(topology)),
            (CostKey, "cost", topology.CostText),
        ];
        foreach ((string key, string what, string expected) in all)
        {
            if (!metadata.ContainsKey(key))
            {
                throw new InvalidDataException($"{file}: expected the {what} of the network, {expected}; found no metadata '{key}'.");
            }

            CheckEqual(metadata, key, what, expected, file);
        }
    }

    /// <summary>The network that a file describes; null if it does not say all of its layers and its cost.</summary>
    /// <param name="metadata">What the file says.</param>
    /// <param name="layerNames">What its dense layers are called; null for those without a name.</param>
    /// <param name="numericType">The type of its tensors.</param>
    /// <param name="file">What the file is called in messages.</param>
    /// <exception cref="InvalidDataException">What it says makes no network.</exception>
    public static NetworkTopology? TryReadTopology(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyList<string?> layerNames, NumericType numericType, string file)
    {
        if (!metadata.TryGetValue(SizesKey, out string? sizes)
            || !metadata.TryGetValue(LayersKey, out string? layers)
            || !metadata.TryGetValue(CostKey, out string? cost))
        {
            return null;
        }

        return TopologyText.TryParse(sizes, layers, cost, layerNames, numericType, out string? problem)
            ?? throw new InvalidDataException($"{file}, metadata '{LayersKey}': {problem}");
    }

    /// <summary>What the names of the dense layers' blocks start with, in the order of the layers; null if the file does not say.</summary>
    /// <exception cref="InvalidDataException">They are not a list of texts.</exception>
    public static IReadOnlyList<string>? LayerNames(IReadOnlyDictionary<string, string> metadata, string file)
    {
        try
        {
            return metadata.TryGetValue(LayerNamesKey, out string? text) ? ReadNames(text) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"{file}, metadata '{LayerNamesKey}': expected a list of names; found {MessageText.Quote(metadata[LayerNamesKey])}.",
                exception);
        }
    }

    /// <summary>The names of the classes that a file gives; null if it gives none.</summary>
    /// <exception cref="InvalidDataException">They are not a list of as many different texts as the network has classes.</exception>
    public static IReadOnlyList<string>? ClassNames(IReadOnlyDictionary<string, string> metadata, NetworkTopology topology, string file)
    {
        int count = NetGen.ClassNames.CountOf(topology);
        return Names(
            metadata,
            ClassNamesKey,
            names => NetGen.ClassNames.Checked(names, topology),
            count == 1 ? "1 name" : $"{count} different names",
            file);
    }

    /// <summary>The names of the features that a file gives; null if it gives none.</summary>
    /// <exception cref="InvalidDataException">They are not a list of as many texts as the network has inputs.</exception>
    public static IReadOnlyList<string>? FeatureNames(
        IReadOnlyDictionary<string, string> metadata, NetworkTopology topology, string file) =>
        Names(
            metadata,
            FeatureNamesKey,
            names => NetGen.FeatureNames.Checked(names, topology.InputSize, nameof(metadata)),
            MessageText.Count(topology.InputSize, "name"),
            file);

    private static IReadOnlyList<string>? Names(
        IReadOnlyDictionary<string, string> metadata,
        string key,
        Func<IReadOnlyList<string>, IReadOnlyList<string>?> check,
        string expected,
        string file)
    {
        if (!metadata.TryGetValue(key, out string? text))
        {
            return null;
        }

        try
        {
            return check(ReadNames(text));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"{file}, metadata '{key}': expected a list of {expected}; found {MessageText.Quote(text)}.", exception);
        }
    }

    private static void CheckEqual(
        IReadOnlyDictionary<string, string> metadata, string key, string what, string expected, string file)
    {
        if (metadata.TryGetValue(key, out string? found) && found != expected)
        {
            throw new InvalidDataException(
                $"{file}: expected the {what} of the network, {expected}; found {MessageText.Quote(found)}. "
                + "Declare the network as that of the file.");
        }
    }

    private static string Sizes(NetworkTopology topology) => string.Join(
        "-",
        topology.TrainedLayers.Select(layer => Text(layer.OutputSize)).Prepend(Text(topology.InputSize)));

    private static string Text(int size) => size.ToString(CultureInfo.InvariantCulture);

    private static string Activations(NetworkTopology topology) =>
        string.Join(", ", topology.TrainedLayers.Select(layer => layer.Text));

    private static string Layers(NetworkTopology topology) => string.Join(", ", topology.Layers.Select(layer => layer.Text));

    private static string WriteNames(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static List<string> ReadNames(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(name => name.GetString()
            ?? throw new InvalidOperationException("A name is null."))];
    }
}
