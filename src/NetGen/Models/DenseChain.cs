using System.Globalization;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>
/// The dense layers that named tensors make: pairs of <c>prefix.weight</c> of shape <c>[out, in]</c> and <c>prefix.bias</c> of shape
/// <c>[out]</c>, in the order in which the outputs of one are the inputs of the next.
/// </summary>
internal sealed class DenseChain
{
    /// <summary>What the names of weights end with.</summary>
    public const string WeightSuffix = ".weight";

    /// <summary>What the names of biases end with.</summary>
    public const string BiasSuffix = ".bias";

    private const string Ambiguous =
        "expected names with numbers, as '0.weight' and '2.weight', where shapes allow more than one order of the layers";

    private const int MostSteps = 100_000;

    private readonly Layer[] _layers;
    private readonly Dictionary<string, ModelTensor> _others;

    private DenseChain(Layer[] layers, Dictionary<string, ModelTensor> others, NumericType numericType, IReadOnlyList<string> notes)
    {
        _layers = layers;
        _others = others;
        NumericType = numericType;
        Notes = notes;
    }

    /// <summary>The type of all tensors.</summary>
    public NumericType NumericType { get; }

    /// <summary>What was changed or added.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the layers are called; null for those that have the names which layers without a name get.</summary>
    public string?[] LayerNames => [.. _layers.Select((layer, i) => NameOf(layer.Prefix, i))];

    private int InputSize => _layers[0].Weight.Shape[1];

    /// <summary>Finds the layers.</summary>
    /// <exception cref="InvalidDataException">The tensors make no chain of dense layers; the message says why.</exception>
    public static DenseChain Find(IReadOnlyList<ModelTensor> tensors, string file)
    {
        if (tensors.GroupBy(tensor => tensor.Name).FirstOrDefault(group => group.Count() > 1) is { Key: string twice })
        {
            throw new InvalidDataException($"{file}: expected different names of tensors; found {MessageText.Quote(twice)} twice.");
        }

        var notes = new HashSet<string>(tensors.Select(tensor => tensor.Note).OfType<string>());
        Dictionary<string, ModelTensor> others = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var layers = new List<Layer>();
        foreach (ModelTensor weight in tensors.Where(tensor => tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal)))
        {
            layers.Add(LayerOf(weight, others, notes, file));
        }

        if (layers.Count == 0)
        {
            throw new InvalidDataException(
                $"{file}: expected weights of dense layers in tensors such as '0.weight' [30, 784] and '0.bias' [30]; "
                + $"found {NamesOf(tensors)}.");
        }

        NumericType[] types = [.. tensors.Select(TypeOf).Distinct()];
        if (types.Length > 1)
        {
            throw new InvalidDataException($"{file}: expected tensors of one type; found both float and double.");
        }

