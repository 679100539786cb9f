using System.Text.Json;
using NetGen.Serialization;

namespace NetGen.Tool.Keras;

/// <summary>A layer as the description of a model has it.</summary>
/// <param name="Index">Its number in the file, from 0.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Config">Its arguments.</param>
internal sealed record KerasLayer(int Index, string Kind, string Name, JsonElement Config);

/// <summary>The description of a model: its layers in the order in which they compute.</summary>
internal sealed class KerasConfig
{
    private readonly string _path;
    private readonly List<KerasLayer> _layers = [];

    private KerasConfig(string path, bool isKeras3) => (_path, IsKeras3) = (path, isKeras3);

    /// <summary>Whether Keras 3 has written the file; some functions were others before.</summary>
    public bool IsKeras3 { get; }

    /// <summary>All layers in the order of the file, by which Keras numbers what it stores.</summary>
    public IReadOnlyList<KerasLayer> Layers => _layers;

    /// <summary>The layers from the input to the output.</summary>
    public IReadOnlyList<KerasLayer> Chain { get; private set; } = [];

    /// <summary>Reads a description.</summary>
    /// <param name="json">The text.</param>
    /// <param name="version">The version of Keras that wrote it; null if not known.</param>
    /// <param name="path">What the file is called in messages.</param>
    /// <exception cref="InvalidDataException">It is damaged, or its layers make no chain.</exception>
    public static KerasConfig Parse(byte[] json, string? version, string path)
    {
        var model = new KerasConfig(path, version is not null && !version.StartsWith("2.", StringComparison.Ordinal) && version != "1");
        try
        {
            model.Read(JsonDocument.Parse(json).RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: the description of the model is damaged. {exception.Message}", exception);
        }

        return model;
    }

    /// <summary>The version in the metadata of an archive; null if they have none.</summary>
    public static string? VersionIn(byte[] json)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement.GetProperty("keras_version").GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private void Read(JsonElement root)
    {
        string kind = TextOf(root, "class_name");
        JsonElement config = root.GetProperty("config");
        if (kind is not ("Sequential" or "Functional" or "Model"))
        {
            throw new InvalidDataException(
                $"{_path}: expected a model of the class Sequential or Functional; found {MessageText.Quote(kind)}. "
                + "A class of its own does not say how its layers follow each other.");
        }

        JsonElement list = config.ValueKind == JsonValueKind.Array ? config : config.GetProperty("layers");
        JsonElement[] layers = [.. list.EnumerateArray()];
        foreach (JsonElement layer in layers)
        {
            JsonElement arguments = layer.GetProperty("config");
            string name = arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("name", out JsonElement named)
                ? named.GetString() ?? ""
                : layer.TryGetProperty("name", out named) ? named.GetString() ?? "" : "";
            _layers.Add(new KerasLayer(_layers.Count, TextOf(layer, "class_name"), name, arguments));
        }

        Chain = kind == "Sequential" ? _layers : Ordered(layers, config);
    }

    // From the output back to the input, one layer before each.
    private List<KerasLayer> Ordered(JsonElement[] nodes, JsonElement config)
    {
        string[] outputs = SourcesIn(config.GetProperty("output_layers"));
        if (outputs.Length != 1 || SourcesIn(config.GetProperty("input_layers")).Length != 1)
        {
            throw new InvalidDataException(
                $"{_path}: expected a model of one input and one output; found {SourcesIn(config.GetProperty("input_layers")).Length} and "
                + $"{outputs.Length}.");
        }

        var chain = new List<KerasLayer>();
        for (string? name = outputs[0]; name is not null;)
        {
            KerasLayer layer = _layers.Find(layer => layer.Name == name)
                ?? throw new InvalidDataException($"{_path}: the layer {MessageText.Quote(name)} is missing.");
            string[] sources = nodes[layer.Index].TryGetProperty("inbound_nodes", out JsonElement inbound) ? SourcesIn(inbound) : [];
            if (sources.Length > 1 || chain.Contains(layer))
            {
                throw new InvalidDataException(
                    $"{_path}, layer {layer.Index} {MessageText.Quote(layer.Name)} ({layer.Kind}): expected one layer before it; found "
                    + $"{string.Join(", ", sources.Take(4).Select(MessageText.Quote))}. A chain of layers has no branches.");
            }

            chain.Add(layer);
            name = sources.Length == 0 ? null : sources[0];
        }

        chain.Reverse();
        return chain;
    }

    // Layers that a part of the description names: ["dense", 0, 0, ...] wherever it stands.
    private static string[] SourcesIn(JsonElement element)
    {
        var found = new List<string>();
        Add(element);
        return [.. found];

        void Add(JsonElement part)
        {
            if (part.ValueKind == JsonValueKind.Array)
            {
                JsonElement[] items = [.. part.EnumerateArray()];
                if (items is [{ ValueKind: JsonValueKind.String }, { ValueKind: JsonValueKind.Number }, ..])
                {
                    found.Add(items[0].GetString()!);
                    return;
                }

                Array.ForEach(items, Add);
            }
            else if (part.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in part.EnumerateObject())
                {
                    Add(property.Value);
                }
            }
        }
    }

    private static string TextOf(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
