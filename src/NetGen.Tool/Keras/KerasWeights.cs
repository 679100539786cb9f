using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Tool.Keras;

/// <summary>Finds the tensors of layers in a file.</summary>
internal interface IKerasWeights
{
    /// <summary>The tensors of a layer in the order in which Keras makes them; none if it has none.</summary>
    KerasTensor[] Of(KerasLayer layer);
}

/// <summary>Weights by the names of their layers, as files of whole models have them: <c>dense/dense/kernel:0</c>.</summary>
internal sealed class KerasNamedWeights(Hdf5File file, string group, string path) : IKerasWeights
{
    /// <summary>The names of all layers, in their order; null if the file does not have them.</summary>
    public string[]? LayerNames => file.Texts(group, "layer_names");

    /// <inheritdoc/>
    public KerasTensor[] Of(KerasLayer layer) => Of(layer.Name);

    /// <summary>The tensors of the layer of a name.</summary>
    public KerasTensor[] Of(string layer)
    {
        string place = group.Length == 0 ? layer : $"{group}/{layer}";
        if (!file.Has(place))
        {
            return [];
        }

        string[] names = file.Texts(place, "weight_names")
            ?? throw new InvalidDataException($"{path}: the group '{place}' does not say its weights; the file is damaged.");
        return [.. names.Select(name => file.Tensor($"{place}/{name}")).OfType<KerasTensor>()];
    }
}

/// <summary>Weights by the classes of their layers, counted, as archives have them: <c>layers/dense_1/vars/0</c>.</summary>
internal sealed partial class KerasVariables : IKerasWeights
{
    private readonly Hdf5File _file;
    private readonly string _root;
    private readonly Dictionary<int, string> _names = [];

    /// <summary>Finds the names under which Keras has stored the layers of a model.</summary>
    public KerasVariables(Hdf5File file, KerasConfig model)
    {
        _file = file;
        _root = RootOf(file) ?? "layers";
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (KerasLayer layer in model.Layers)
        {
            string name = SnakeCase(layer.Kind);
            int count = counts.GetValueOrDefault(name);
            counts[name] = count + 1;
            _names[layer.Index] = Numbered(name, count);
        }
    }

    /// <summary>The group with the layers; null if there is none. Keras 2.12 gave it another name.</summary>
    public static string? RootOf(Hdf5File file) =>
        Array.Find(["layers", "_layer_checkpoint_dependencies"], name => file.Has(name));

    /// <summary>The name of one of many of a kind: <c>dense</c>, <c>dense_1</c>...</summary>
    public static string Numbered(string name, int count) =>
        count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{count}");

    /// <summary>The tensors under a name.</summary>
    public static KerasTensor[] Read(Hdf5File file, string layer) =>
        file.Has(layer) && file.Has(layer + "/vars")
            ? [.. file.NamesIn(layer + "/vars").Select(name => file.Tensor($"{layer}/vars/{name}")).OfType<KerasTensor>()]
            : [];

    /// <inheritdoc/>
    public KerasTensor[] Of(KerasLayer layer) => Read(_file, $"{_root}/{_names[layer.Index]}");

    private static string SnakeCase(string name) =>
        LowerBeforeUpper().Replace(AnyBeforeWord().Replace(name, "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex AnyBeforeWord();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerBeforeUpper();
}