        return new DenseChain(Ordered(layers, file), others, types[0], [.. notes]);
    }

    /// <summary>The network without activations that these layers make, with scaling before them if the file has it.</summary>
    public NetworkTopology ToTopology(string file)
    {
        var layers = new List<LayerAttribute>();
        if (_others.ContainsKey("standardize.mean"))
        {
            layers.Add(new StandardizeAttribute());
        }
        else if (_others.ContainsKey("min_max_scale.minimum"))
        {
            layers.Add(new MinMaxScaleAttribute());
        }

        string?[] names = LayerNames;
        layers.AddRange(_layers.Select((layer, i) => new DenseAttribute(layer.Weight.Shape[0], Activation.Identity) { Name = names[i] }));
        try
        {
            return NetworkTopology.FromLayers([InputSize], layers, null, NumericType);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>The values of all blocks of a network.</summary>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing, has another shape, or belongs to no block; the message names it.
    /// </exception>
    public Array[] ValuesFor(NetworkTopology topology, string file)
    {
        var left = new Dictionary<string, ModelTensor>(_others, StringComparer.Ordinal);
        DenseTopology[] dense = [.. topology.Layers.OfType<DenseTopology>()];
        if (dense.Length != _layers.Length)
        {
            throw new InvalidDataException($"{file}: expected {dense.Length} dense layers, as the metadata say; found {_layers.Length}.");
        }

        var values = new Array[topology.ParameterBlocks.Count];
        for (int i = 0; i < values.Length; i++)
        {
            ParameterBlock block = topology.ParameterBlocks[i];
            int layer = Array.FindIndex(dense, layer => layer.Index == block.Layer);
            ModelTensor? tensor = layer < 0 ? left.GetValueOrDefault(block.Name)
                : block.Part == DenseTopology.Weight ? _layers[layer].Weight
                : _layers[layer].Bias;
            if (tensor is null || !tensor.Shape.SequenceEqual(block.Shape))
            {
                string found = tensor is null ? "no such tensor" : $"{MessageText.Quote(tensor.Name)} {ShapeOf(tensor)}";
                throw new InvalidDataException($"{file}: expected a tensor for {block}; found {found}.");
            }

            _ = left.Remove(tensor.Name);
            values[i] = tensor.Values;
        }

        return left.Count == 0
            ? values
            : throw new InvalidDataException(
                $"{file}: expected the tensors of dense layers alone; found {NamesOf([.. left.Values])} as well.");
    }

    private static Layer LayerOf(ModelTensor weight, Dictionary<string, ModelTensor> all, HashSet<string> notes, string file)
    {
        string prefix = weight.Name[..^WeightSuffix.Length];
        if (weight.Shape.Length != 2)
        {
            throw new InvalidDataException(
                $"{file}, tensor {MessageText.Quote(weight.Name)}: expected the weights of a dense layer, [out, in]; "
                + $"found the shape {ShapeOf(weight)}.");
        }

        if (!all.TryGetValue(prefix + BiasSuffix, out ModelTensor? bias))
        {
            notes.Add("Layers without biases got biases of 0.");
            Array zeros = TypeOf(weight) == NumericType.Single ? new float[weight.Shape[0]] : new double[weight.Shape[0]];
            return new Layer(prefix, weight, new ModelTensor(prefix + BiasSuffix, [weight.Shape[0]], zeros, null));
        }

        return bias.Shape is [int length] && length == weight.Shape[0]
            ? new Layer(prefix, weight, bias)
            : throw new InvalidDataException(
                $"{file}, tensor {MessageText.Quote(bias.Name)}: expected biases [{weight.Shape[0]}] for "
                + $"{MessageText.Quote(weight.Name)} {ShapeOf(weight)}; found the shape {ShapeOf(bias)}.");
    }

    // By the numbers in their names, if all have one; else the only order in which the outputs of each are the inputs of the next. How
    // tensors lie in a file says nothing: writers sort them.
    private static Layer[] Ordered(List<Layer> layers, string file)
    {
        Layer[] byName = [.. layers.Order(Comparer<Layer>.Create(static (x, y) => CompareNaturally(x.Prefix, y.Prefix)))];
        if (layers.Count == 1 || (layers.TrueForAll(layer => layer.Prefix.Any(char.IsAsciiDigit)) && Chains(byName)))
        {
            return byName;
        }

        var found = new List<Layer[]>();
        int steps = MostSteps;
        FindChains([], byName, found, ref steps);
        return found.Count == 1 && steps > 0 ? found[0] : throw new InvalidDataException(
            $"{file}: {(found.Count == 0 ? "expected layers whose inputs are the outputs of the layer before" : Ambiguous)}; found "
            + $"{NamesOf([.. byName.Select(layer => layer.Weight)])}.");
    }

    // Two are as many as it takes to see that there is more than one.
    private static void FindChains(List<Layer> chain, IReadOnlyList<Layer> all, List<Layer[]> found, ref int steps)
    {
        if (chain.Count == all.Count)
        {
            found.Add([.. chain]);
            return;
        }

        foreach (Layer layer in all)
        {
            if (found.Count < 2 && steps-- > 0 && !chain.Contains(layer)
                && (chain.Count == 0 || chain[^1].Weight.Shape[0] == layer.Weight.Shape[1]))
            {
                chain.Add(layer);
                FindChains(chain, all, found, ref steps);
                chain.RemoveAt(chain.Count - 1);
            }
        }
    }

    private static bool Chains(Layer[] layers) =>
        layers.Zip(layers.Skip(1)).All(pair => pair.First.Weight.Shape[0] == pair.Second.Weight.Shape[1]);

    // Runs of digits compare as numbers: layers.2 comes before layers.10.
    private static int CompareNaturally(string left, string right) =>
        StringComparer.Ordinal.Compare(Padded(left), Padded(right));

    private static string Padded(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length;)
        {
            int end = i;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            _ = end > i ? text.Append(name[i..end].PadLeft(20, '0')) : text.Append(name[i]);
            i = Math.Max(end, i + 1);
        }

        return text.ToString();
    }

    /// <summary>The name of a layer whose tensors have a prefix; null if only layers without a name may be called that.</summary>
    /// <param name="prefix">The prefix; null if there is none.</param>
    /// <param name="number">The number of the layer among the dense ones.</param>
    public static string? NameOf(string? prefix, int number) =>
        prefix is null
        || prefix == "layers." + number.ToString(CultureInfo.InvariantCulture)
        || DenseTopology.Validate(new DenseAttribute(1) { Name = prefix }, 0) is not null
            ? null
            : prefix;

    private static NumericType TypeOf(ModelTensor tensor) => tensor.Values is float[] ? NumericType.Single : NumericType.Double;

    private static string ShapeOf(ModelTensor tensor) => MessageText.Shape(tensor.Shape.Select(length => (long)length));

    private static string NamesOf(IReadOnlyList<ModelTensor> tensors)
    {
        const int Most = 8;
        string names = string.Join(", ", tensors.Take(Most).Select(tensor => $"{MessageText.Quote(tensor.Name)} {ShapeOf(tensor)}"));
        return tensors.Count == 0 ? "no tensors" : tensors.Count <= Most ? names : $"{names} and {tensors.Count - Most} more";
    }

    private sealed record Layer(string Prefix, ModelTensor Weight, ModelTensor Bias);
}
